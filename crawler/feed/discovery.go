package feed

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"unicode"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// feedTypes are the media types of feeds. Documents of other kinds have some of them
// as well.
var feedTypes = map[string]bool{
	"application/rss+xml": true, "application/atom+xml": true, "application/rdf+xml": true, "application/feed+json": true,
	"application/x.atom+xml": true, "application/x-atom+xml": true, "text/rss+xml": true, "application/x-rss+xml": true,
	"application/rss": true, "application/atom": true, "text/atom+xml": true, "application/x-rss": true, "text/rss": true,
	"application/xml": false, "text/xml": false, "application/json": false, "text/json": false, "application/x-json": false,
}

// Discover returns the feeds that a page links to: those that it or its header
// declares with rel=alternate, in their order, then those whose type says less, then
// those its links look like, then those they are called. Comments of single articles come last.
func Discover(page []byte, src Source) []Link {
	if text, err := toUTF8(page, src.ContentType); err == nil {
		page = text
	}
	d := newDiscovery(src)
	d.base = d.base.within(baseOf(page))
	z := nethtml.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			d.endAnchor()
			return d.found()
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			d.tag(z)
		case nethtml.TextToken:
			d.words(z.Text())
		case nethtml.EndTagToken:
			if name, _ := z.TagName(); atom.Lookup(name) == atom.A {
				d.endAnchor()
			}
		}
	}
}

// baseOf is what a page says its addresses are relative to, those before it too: the
// first <base> that says it counts (HTML, section 2.4.3).
func baseOf(page []byte) string {
	if !bytes.Contains(bytes.ToLower(page), []byte("<base")) {
		return ""
	}
	z := nethtml.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return ""
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			name, more := z.TagName()
			if atom.Lookup(name) != atom.Base {
				continue
			}
			if href := attributes(z, more)["href"]; href != "" {
				return href
			}
		}
	}
}

type discovery struct {
	base resolver
	seen map[string]bool

	declared, likely, linked, spoken, comments []Link

	anchor string // the address of the link that is open, "" if none is
	said   []byte // its words
}

// newDiscovery begins with what the header says, which is there whatever the body
// is. Its addresses are relative to the document's own (RFC 8288, section 3.2).
func newDiscovery(src Source) *discovery {
	d := &discovery{base: newResolver(src.URL).within(src.ContentLocation), seen: map[string]bool{}}
	for _, l := range headerLinks(src.Link) {
		d.alternate(l.rel, l.mime, l.target, l.title, true)
	}
	return d
}

func (d *discovery) found() []Link {
	return slices.Concat(d.declared, d.likely, d.linked, d.spoken, d.comments)
}

func (d *discovery) tag(z *nethtml.Tokenizer) {
	name, more := z.TagName()
	a := atom.Lookup(name)
	if a == atom.Noscript {
		z.NextIsNotRawText() // what is in it is for us
	}
	if a != atom.Link && a != atom.A && a != atom.Area && (a != atom.Img || d.anchor == "") {
		return
	}
	attrs := attributes(z, more)
	if a == atom.Img { // a sign that stands for words
		d.words([]byte(attrs["alt"]))
		return
	}
	if a == atom.A {
		d.endAnchor()
	}
	switch {
	case d.alternate(attrs["rel"], attrs["type"], attrs["href"], attrs["title"], a == atom.Link):
	case a != atom.Link && looksLikeFeed(attrs["href"]):
		d.add(&d.linked, attrs["href"], Link{Title: attrs["title"]})
	case a == atom.A:
		d.anchor = attrs["href"]
		d.words([]byte(attrs["title"]))
	}
}

func attributes(z *nethtml.Tokenizer, more bool) map[string]string {
	attrs := map[string]string{}
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		if _, twice := attrs[string(k)]; !twice {
			attrs[string(k)] = string(v)
		}
	}
	return attrs
}

// maxSaid is how many bytes of words a link has that is called a feed; others are of
// stories about them.
const maxSaid = 40

func (d *discovery) words(text []byte) {
	if d.anchor != "" && len(d.said) <= maxSaid {
		text = text[:min(len(text), 4*maxSaid)]
		d.said = append(append(d.said, bytes.TrimSpace(text)...), ' ')
	}
}

// endAnchor ends the link that is open. One whose few words speak of a feed may be one,
// and so may a document of XML.
func (d *discovery) endAnchor() {
	if d.anchor != "" && (speaksOfFeed(d.said) || isXML(d.anchor)) {
		d.add(&d.spoken, d.anchor, Link{Likely: true})
	}
	d.anchor, d.said = "", d.said[:0]
}

func speaksOfFeed(said []byte) bool {
	said = bytes.ToLower(bytes.TrimSpace(said))
	return len(said) <= maxSaid && slices.ContainsFunc(bytes.FieldsFunc(said, func(c rune) bool { return !unicode.IsLetter(c) }),
		func(word []byte) bool { return feedWords[string(word)] })
}

func isXML(href string) bool {
	path, _, _ := strings.Cut(strings.ToLower(href), "?")
	return strings.HasSuffix(path, ".xml") && !strings.Contains(path, "sitemap")
}

// feedWords are what links to feeds are called, in most languages.
var feedWords = map[string]bool{"rss": true, "atom": true, "feed": true, "feeds": true, "jsonfeed": true, "xml": true, "rdf": true}

// alternate adds a link that is declared to be a feed, by the page itself if it is own:
// a link in the text may be a reader's. It reports whether it is.
func (d *discovery) alternate(rel, mime, href, title string, own bool) bool {
	rels := strings.Fields(strings.ToLower(rel))
	mime, _, _ = strings.Cut(strings.ToLower(mime), ";")
	mime = strings.TrimSpace(mime)
	sure, known := feedTypes[mime]
	switch alternate := slices.Contains(rels, "alternate"); {
	case slices.Contains(rels, "feed"), alternate && sure:
		d.add(&d.declared, href, Link{Title: title, Type: mime, Declared: own})
	case alternate && (known && !isService(href) || mime == "" && looksLikeFeed(href)):
		d.add(&d.likely, href, Link{Title: title, Type: mime, Likely: true})
	default:
		return false
	}
	return true
}

// isService reports whether an address is that of an interface for programs, which
// pages declare as they do feeds.
func isService(href string) bool {
	low := strings.ToLower(href)
	return strings.Contains(low, "/wp-json/") || strings.Contains(low, "rest_route=") || strings.Contains(low, "oembed")
}

func (d *discovery) add(to *[]Link, href string, l Link) {
	u := d.base.url(href)
	if u == "" || d.seen[u] || len(d.seen) >= maxLinks {
		return
	}
	d.seen[u] = true
	if strings.Contains(strings.ToLower(u), "comments") {
		to = &d.comments
	}
	l.URL, l.Title = u, plain(l.Title)
	*to = append(*to, l)
}

// feedEnds are how the paths of feeds end.
var feedEnds = []string{
	".rss", ".atom", ".rdf", "/rss", "/feed", "/feeds", "/atom", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json",
	"/index.rdf",
}

func looksLikeFeed(href string) bool {
	if scheme, _, ok := strings.Cut(strings.TrimSpace(href), ":"); ok && strings.EqualFold(scheme, "feed") {
		return true
	}
	u, err := weburl.Parse(href)
	if err != nil {
		return false
	}
	p := strings.ToLower(strings.TrimSuffix(u.Path, "/"))
	for _, end := range feedEnds {
		if strings.HasSuffix(p, end) {
			return true
		}
	}
	return false
}

// WellKnown are the addresses at which sites keep feeds that they do not
// declare, best guess first.
func WellKnown(site string) []string {
	u, err := url.Parse(site)
	if err != nil || !isWeb(u) {
		return nil
	}
	var list []string
	for _, p := range []string{"/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json"} {
		list = append(list, (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: p}).String())
	}
	return list
}

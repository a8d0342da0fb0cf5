package feed

import (
	"net/url"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxLinks bounds the feeds taken from one page.
const maxLinks = 50

// feedTypes are the media types of feeds.
var feedTypes = map[string]bool{
	"application/rss+xml": true, "application/atom+xml": true, "application/rdf+xml": true, "application/feed+json": true,
	"application/x.atom+xml": true, "application/x-atom+xml": true, "text/rss+xml": true, "application/x-rss+xml": true,
}

// Discover returns the feeds that a page links to: those it declares with
// rel=alternate, in their order, then those its links look like. Comments of
// single articles come last.
func Discover(page []byte, src Source) []Link {
	if text, err := toUTF8(page, src.ContentType); err == nil {
		page = text
	}
	base := newResolver(src.URL).within(src.ContentLocation)
	d := &discovery{base: base, seen: map[string]bool{}}
	z := nethtml.NewTokenizer(strings.NewReader(string(page)))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return append(append(d.declared, d.linked...), d.comments...)
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			d.tag(z)
		}
	}
}

type discovery struct {
	base                       resolver
	seen                       map[string]bool
	declared, linked, comments []Link
}

func (d *discovery) tag(z *nethtml.Tokenizer) {
	name, more := z.TagName()
	a := atom.Lookup(name)
	if a != atom.Link && a != atom.A && a != atom.Base {
		return
	}
	attrs := map[string]string{}
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		if _, twice := attrs[string(k)]; !twice {
			attrs[string(k)] = string(v)
		}
	}
	switch a {
	case atom.Base:
		d.base = d.base.within(attrs["href"])
	case atom.Link:
		rel := " " + strings.ToLower(attrs["rel"]) + " "
		mime, _, _ := strings.Cut(strings.ToLower(attrs["type"]), ";")
		mime = strings.TrimSpace(mime)
		if strings.Contains(rel, " alternate ") && feedTypes[mime] || strings.Contains(rel, " feed ") {
			d.add(&d.declared, attrs["href"], attrs["title"], mime)
		}
	case atom.A:
		if looksLikeFeed(attrs["href"]) {
			d.add(&d.linked, attrs["href"], attrs["title"], "")
		}
	}
}

func (d *discovery) add(to *[]Link, href, title, mime string) {
	u := d.base.url(href)
	if u == "" || d.seen[u] || len(d.seen) >= maxLinks {
		return
	}
	d.seen[u] = true
	if strings.Contains(strings.ToLower(u), "comments") {
		to = &d.comments
	}
	*to = append(*to, Link{URL: u, Title: plain(title), Type: mime})
}

// feedEnds are how the paths of feeds end.
var feedEnds = []string{
	".rss", ".atom", ".rdf", "/rss", "/feed", "/feeds", "/atom", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json",
	"/index.rdf",
}

func looksLikeFeed(href string) bool {
	u, err := url.Parse(strings.TrimSpace(href))
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

package normalize

import (
	"net/url"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// Name and version of what finds the body, as provenance names it.
const (
	extractorName    = "wiredesk/readability"
	extractorVersion = "1"
)

// body finds the story's text: in the page, else where the page has it as data,
// else in the feed.
func (r *recipe) body() {
	x := r.a.Provenance.Extractor
	x.Name, x.Version = extractorName, extractorVersion
	if r.page.cut {
		r.warn("the page is longer than %d bytes; the rest was not read", MaxPage)
	}
	found := r.pageBody()
	x.Method = "page.readability"
	if found.text() == "" && len(r.page.flat) > 0 {
		x.Method, found = "page.flat", flatBody(r.page.flat)
		r.warn("the page is nested too deep for a tree; its text was read without one")
	}
	if data := r.dataBody(); len(data.text()) > 500 && len(found.text())*5 < len(data.text())*2 {
		x.Method, found = "page.jsonld:articleBody", data
	}
	if fed := r.feedBody(); len(found.text())*10 < len(fed.text())*3 || found.text() == "" {
		if fed.text() != "" {
			x.Method, found = "feed:content", fed
			if len(r.doc.Body) > 0 {
				r.warn("the page yielded little; the feed's text stands in")
			}
		}
	}
	if found.text() == "" {
		x.Method = "none"
		return
	}
	x.Removed = found.removed
	x.Confidence = bodyConfidence(x.Method, found)
	r.a.Blocks, r.a.BodyText, r.a.BodyHTML = found.blocks, found.text(), found.html()
	r.a.Related = found.related
	r.note("body_text", candidate{"", x.Method, x.Confidence}, nil)
}

func bodyConfidence(method string, b *blocks) float64 {
	n := words(b.text())
	switch {
	case method == "feed:content":
		return .7
	case method == "page.flat":
		return .3
	case n > 150:
		return .9
	case n > 60:
		return .75
	}
	return .5
}

// pageBody runs readability over the page and takes out what it leaves of
// everything that surrounds a story.
func (r *recipe) pageBody() *blocks {
	if r.page.root == nil {
		return &blocks{}
	}
	base := r.page.base
	if base == nil {
		base = &url.URL{}
	}
	out := &blocks{}
	strip(r.page.root, out)
	parser := readability.NewParser()
	parser.KeepClasses = true // the filter below knows them
	parser.DisableJSONLD = true
	result, err := parser.ParseAndMutate(r.page.root, base)
	if err != nil || result.Node == nil {
		return out
	}
	w := &blockWalk{page: r.page, headline: r.a.Headline, out: out}
	w.walk(result.Node)
	w.flush()
	return w.out.trimmed()
}

// notBody are class words of what stands in the middle of stories and is none
// of them.
var notBody = []string{
	"donat", "newsletter", "subscribe", "subscription", "paywall", "social", "share", "sharing", "related", "recommend", "read-more", "readmore", "promo", "advert",
	"sponsor", "cookie", "comment-", "comments", "breadcrumb", "author-bio", "signup", "sign-up", "most-read", "popular", "teaser", "tags-list", "article-tags",
	"print-only", "visually-hidden", "screen-reader", "sr-only", "toolbar", "outbrain", "taboola", "jetpack", "post-tags", "entry-footer", "membership",
}

// strip takes out, before anything is scored, what names itself as no part of
// the story. A large element is left: names on it mean something else.
func strip(root *html.Node, out *blocks) {
	var doomed []*html.Node
	var visit func(n *html.Node)
	visit = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				if reason, text := stripReason(c); reason != "" {
					out.remove(text, reason)
					doomed = append(doomed, c)
					continue
				}
			}
			visit(c)
		}
	}
	visit(root)
	for _, n := range doomed {
		n.Parent.RemoveChild(n)
	}
}

// stripLimit is the text, in bytes, up to which an element's name is believed.
const stripLimit = 1200

// stripReason says why an element is no part of the story, and gives its text;
// "" if it may be one.
func stripReason(n *html.Node) (reason, text string) {
	switch n.DataAtom {
	case atom.Body, atom.Html, atom.Main, atom.Article, atom.Head, atom.H1:
		return "", ""
	case atom.Nav, atom.Button, atom.Form, atom.Dialog:
		reason = "a " + n.Data
	default:
		name := strings.ToLower(attr(n, "class") + " " + attr(n, "id"))
		if len(name) < 4 {
			return "", ""
		}
		for _, word := range notBody {
			if strings.Contains(name, word) {
				reason = "named " + word
				break
			}
		}
	}
	if reason == "" {
		return "", ""
	}
	text, short := shortText(n, stripLimit)
	if !short {
		return "", ""
	}
	return reason, text
}

// dataBody is the articleBody of JSON-LD. It is often a teaser, or cut, so it
// only counts where the page's own text is missing.
func (r *recipe) dataBody() *blocks {
	ld := r.page.story()
	if ld == nil {
		return &blocks{}
	}
	return textBody(ld.text("articleBody"))
}

// textBody makes paragraphs of plain text.
func textBody(s string) *blocks {
	b := &blocks{}
	if strings.Contains(s, "</p>") {
		s = stripTags(strings.ReplaceAll(s, "</p>", "\n\n"))
	}
	for _, line := range strings.Split(s, "\n") {
		if line = fold(line); line != "" {
			b.add(article.Block{Type: "p", Text: line})
		}
	}
	return b
}

// feedBody is what the feed's entry says: its content or, without, its summary.
func (r *recipe) feedBody() *blocks {
	source := firstOf(r.entry.ContentHTML, r.entry.SummaryHTML)
	if source == "" {
		return &blocks{}
	}
	root, err := html.ParseWithOptions(strings.NewReader(source), html.ParseOptionEnableScripting(false))
	if err != nil {
		return textBody(stripTags(source))
	}
	w := &blockWalk{page: r.page, headline: r.a.Headline, out: &blocks{}}
	w.walk(root)
	w.flush()
	return w.out.trimmed()
}

// summary is the feed's summary or the page's description.
func (r *recipe) summary() {
	p := r.page
	candidates := []candidate{{plainText(r.entry.SummaryHTML), "feed:summary", .9}}
	if r.entry.ContentHTML == "" && strings.HasPrefix(r.a.Provenance.Fields["body_text"].Source, "feed:") {
		candidates = nil // it is the body already
	}
	if ld := p.story(); ld != nil {
		candidates = append(candidates, candidate{plainText(ld.text("description")), "page.jsonld:description", .85})
	}
	candidates = append(candidates, p.metaCandidates(.8, "og:description", "description", "twitter:description", "dc.description")...)
	r.a.Summary = clip(plainText(r.choose("summary", candidates...)), 2000)
	lead := []rune(squeeze(r.a.Summary))
	if n := min(len(lead), 60); n > 20 && strings.HasPrefix(squeeze(clip(r.a.BodyText, 400)), string(lead[:n])) {
		r.a.SummaryIsLead = true
	}
}

// completeness says how much of the story the body is.
func (r *recipe) completeness() {
	n := len(r.a.BodyText)
	method := r.a.Provenance.Extractor.Method
	end := strings.TrimRight(tail(r.a.BodyText, 20), " \n")
	cut := strings.HasSuffix(end, "…") || strings.HasSuffix(end, "...") || strings.HasSuffix(end, "[…]") || strings.HasSuffix(end, "[...]")
	switch {
	case n == 0:
		r.a.Completeness = article.HeadlineOnly
	case method == "feed:content" && (n < 1000 || cut), cut && n < 3000, r.a.Access == article.Paywalled && n < 1500, n < 200:
		r.a.Completeness = article.Partial
	default:
		r.a.Completeness = article.Full
	}
}

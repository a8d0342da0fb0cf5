package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// Who may speak for a story: the page at its own address, and feeds that belong to the
// site of that address. Anybody else announces it, and no more: docs/article.md has the
// rule, with a table of cases.

// hear decides whether the entry may speak for the page that came. If not, it is put
// aside: nothing of it enters the article.
func (r *recipe) hear() {
	if r.page.root == nil {
		return
	}
	at := r.page.storyAddress(r.doc.FinalURL)
	because, ok := r.doc.Feed.MaySpeakFor(at)
	if !ok {
		because = r.page.attests(r.doc.Feed)
		ok = because != ""
	}
	if r.because = because; !ok {
		r.aside = &aside{entry: r.entry, feed: r.doc.Feed}
		r.doc.FinalURL = asWritten(r.doc.FinalURL)
		r.entry, r.doc.Feed = &Entry{}, Feed{URL: r.doc.Feed.URL, From: r.doc.Feed.From, Speaks: r.doc.Feed.Speaks}
	}
}

// settle decides whose story it is where no page could be had: the entry speaks for what
// its feed may speak for. Of another site's address it makes a story of its own, about
// that one.
func (r *recipe) settle() {
	if r.page.root != nil {
		return
	}
	if r.aside != nil {
		r.entry, r.doc.Feed, r.aside = r.aside.entry, r.aside.feed, nil
	}
	if because, ok := r.doc.Feed.MaySpeakFor(r.doc.FinalURL); ok && article.IsDocument(r.doc.Status) {
		r.because = because // a document that is no page
		return
	}
	r.doc.FinalURL = r.doc.URL // an address that gave nothing says nothing of the story
	because, ok := r.doc.Feed.MaySpeakFor(r.doc.URL)
	if r.because = firstOf(because, OwnSite); !ok {
		r.about = webURL(r.doc.URL)
	}
}

// voices records who had a say.
func (r *recipe) voices() {
	add := func(role, url, because string) {
		if url != "" {
			r.a.Provenance.Voices = append(r.a.Provenance.Voices, article.Voice{Role: role, URL: weburl.Masked(url), Because: because})
		}
	}
	if r.page.root != nil {
		add(article.PageVoice, r.doc.FinalURL, "")
	}
	if r.aside != nil {
		add(article.Announcer, r.doc.Feed.URL, "")
		return
	}
	add(article.FeedVoice, r.doc.Feed.URL, r.because)
}

// attests says whether a page links to a feed as its own, in its head: elsewhere readers
// may have written it.
func (p *page) attests(f Feed) string {
	for _, href := range p.feeds {
		key := article.Key(p.url(href))
		if key != "" && (key == article.Key(f.URL) || key == article.Key(f.From)) {
			return LinkedBy(p.at.String())
		}
	}
	return ""
}

// maxFeeds bounds how many feeds of one page are noted.
const maxFeeds = 50

// noteFeed notes a link to a feed of the page's site.
func (p *page) noteFeed(n *html.Node) {
	t := strings.ToLower(attr(n, "type"))
	isFeed := strings.Contains(t, "xml") || strings.Contains(t, "json")
	if isFeed && n.Parent != nil && n.Parent.DataAtom == atom.Head && len(p.feeds) < maxFeeds {
		p.feeds = append(p.feeds, attr(n, "href"))
	}
}

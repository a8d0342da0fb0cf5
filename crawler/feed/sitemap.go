package feed

import (
	"bytes"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"github.com/wiredesk/wiredesk/normalize"
)

// Limits on one sitemap.
const (
	maxEntries = 1000 // of them that are kept, the newest; also of an index's children
	maxNewsAge = 48 * time.Hour
)

func isSitemap(kind string) bool { return kind == "sitemap" || kind == "sitemapindex" }

// parseSitemap reads a sitemap with its news (https://www.sitemaps.org/protocol.html,
// http://www.google.com/schemas/sitemap-news/0.9), or an index of sitemaps. A
// sitemap may name every page of a site: only the newest of the last days are news.
func parseSitemap(text []byte, kind string, src Source) (*Feed, error) {
	m := newSitemap(src)
	m.feed.Format = kind
	item, take := "sitemap:url", m.addEntry
	if kind == "sitemapindex" {
		item, take = "sitemap:sitemap", m.addChild
	}
	s, err := scanRecords(text[rootStart(text, kind):], item, take)
	if err != nil {
		return nil, err
	}
	if kind == "sitemap" && !m.news && !bytes.Contains(text, []byte("schemas/sitemap-news/")) {
		return nil, &NotFeedError{Kind: "sitemap"} // a list of pages, of which none is said to be news
	}
	m.finish()
	f := m.feed
	if f.Partial = !s.ended && s.full == nil; f.Partial {
		f.warn("the document ends early")
	}
	if s.full != nil {
		f.warn("only the first %d addresses were read", maxRecords)
	}
	if n := m.entries.dropped + m.children.dropped; n > 0 {
		f.warn("only the newest %d addresses were kept", maxEntries)
	}
	if m.homeless > 0 {
		f.warn("%d addresses are no absolute ones of http or https", m.homeless)
	}
	return f, nil
}

// sitemap is one that is being read.
type sitemap struct {
	feed     *Feed
	now      time.Time
	home     string // the site it may speak for; "" for any
	entries  newest[normalize.Entry]
	children newest[Child]
	dated    bool // some entry of the file has a date
	news     bool // some entry says something of its news
	homeless int  // addresses that lead nowhere

	lastHost, lastSite string // of the address before, which is mostly that of the next
}

func newSitemap(src Source) *sitemap {
	m := &sitemap{feed: &Feed{}, now: src.Now}
	if m.now.IsZero() {
		m.now = time.Now()
	}
	if !src.CrossSite {
		m.home = m.siteOf(src.URL)
	}
	m.entries.date = newsDate
	m.children.date = func(c Child) time.Time { return c.LastModified }
	return m
}

// newsDate is when an entry became news.
func newsDate(e normalize.Entry) time.Time {
	if e.Published.IsZero() {
		return e.Updated
	}
	return e.Published
}

func (m *sitemap) addEntry(r *record) {
	e := normalize.Entry{Published: m.date(r.published), Updated: m.date(r.lastmod)}
	m.news = m.news || r.title+r.published+r.publication != ""
	at := newsDate(e)
	m.dated = m.dated || !at.IsZero()
	if e.URL = m.address(r.loc); e.URL == "" || !at.IsZero() && m.now.Sub(at) > maxNewsAge {
		return
	}
	e.Title = plain(r.title)
	e.Language = language(r.language)
	e.SourceTitle = plain(r.publication)
	for k := range strings.SplitSeq(r.keywordList, ",") {
		if e.Tags = addTag(e.Tags, k); len(e.Tags) >= maxTags {
			break
		}
	}
	for _, i := range r.images {
		if u := (resolver{}).resolve(strings.TrimSpace(i)); u != "" {
			e.Media = append(e.Media, u)
		}
	}
	e.Image = first(e.Media...)
	m.entries.add(e)
}

func (m *sitemap) addChild(r *record) {
	if u := m.address(r.loc); u != "" {
		m.children.add(Child{URL: u, LastModified: m.date(r.lastmod)})
	}
}

// finish moves what was kept to the feed. Where some entries have a date, one
// without may be of any age.
func (m *sitemap) finish() {
	f := m.feed
	f.Children = m.children.list()
	f.Items = m.entries.list()
	if m.dated {
		f.Items = slices.DeleteFunc(f.Items, func(e normalize.Entry) bool { return newsDate(e).IsZero() })
	}
	if len(f.Items) == 0 {
		f.Items = nil
		return
	}
	f.Title, f.Language = f.Items[0].SourceTitle, f.Items[0].Language
	for _, e := range f.Items {
		if e.SourceTitle != f.Title { // a name is the file's only if it is that of all
			f.Title = ""
		}
		if e.Language != f.Language {
			f.Language = ""
		}
	}
}

func (m *sitemap) date(s string) time.Time {
	t, _ := parseDate(s, m.now)
	return t
}

// address returns an address that the sitemap may name, or "".
func (m *sitemap) address(loc string) string {
	u := (resolver{}).resolve(strings.TrimSpace(loc))
	switch {
	case u == "":
		m.homeless++
	case m.home != "" && m.siteOf(u) != m.home:
		m.feed.Foreign++
		return ""
	}
	return u
}

// siteOf is the registrable domain of an address. Whoever may put a file on one
// host of it is trusted with the others, and with no other site.
func (m *sitemap) siteOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := u.Hostname()
	if host != m.lastHost || host == "" {
		m.lastHost, m.lastSite = host, siteOfHost(host)
	}
	return m.lastSite
}

func siteOfHost(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	}
	if addr, err := netip.ParseAddr(host); err == nil { // its last numbers are no domain
		return addr.String()
	}
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}

// newest keeps the newest of any number of values, in little memory. Of the
// same date, or without one, those that came first are kept.
type newest[T any] struct {
	kept    []T
	date    func(T) time.Time
	dropped int
}

func (n *newest[T]) add(v T) {
	if n.kept = append(n.kept, v); len(n.kept) >= 2*maxEntries {
		n.kept = n.list()
	}
}

// list are the newest, the newest first.
func (n *newest[T]) list() []T {
	slices.SortStableFunc(n.kept, func(a, b T) int { return n.date(b).Compare(n.date(a)) })
	if len(n.kept) > maxEntries {
		n.dropped += len(n.kept) - maxEntries
		clear(n.kept[maxEntries:])
		n.kept = n.kept[:maxEntries]
	}
	return n.kept
}

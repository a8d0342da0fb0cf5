package ingest

import (
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// marker is in all that the hostile side says.
const marker = "zzmarked"

// item is an entry of a feed.
type item struct {
	link, guid, title, summary, content, author, tag string
}

func (i item) String() string {
	e := html.EscapeString
	return fmt.Sprintf(`<item><title>%s</title><link>%s</link><guid isPermaLink="false">%s</guid><description>%s</description>`+
		`<content:encoded>%s</content:encoded><dc:creator>%s</dc:creator><category>%s</category>`+
		`<pubDate>Sat, 01 Jan 2000 00:00:00 GMT</pubDate></item>`,
		e(i.title), e(i.link), e(i.guid), e(i.summary), e(i.content), e(i.author), e(i.tag))
}

// rss is a feed; further elements may stand in its channel.
func rss(title, link, further string, items ...item) doc {
	var b strings.Builder
	for _, i := range items {
		b.WriteString(i.String())
	}
	return doc{kind: "application/rss+xml", body: `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:at="http://purl.org/atompub/tombstones/1.0"><channel><title>` + title +
		`</title><link>` + link + `</link>` + further + b.String() + `</channel></rss>`}
}

// paperPage is a story's page.
func paperPage(headline, head, said string) doc {
	return doc{body: fmt.Sprintf(`<html lang="en"><head><title>%[1]s</title>%[2]s</head><body><article><h1>%[1]s</h1>
<p>%[3]s It was the first of three ships, with a crew of nine, and the harbour master waved a flag as it passed the light.</p>
<p>The second paragraph of this report goes on for a while, with clauses, commas and a full stop, as reports do. %[3]s</p></article></body></html>`,
		headline, head, said)}
}

// whole is a text that needs no page.
func whole(said string) string {
	return "<p>" + strings.Repeat(said+" The harbour master waved a flag as the ship passed the light, and nobody slept that night. ", 20) + "</p>"
}

// paper is the honest site: a feed, a story with a page, one with a whole text, one that
// its site will withdraw, and one behind a wall that only its feed tells of.
func paper() *site {
	s := newSite()
	s.easy = true
	items := []item{
		{link: "http://victim.test/a", guid: "a", title: "The ferry sails again", summary: "The ferry is back, the Paper says.", author: "Ann Lee", tag: "Harbour"},
		{link: "http://victim.test/w", guid: "w", title: "Council votes on the quay", content: whole("The council met on Monday."), tag: "Council"},
		{link: "http://victim.test/gone", guid: "gone", title: "A crane falls into the sea", summary: "Nobody was hurt, it says."},
		{link: "http://victim.test/none", guid: "none", title: "Budget passes at last", summary: "The page of this one is not there."},
	}
	s.put("/feed", rss("The Paper", "http://victim.test/", "", items...))
	s.put("/a", paperPage("The ferry sails again", `<link rel="canonical" href="http://victim.test/a"><meta name="author" content="Ann Lee">`, "The ferry left at six."))
	s.put("/w", paperPage("Council votes on the quay", "", "This is the page, and the feed has it all."))
	s.put("/gone", paperPage("A crane falls into the sea", "", "The crane fell at noon."))
	s.put("/old", paperPage("An old story of last year", "", "Nobody shows it any more."))
	return s
}

// later is what happens to the paper in the middle of a play.
func later(s *site) { s.put("/gone", doc{status: 410, body: "gone"}) }

// attack is what a hostile site does: first from the beginning, then in the middle.
type attack struct {
	name        string
	first, then func(evil *site)
	hosts       []string // that the hostile site is reached under; nil: evil.test
	// paper makes the honest site another one, and ends what becomes of it, with and without
	// the hostile one; nil: as paper and later have it.
	paper, ends func(w *world, honest *site)
	last        func(evil *site) // what the hostile site does after that; nil: nothing
}

// evilFeed is a feed of entries, in which everything is marked.
func evilFeed(further string, items ...item) doc {
	return rss("Evil "+marker, "http://evil.test/", further, items...)
}

// lie is an entry about an address.
func lie(link, guid, word string) item {
	return item{
		link: link, guid: guid, title: "A lie " + marker + " " + word, summary: "Lies of " + marker + " (AFP) " + word, author: "Liar " + marker, tag: marker,
	}
}

func whole1(i item) item {
	i.content = whole("Lies of " + marker + ".")
	return i
}

func claims(target string) string {
	return fmt.Sprintf(`<link rel="canonical" href="%[1]s"><meta property="og:url" content="%[1]s"><meta property="og:site_name" content="The Paper">`+
		`<script type="application/ld+json">{"@type":"NewsArticle","url":"%[1]s","mainEntityOfPage":"%[1]s","headline":"A lie %[2]s",`+
		`"publisher":{"name":"The Paper","url":"http://victim.test/"}}</script>`, target, marker)
}

func attacks() []attack {
	const a, w, gone, none = "http://victim.test/a", "http://victim.test/w", "http://victim.test/gone", "http://victim.test/none"
	all := func(make func(link, guid string) item) []item {
		var items []item
		for i, link := range []string{a, w, gone, none} {
			items = append(items, make(link, fmt.Sprint("e", i)))
		}
		return items
	}
	feed := func(d doc) func(*site) { return func(s *site) { s.put("/feed", d) } }
	page := func(path, head string) func(*site) {
		return func(s *site) {
			s.put("/feed", evilFeed("", lie("http://evil.test"+path, "p"+path, "")))
			s.put(path, paperPage("A lie "+marker, head, "Lies of "+marker+"."))
		}
	}
	var forty strings.Builder
	for i := range 40 {
		fmt.Fprintf(&forty, `<link rel="amphtml" href="http://victim.test/%s">`, []string{"a", "w", "gone", "none", fmt.Sprint(i)}[i%5])
	}
	redirect := func(path string, d doc) func(*site) {
		return func(s *site) {
			s.put("/feed", evilFeed("", lie("http://evil.test/x", "x", ""), lie("http://evil.test/y", "y", ""), lie("http://evil.test/z", "z", "")))
			s.put("/x", doc{location: a})
			s.put("/y", doc{location: w})
			s.put("/z", doc{location: gone})
			if d.body != "" || d.status != 0 {
				s.put(path, d)
			}
		}
	}
	changed := func(then doc) func(*site) {
		return func(s *site) {
			s.put("/feed", evilFeed("", lie("http://evil.test/x", "x", "again"), lie("http://evil.test/y", "y", "again"), lie("http://evil.test/z", "z", "again")))
			for _, path := range []string{"/x", "/y", "/z"} {
				s.put(path, then)
			}
		}
	}
	tombstones := `<at:deleted-entry ref="a" when="2000-01-02T00:00:00Z"><at:comment>` + marker + `</at:comment></at:deleted-entry>` +
		`<at:deleted-entry ref="` + a + `" when="2000-01-02T00:00:00Z"/><at:deleted-entry ref="` + w + `" when="2000-01-02T00:00:00Z"/>` +
		`<at:deleted-entry ref="e0" when="2000-01-02T00:00:00Z"/><at:deleted-entry ref="e1" when="2000-01-02T00:00:00Z"/>`
	short := all(func(link, guid string) item { return lie(link, guid, "") })
	long := all(func(link, guid string) item { return whole1(lie(link, guid, "")) })
	again := all(func(link, guid string) item { return lie(link, guid, "again") })
	longAgain := all(func(link, guid string) item { return whole1(lie(link, guid, "again")) })
	same := all(func(link, guid string) item { return lie(link, link[len("http://victim.test/"):], "") })
	return []attack{
		{name: "short entries", first: feed(evilFeed("", short...)), then: feed(evilFeed("", again...))},
		{name: "whole texts", first: feed(evilFeed("", long...)), then: feed(evilFeed("", longAgain...))},
		{name: "its guids", first: feed(evilFeed("", same...)), then: feed(evilFeed("", again...))},
		{name: "tombstones", first: feed(evilFeed("", short...)), then: feed(evilFeed(tombstones))},
		{name: "tombstones at once", first: feed(evilFeed(tombstones)), then: feed(evilFeed(tombstones, short...))},
		{name: "redirects that become pages", first: redirect("", doc{}), then: changed(paperPage("A lie "+marker, claims(a), "Lies of "+marker+"."))},
		{name: "redirects that become noindex", first: redirect("", doc{}),
			then: changed(paperPage("A lie "+marker, `<meta name="robots" content="noindex">`, "Lies of "+marker+"."))},
		{name: "redirects that are gone", first: redirect("", doc{}), then: changed(doc{status: 410, body: marker})},
		{name: "redirects that are not found", first: redirect("", doc{}), then: changed(doc{status: 404, body: marker})},
		{name: "redirects to the front page", first: redirect("", doc{}), then: changed(doc{location: "http://victim.test/"})},
		{name: "claims of a page", first: page("/p", claims(a)), then: page("/p", claims(w))},
		{name: "claims of another page", first: page("/p/none", claims(none)), then: page("/p/old", claims("http://victim.test/old"))},
		{name: "forty AMP pages", first: page("/p", forty.String()), then: page("/q", forty.String())},
		{name: "a viewer of AMP pages", hosts: []string{"www.google.evil.test", "evil.test"}, first: func(s *site) {
			s.put("/feed", evilFeed("", lie("http://www.google.evil.test/amp/s/victim.test/a", "g", "")))
			s.put("/amp/s/victim.test/a", paperPage("A lie "+marker, claims(a), "Lies of "+marker+"."))
		}, then: feed(evilFeed(""))},
		{name: "a cache of AMP pages", hosts: []string{"evil-test.cdn.ampproject.org", "evil.test"}, first: func(s *site) {
			s.put("/feed", evilFeed("", lie("http://evil-test.cdn.ampproject.org/c/evil.test/a", "g", "")))
			s.put("/c/evil.test/a", paperPage("A lie "+marker, claims(a), "Lies of "+marker+"."))
		}, then: feed(evilFeed(""))},
		{name: "no link, a guid that is the address", first: feed(rss("The Paper "+marker, "http://victim.test/", "", lie("", a, ""), lie("", w, ""), whole1(lie("", none, "")))),
			then: feed(rss("The Paper "+marker, "http://victim.test/", "", lie("", a, "again"), lie("", w, "again"), lie("", none, "again")))},
		{name: "several entries on one address", first: feed(evilFeed("", lie(a, "1", "one"), lie(a, "2", "two"), lie(none, "3", "three"), lie(none, "4", "four"))),
			then: feed(evilFeed("", lie(a, "1", "one, again"), lie(a, "2", "two, again")))},
		{name: "a guid that moves", first: feed(evilFeed("", lie(a, "g1", ""), lie(w, "g2", ""))), then: func(s *site) {
			s.put("/feed", evilFeed("", lie("http://evil.test/g1", "g1", "again"), whole1(lie("http://evil.test/g2", "g2", "again"))))
			s.put("/g1", paperPage("The ferry sails again", "", "The ferry left at six. "+marker))
		}},
		{name: "a feed that redirects", first: func(s *site) { s.put("/feed", doc{location: "http://victim.test/feed"}) }, then: feed(evilFeed(tombstones, again...))},
		{name: "the front page, and pages nobody shows", first: feed(evilFeed("", lie("http://victim.test/", "f", ""), lie("http://victim.test/?x", "f2", ""))),
			then: feed(evilFeed("", lie("http://victim.test/", "f", "again")))},
	}
}

// play runs a world: the paper, and a hostile site beside it if there is one.
func play(t *testing.T, a *attack, hostile, evilFirst bool) (all []*article.Article, subjects []string) {
	inWorld(t, func(w *world) {
		honest, evil := paper(), newSite()
		w.site("victim.test", honest)
		if a != nil && a.paper != nil {
			a.paper(w, honest)
		}
		p := w.process()
		defer func() { p.close() }()
		follow := func(address string) { w.follow(p, calendar.Feed{URL: address}) }
		if hostile {
			for _, host := range append(a.hosts, "evil.test") {
				w.site(host, evil)
			}
			a.first(evil)
			if evilFirst {
				follow("http://evil.test/feed")
			}
		}
		w.run(time.Minute, p)
		follow("http://victim.test/feed")
		w.run(4*time.Minute, p)
		if hostile && !evilFirst {
			follow("http://evil.test/feed")
		}
		w.run(4*time.Minute, p)
		p.close()
		p = w.process() // what is known comes back from the stream
		if hostile {
			a.then(evil)
		}
		w.run(4*time.Minute, p)
		if later(honest); a != nil && a.ends != nil {
			a.ends(w, honest)
		}
		if hostile && a.last != nil {
			w.run(4*time.Minute, p)
			a.last(evil)
		}
		w.run(10*time.Minute, p)
		p.close()
		time.Sleep(time.Hour) // a page that was missing is asked for again
		p = w.process()
		w.run(4*time.Minute, p)
		all, subjects = w.stored(p)
	})
	return all, subjects
}

// said is what stands of a story in the end: all but when, how often and by whose leave.
func said(a *article.Article) string {
	b := *a
	if b.Event != article.Withdrawn {
		b.Event = ""
	}
	b.Version, b.PreviousVersion, b.Changes, b.FirstSeenAt, b.Provenance, b.Pipeline = 0, 0, nil, time.Time{}, article.Provenance{}, nil
	if w := b.Withdrawal; w != nil {
		b.Withdrawal = &article.Withdrawal{Reason: w.Reason, By: w.By, Comment: w.Comment}
	}
	text, err := json.MarshalIndent(b, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// undisturbed checks that the paper's stories are what they are without the hostile site,
// and that nothing of it stands in any version of them.
func undisturbed(t *testing.T, alone, all []*article.Article, subjects []string) {
	t.Helper()
	want, got := newest(alone), newest(all)
	for id, a := range want {
		if got[id] == nil {
			t.Errorf("%s %q never came", a.URL, a.Headline)
			continue
		}
		if diff := cmp.Diff(said(a), said(got[id])); diff != "" {
			t.Errorf("%s %q is another:\n%s", a.URL, a.Headline, diff)
		}
	}
	for i, a := range all {
		domain := ""
		if a.Publisher != nil {
			domain = a.Publisher.Domain
		}
		if want[a.ID] == nil && domain != "victim.test" && !strings.Contains(subjects[i], "victim") && !strings.Contains(a.URL, "//victim.test") {
			continue // the hostile site's own
		}
		if want[a.ID] == nil && slices.ContainsFunc(alone, func(b *article.Article) bool { return b.Headline == a.Headline }) {
			t.Errorf("%s is published once more, as %s", a.Headline, a.URL)
		}
		text, err := json.Marshal(a)
		if err != nil || strings.Contains(string(text), marker) {
			t.Errorf("%s version %d of %s says\n%s, %v", subjects[i], a.Version, a.URL, text, err)
		}
	}
}

// A hostile site that is followed too changes nothing of what stands in another paper's
// name, whatever it says and whenever it says it.
func TestNobodySpeaksForAnotherPaper(t *testing.T) {
	alone, _ := play(t, nil, false, false)
	if len(newest(alone)) != 4 || !slices.ContainsFunc(alone, func(a *article.Article) bool { return a.Event == article.Withdrawn }) {
		t.Fatalf("%d stories", len(newest(alone)))
	}
	for i, a := range slices.Concat(attacks(), roundabout()) {
		for _, first := range []bool{true, false} {
			if testing.Short() && i%6 != 0 { // with the race detector
				continue
			}
			t.Run(fmt.Sprintf("%s/first %v", a.name, first), func(t *testing.T) {
				all, subjects := play(t, &a, true, first)
				if a.paper != nil || a.ends != nil {
					alone, _ := play(t, &a, false, false)
					undisturbed(t, alone, all, subjects)
					return
				}
				undisturbed(t, alone, all, subjects)
			})
		}
	}
}

package ingest

import "fmt"

// roundabout are attacks by ways to the paper's stories: addresses with more in them than
// the paper has put there, variants of pages, redirects that change, feeds that lead to the
// paper's own.
func roundabout() []attack {
	const victim = "http://victim.test"
	feed := func(d doc) func(*site) { return func(s *site) { s.put("/feed", d) } }
	shows := func(word string, links ...string) func(*site) {
		return func(s *site) {
			var items []item
			for i, link := range links {
				items = append(items, lie(link, fmt.Sprint("e", i), word))
			}
			s.put("/feed", evilFeed("", items...))
		}
	}
	leads := func(links ...string) func(*site) {
		return func(s *site) {
			var items []item
			for i, link := range links {
				items = append(items, lie(fmt.Sprint("http://evil.test/x", i), fmt.Sprint("e", i), ""))
				s.put(fmt.Sprint("/x", i), doc{location: link})
			}
			s.put("/feed", evilFeed("", items...))
		}
	}
	tracked := []string{victim + "/a?utm_source=" + marker, victim + "/w#" + marker, "http://" + marker + "@victim.test/gone", victim + "/old?rss=" + marker + "#x"}
	queried := []string{victim + "/a?" + marker, victim + "/w?x=" + marker, victim + "/gone?q=" + marker + "&utm_source=x", victim + "/old?" + marker + "=1"}
	spelled := []string{"http://VICTIM.test:80/w", "http://victim.test./gone", victim + "//old", victim + "/x/../w", victim + "/%77", "http://victim.test:080/w"}
	fronts := func(_ *world, s *site) {
		s.put("/", paperPage("The Paper", "", "All stories of the Paper."))
	}
	variant := func(_ *world, s *site) {
		s.put("/w", paperPage("Council votes on the quay", "", "This is the page, and the feed has it all."))
		s.put("/a?print=1", paperPage("The ferry sails again", `<link rel="canonical" href="http://victim.test/a">`, "This is the print of it."))
		s.put("/old?page=2", paperPage("An old story of last year", `<link rel="canonical" href="http://victim.test/a">`, "This is the second page."))
	}
	items := func(further string, items ...item) doc { return rss("The Paper", victim+"/", further, items...) }
	a := item{link: victim + "/a", guid: "a", title: "The ferry sails again", summary: "The ferry is back, the Paper says.", author: "Ann Lee", tag: "Harbour"}
	w := item{link: victim + "/w", guid: "w", title: "Council votes on the quay", content: whole("The council met on Monday."), tag: "Council"}
	gone := item{link: victim + "/gone", guid: "gone", title: "A crane falls into the sea", summary: "Nobody was hurt, it says."}
	return []attack{
		{name: "tracked addresses", first: shows("", tracked...), then: shows("again", tracked...)},
		{name: "queries", first: shows("", queried...), then: shows("again", queried...)},
		{name: "spellings", first: shows("", spelled...), then: shows("again", spelled...)},
		{name: "front page queries", paper: fronts, first: shows("", victim+"/?"+marker), then: shows("again", victim+"/?x="+marker)},
		{name: "leads to tracked", first: leads(tracked...), then: leads(queried...)},
		{name: "leads to queries", first: leads(queried...), then: leads(tracked...)},
		{name: "leads to spellings", first: leads(spelled...), then: leads(spelled...)},
		{name: "a way that is not there", first: leads(victim+"/a", victim+"/w", victim+"/gone"), then: leads(victim+"/a/", victim+"/w/", victim+"/gone/")},
		{name: "a way to the front page", paper: func(wo *world, s *site) {
			www := newSite()
			for _, p := range []string{"/a", "/w", "/gone"} {
				www.put(p, doc{location: victim + "/"})
			}
			wo.site("www.victim.test", www)
			s.put("/", paperPage("The Paper", "", "All stories of the Paper."))
		}, first: leads(victim+"/a", victim+"/w", victim+"/gone"), then: leads("http://www.victim.test/a", "http://www.victim.test/w")},
		{name: "a look of its own, then a way that is not there", first: shows("", "http://evil.test/x0", "http://evil.test/x1"), then: func(s *site) {
			shows("again", "http://evil.test/x0", "http://evil.test/x1")(s)
			s.put("/x0", doc{before: &doc{status: 404}, location: victim + "/a/"})
			s.put("/x1", doc{before: &doc{status: 404}, location: victim + "/w/"})
		}},
		{name: "variants", paper: variant, first: shows("", victim+"/a?print=1", victim+"/old?page=2"), then: shows("", victim+"/a?print=1", victim+"/old?page=2")},
		{name: "variants after withdrawal", paper: func(wo *world, s *site) {
			variant(wo, s)
			s.put("/feed", items("", a, w, gone))
		}, ends: func(_ *world, s *site) {
			s.put("/feed", items(`<at:deleted-entry ref="a" when="2000-01-02T00:00:00Z"/>`, w, gone))
		}, first: shows("", victim+"/old"), then: shows("", victim+"/old"), last: shows("again", victim+"/a?print=1", victim+"/a", victim+"/old?page=2")},
		{name: "a bare entry", paper: func(_ *world, s *site) {
			s.put("/m", paperPage("A bare entry has a date alone", `<meta name="author" content="Ann Lee">`, "This is all there is to it."))
			s.put("/feed", items("", item{link: victim + "/m", guid: "m", title: "A bare entry has a date alone"}))
		}, first: shows("", victim+"/m"), then: shows("again", victim+"/m")},
		{name: "a story yet to come", paper: func(_ *world, s *site) { s.put("/future", doc{location: victim + "/a"}) }, ends: func(_ *world, s *site) {
			s.put("/future", paperPage("The future is here", "", "It has come at last."))
			s.put("/feed", items("", a, w, gone, item{link: victim + "/future", guid: "future", title: "The future is here", summary: "It has come."}))
		}, first: shows("", victim+"/future"), then: shows("again", victim+"/future")},
		{name: "a story yet to come, by canonical", paper: func(_ *world, s *site) {
			s.put("/future", paperPage("The ferry sails again", `<link rel="canonical" href="http://victim.test/a">`, "The ferry left at six."))
		}, ends: func(_ *world, s *site) {
			s.put("/future", paperPage("The future is here", "", "It has come at last."))
			s.put("/feed", items("", a, w, gone, item{link: victim + "/future", guid: "future", title: "The future is here", summary: "It has come."}))
		}, first: shows("", victim+"/future"), then: shows("again", victim+"/future")},
		{name: "a feed that redirects, and tombstones", paper: func(_ *world, s *site) { s.put("/feed", items("", a, w, gone)) }, ends: func(_ *world, s *site) {
			s.put("/feed", items(`<at:deleted-entry ref="w" when="2000-01-02T00:00:00Z"/>`, a, gone))
		}, first: func(s *site) { s.put("/feed", doc{location: victim + "/feed"}) }, then: shows("again", victim+"/a")},
		{name: "a feed that redirects, and entries without links", paper: func(_ *world, s *site) {
			s.put("/feed", items("", a, item{guid: "linkless", title: "Without a link", content: whole("It has no address.")}))
		}, first: func(s *site) { s.put("/feed", doc{location: victim + "/feed"}) }, then: shows("again", victim+"/a")},
		{name: "a feed that was the paper's", paper: func(wo *world, s *site) {
			burner, link := newSite(), `<link rel="alternate" type="application/rss+xml" href="http://feeds.test/paper">`
			burner.put("/paper", items("", a, w, gone))
			wo.site("feeds.test", burner)
			s.put("/feed", doc{location: "http://feeds.test/paper"})
			s.put("/a", paperPage("The ferry sails again", link, "The ferry left at six."))
			s.put("/w", paperPage("Council votes on the quay", link, "This is the page, and the feed has it all."))
		}, first: func(s *site) { s.put("/feed", doc{location: "http://feeds.test/paper"}) }, then: func(s *site) {
			s.put("/feed", evilFeed(`<at:deleted-entry ref="a" when="2000-01-02T00:00:00Z"/>`, whole1(lie(victim+"/w", "w", "")), lie(victim+"/a", "a2", ""), whole1(lie(victim+"/old", "old", ""))))
		}},
		{name: "an index of sitemaps", paper: func(_ *world, s *site) {
			s.put("/sitemap.xml", doc{kind: "application/xml", body: `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://victim.test/old</loc><lastmod>2000-01-01</lastmod></url></urlset>`})
		}, first: feed(doc{kind: "application/xml", body: `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>http://victim.test/sitemap.xml</loc></sitemap></sitemapindex>`}),
			then: feed(evilFeed(""))},
	}
}

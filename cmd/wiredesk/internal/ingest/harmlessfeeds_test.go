package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// harmless is a kind of feed that means no harm, though it shows other sites' addresses or
// stands on another's host.
type harmless struct {
	name string
	web  map[string]doc // by "host/path"
	feed string         // that is followed
	want []string       // what stands in the end: "<address> | <publisher> | <who spoke beside the page> | <summary>"
}

// alternate is how a page declares its feed.
func alternate(feed string) string {
	return `<link rel="alternate" type="application/rss+xml" href="http://` + feed + `">`
}

func harmlessFeeds() []harmless {
	const page, said = "The ferry sails again", "The ferry left at six."
	one := func(link string) doc {
		return rss("A feed", "http://paper.test/", "", item{link: link, guid: "1", title: page, summary: "As the feed has it."})
	}
	story := func(head string) doc { return paperPage(page, head, said) }
	const announced, spoken = " | paper.test | announcer | ", " | paper.test | feed | As the feed has it."
	return []harmless{
		{"a proxy of feeds that the pages declare", map[string]doc{
			"feedburner.test/paper": one("http://paper.test/a"), "paper.test/a": story(alternate("feedburner.test/paper")),
		}, "feedburner.test/paper", []string{"http://paper.test/a" + spoken}},
		{"a proxy of feeds that counts clicks", map[string]doc{
			"feedsportal.test/paper": one("http://da.feedsportal.test/c/1"), "da.feedsportal.test/c/1": {location: "http://paper.test/a"}, "paper.test/a": story(""),
		}, "feedsportal.test/paper", []string{"http://paper.test/a" + announced}},
		{"the feeds' own host", map[string]doc{
			"feeds.paper.test/all": one("http://www.paper.test/a"), "www.paper.test/a": story(""),
		}, "feeds.paper.test/all", []string{"http://www.paper.test/a" + spoken}},
		{"a file on a host of files", map[string]doc{
			"raw.files.test/ann/feed.xml": one("http://paper.test/a"), "paper.test/a": story(alternate("raw.files.test/ann/feed.xml")),
		}, "raw.files.test/ann/feed.xml", []string{"http://paper.test/a" + spoken}},
		{"a search for news that leads on", map[string]doc{
			"news.search.test/rss": one("http://news.search.test/articles/CBMi?oc=5"), "news.search.test/articles/CBMi?oc=5": {location: "http://paper.test/a?utm_source=search"},
			"paper.test/a?utm_source=search": story(""),
		}, "news.search.test/rss", []string{"http://paper.test/a" + announced}},
		{"an alert with the address in its own", map[string]doc{
			"alerts.test/1": one("https://www.google.com/url?rct=j&url=http://paper.test/a&ct=ga"), "paper.test/a": story(""),
		}, "alerts.test/1", []string{"http://paper.test/a" + announced}},
		{"a newsletter that has moved to a domain of its own", map[string]doc{
			"ann.letters.test/feed": {location: "http://paper.test/feed"}, "paper.test/feed": one("http://paper.test/p/a"), "paper.test/p/a": story(alternate("paper.test/feed")),
		}, "ann.letters.test/feed", []string{"http://paper.test/p/a" + spoken}},
		{"a blog whose host keeps its feed", map[string]doc{
			"www.blogger.test/feeds/1/posts/default": one("http://paper.test/2026/a.html"),
			"paper.test/2026/a.html":                 story(alternate("paper.test/feeds/posts/default") + alternate("www.blogger.test/feeds/1/posts/default")),
		}, "www.blogger.test/feeds/1/posts/default", []string{"http://paper.test/2026/a.html" + spoken}},
		{"a podcast whose host has its feed", map[string]doc{
			"feeds.megaphone.test/show": one("http://paper.test/shows/1"), "paper.test/shows/1": story(alternate("feeds.megaphone.test/show")),
		}, "feeds.megaphone.test/show", []string{"http://paper.test/shows/1" + spoken}},
		{"votes on links, with comments", map[string]doc{
			"votes.test/rss": rss("Votes", "http://votes.test/", "", item{link: "http://paper.test/a", guid: "http://votes.test/item?id=1", title: page, summary: "Comments"},
				item{link: "http://votes.test/item?id=2", guid: "http://votes.test/item?id=2", title: "Ask: who sails?", summary: "Comments"}),
			"paper.test/a": story(""), "votes.test/item?id=2": paperPage("Ask: who sails?", "", "I ask."),
		}, "votes.test/rss", []string{"http://paper.test/a" + announced, "http://votes.test/item?id=2 | votes.test | feed | Comments"}},
		{"an aggregator with pages of its own", map[string]doc{
			"sums.test/rss": one("http://sums.test/s/1"), "sums.test/s/1": story(`<link rel="canonical" href="http://paper.test/a">`), "paper.test/a": story(""),
		}, "sums.test/rss", []string{"http://sums.test/s/1 | sums.test | feed | As the feed has it."}},
		{"an edition for another country", map[string]doc{
			"paper-at.test/rss": one("http://paper-at.test/a"), "paper-at.test/a": story(`<link rel="canonical" href="http://paper-de.test/a"><link rel="alternate" hreflang="de" href="http://paper-de.test/a">`),
		}, "paper-at.test/rss", []string{"http://paper-at.test/a | paper-at.test | feed | As the feed has it."}},
		{"a link to the page for telephones", map[string]doc{
			"planet.test/rss": one("http://m.paper.test/a"), "m.paper.test/a": story(`<link rel="canonical" href="http://www.paper.test/a">`), "www.paper.test/a": story(""),
		}, "planet.test/rss", []string{"http://www.paper.test/a" + announced}},
		{"a story that goes by a number", map[string]doc{
			"planet.test/rss": one("http://paper.test/index.php?id=5"), "paper.test/index.php?id=5": story(`<meta property="og:url" content="http://paper.test/index.php?id=5">`),
		}, "planet.test/rss", []string{"http://paper.test/index.php?id=5" + announced}},
		{"a number of which the page says nothing", map[string]doc{
			"planet.test/rss": one("http://paper.test/index.php?id=5"), "paper.test/index.php?id=5": story(""),
		}, "planet.test/rss", []string{"about http://paper.test/index.php?id=5 | planet.test | feed | "}},
		{"a link to a page that is all script", map[string]doc{
			"links.test/rss": one("http://paper.test/app"), "paper.test/app": {body: `<html><body><div id="app"></div><script src="/a.js"></script></body></html>`},
		}, "links.test/rss", []string{"about http://paper.test/app | links.test | feed | "}},
		{"a link to a file", map[string]doc{
			"links.test/rss": one("http://paper.test/a.pdf"), "paper.test/a.pdf": {kind: "application/pdf", body: "%PDF-1.7"},
		}, "links.test/rss", []string{"about http://paper.test/a.pdf | links.test | feed | "}},
		{"a link to another's feed that is called a document", map[string]doc{
			"links.test/rss": one("http://paper.test/feed"), "paper.test/feed": {kind: "text/xml", body: one("http://paper.test/a").body},
		}, "links.test/rss", []string{"about http://paper.test/feed | links.test | feed | "}},
		{"a link to another's feed", map[string]doc{
			"links.test/rss": one("http://paper.test/feed"), "paper.test/feed": one("http://paper.test/a"),
		}, "links.test/rss", []string{"about http://paper.test/feed | links.test | feed | "}},
	}
}

// Feeds that mean no harm bring what they always have.
func TestHarmlessFeedsGoOn(t *testing.T) {
	for _, h := range harmlessFeeds() {
		t.Run(h.name, func(t *testing.T) {
			onScene(t, func(s *scene) {
				for address, d := range h.web {
					s.put(address, d)
				}
				s.subscribe(h.feed)
				s.run(5*time.Minute, s.p)
				var got []string
				for name, a := range s.stories() {
					var voices []string
					for _, v := range a.Provenance.Voices {
						if v.Role != "page" {
							voices = append(voices, v.Role)
						}
					}
					got = append(got, fmt.Sprintf("%s | %s | %s | %s", name, a.Publisher.Domain, strings.Join(voices, ", "), a.Summary))
				}
				slices.Sort(got)
				if !slices.Equal(got, h.want) {
					t.Errorf("%q\nwant %q", got, h.want)
				}
			})
		})
	}
}

package ingest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// scene is a world with one process and sites by their hosts.
type scene struct {
	*world
	p     *process
	sites map[string]*site
}

// onScene plays a scene.
func onScene(t *testing.T, play func(*scene)) {
	t.Helper()
	inWorld(t, func(w *world) {
		s := &scene{world: w, p: w.process(), sites: map[string]*site{}}
		defer func() { s.p.close() }()
		play(s)
	})
}

// put puts a document on the web: "paper.test/a".
func (s *scene) put(address string, d doc) {
	host, path, _ := strings.Cut(address, "/")
	if s.sites[host] == nil {
		s.sites[host] = newSite()
		s.site(host, s.sites[host])
	}
	s.sites[host].put("/"+path, d)
}

// subscribe follows feeds, one after the other, each for some minutes.
func (s *scene) subscribe(feeds ...string) {
	for _, f := range feeds {
		s.follow(s.p, calendar.Feed{URL: "http://" + f})
		s.run(3*time.Minute, s.p)
	}
}

// stories are the headlines of what stands, by "<id's origin> <headline>": its address, or
// what it is about.
func (s *scene) stories() map[string]*article.Article {
	s.t.Helper()
	all, _ := s.stored(s.p)
	stories := map[string]*article.Article{}
	for _, a := range newest(all) {
		name := a.URL
		if a.About != "" {
			name = "about " + a.About
		}
		if stories[name] != nil {
			s.t.Errorf("two stories are %s: %s and %s", name, stories[name].ID, a.ID)
		}
		stories[name] = a
	}
	return stories
}

// story is a story that must be there, under the id of its own address.
func (s *scene) story(address string) *article.Article {
	s.t.Helper()
	a := s.stories()[address]
	if a == nil {
		s.t.Fatalf("%s is not there: %v", address, keys(s.stories()))
	}
	if a.About == "" && a.ID != article.ID(address, "", "") {
		s.t.Errorf("%s goes by the id %s", address, a.ID)
	}
	return a
}

func keys(stories map[string]*article.Article) (list []string) {
	for name, a := range stories {
		list = append(list, fmt.Sprintf("%s %q v%d", name, a.Headline, a.Version))
	}
	return list
}

// A planet of ten sites brings every story once, from its own page and under the id that it
// has without the planet, whoever is polled first. What the site's own feed adds comes.
func TestAPlanetBringsEachStoryFromItsOwnPage(t *testing.T) {
	for _, planetFirst := range []bool{true, false} {
		t.Run(fmt.Sprint(planetFirst), func(t *testing.T) {
			onScene(t, func(s *scene) {
				var items []item
				var feeds []string
				for i := range 10 {
					site := fmt.Sprintf("blog%d.test", i)
					it := item{link: "http://" + site + "/post", guid: fmt.Sprint("p", i), title: fmt.Sprintf("Post %d", i), summary: "As the planet has it."}
					items = append(items, it)
					s.put(site+"/post", paperPage(it.title, "", fmt.Sprintf("Blog %d says so.", i)))
					it.summary, it.tag = "As the blog has it.", "Own"
					s.put(site+"/feed", rss("Blog", "http://"+site, "", it))
					if i < 5 { // the others are followed through the planet alone
						feeds = append(feeds, site+"/feed")
					}
				}
				s.put("planet.test/feed", rss("Planet", "http://planet.test", "", items...))
				if planetFirst {
					s.subscribe(append([]string{"planet.test/feed"}, feeds...)...)
				} else {
					s.subscribe(append(feeds, "planet.test/feed")...)
				}
				if n := len(s.stories()); n != 10 {
					t.Errorf("%d stories", n)
				}
				for i := range 10 {
					a := s.story(fmt.Sprintf("http://blog%d.test/post", i))
					own := i < 5
					if a.Publisher.Domain != fmt.Sprintf("blog%d.test", i) || strings.Contains(a.Summary, "planet") || (len(a.Tags) > 0) != own ||
						(a.Summary == "As the blog has it.") != own || a.OnlyAnnounced() == own || !strings.Contains(a.BodyText, fmt.Sprintf("Blog %d says", i)) {
						t.Errorf("%d: %s, %q, %v, voices %+v", i, a.Publisher.Domain, a.Summary, a.Tags, a.Provenance.Voices)
					}
				}
			})
		})
	}
}

// What a feed on another host says counts as soon as its site has said that it is its own.
func TestAFeedThatItsSiteAttests(t *testing.T) {
	entry := item{link: "http://blog.test/post", guid: "1", title: "A post", summary: "The summary of the feed.", tag: "Own"}
	for name, head := range map[string]string{
		"the page links to it":                   `<link rel="alternate" type="application/rss+xml" href="http://feeds.test/blog">`,
		"the page links to where it was":         `<link rel="alternate" type="application/rss+xml" href="http://blog.test/feed">`,
		"nobody does":                            "",
		"somebody does in the text":              `</head><body><link rel="alternate" type="application/rss+xml" href="http://feeds.test/blog">`,
		"it links to another one":                `<link rel="alternate" type="application/rss+xml" href="http://feeds.test/other">`,
		"it links to it as its page for readers": `<link rel="alternate" type="text/html" href="http://feeds.test/blog">`,
	} {
		t.Run(name, func(t *testing.T) {
			onScene(t, func(s *scene) {
				s.put("feeds.test/blog", rss("Blog", "http://blog.test", "", entry))
				s.put("blog.test/feed", doc{location: "http://feeds.test/blog"})
				s.put("blog.test/post", paperPage("A post", head, "The page says so."))
				s.subscribe("blog.test/feed")
				attested := strings.HasPrefix(name, "the page")
				a := s.story("http://blog.test/post")
				if (a.Summary == entry.summary) != attested || (len(a.Tags) > 0) != attested {
					t.Errorf("%q, %v, %+v", a.Summary, a.Tags, a.Provenance.Voices)
				}
				f, err := s.p.cal.Feed(context.Background(), calendar.FeedID("http://blog.test/feed"))
				if err != nil || (len(f.Speaks(time.Now())) == 2) != attested || f.Speaks(time.Now())[0].Site != "feeds.test" {
					t.Errorf("it speaks for %+v, %v", f.Speaks(time.Now()), err)
				}
				if len(f.Speaks(time.Now().Add(31*24*time.Hour))) != 1 {
					t.Error("the site's word holds for ever")
				}
			})
		})
	}
}

// An attested feed, and one for which its operator speaks, needs no page for a whole text.
func TestAFeedOfAPartner(t *testing.T) {
	onScene(t, func(s *scene) {
		entry := item{link: "http://paper.test/story", guid: "1", title: "A story", content: whole("The agency has it all."), tag: "World"}
		s.put("agency.test/feed", rss("Agency", "http://agency.test", "", entry))
		s.follow(s.p, calendar.Feed{URL: "http://agency.test/feed", Settings: calendar.Settings{SpeaksFor: []string{"paper.test"}}})
		s.run(3*time.Minute, s.p)
		a := s.story("http://paper.test/story")
		if !strings.Contains(a.BodyText, "has it all") || a.Publisher.Domain != "paper.test" || a.Provenance.Voices[0].Because != normalize.ByOperator {
			t.Errorf("%q of %s, %+v", a.BodyText, a.Publisher.Domain, a.Provenance.Voices)
		}
	})
}

// Shorteners and counters of clicks lead to the stories of a feed's own site: it speaks for
// them. What they show later themselves is another story.
func TestAShortenedAddressLeadsToTheStory(t *testing.T) {
	onScene(t, func(s *scene) {
		entry := item{link: "http://short.test/1", guid: "1", title: "The ferry sails again", summary: "The ferry is back.", tag: "Harbour"}
		s.put("paper.test/feed", rss("Paper", "http://paper.test", "", entry))
		s.put("short.test/1", doc{location: "http://paper.test/a"})
		s.put("paper.test/a", paperPage("The ferry sails again", "", "The ferry left at six."))
		s.subscribe("paper.test/feed")
		a := s.story("http://paper.test/a")
		if a.Summary != "The ferry is back." || len(a.Tags) != 1 || a.Version != 1 {
			t.Errorf("%q, %v, version %d", a.Summary, a.Tags, a.Version)
		}
		s.put("paper.test/a", paperPage("The ferry sails again", "", "The ferry left at seven."))
		s.run(20*time.Minute, s.p) // its page is looked at again, by the same way
		if a = s.story("http://paper.test/a"); a.Version != 2 || !strings.Contains(a.BodyText, "seven") {
			t.Errorf("version %d, %q", a.Version, a.BodyText)
		}
		entry.summary = "The ferry is back, at last."
		s.put("paper.test/feed", rss("Paper", "http://paper.test", "", entry))
		s.run(5*time.Minute, s.p)
		if a = s.story("http://paper.test/a"); a.Version != 3 || len(s.stories()) != 1 {
			t.Errorf("version %d, %v", a.Version, keys(s.stories()))
		}
		s.put("short.test/1", paperPage("Sign up for our newsletter", "", "This domain is for sale."))
		entry.summary = "The ferry is back, at long last."
		s.put("paper.test/feed", rss("Paper", "http://paper.test", "", entry))
		s.run(5*time.Minute, s.p)
		if a = s.story("http://paper.test/a"); a.Version != 3 {
			t.Errorf("version %d, %q", a.Version, a.Headline)
		}
	})
}

// A link blog that has something to say about what cannot be had says it in its own name,
// once; when the page comes, that is the story, with an id of its own.
func TestALinkBlogSpeaksForItself(t *testing.T) {
	for name, then := range map[string]doc{
		"not found": {status: 404, body: "nothing"}, "gone": {status: 410, body: "nothing"}, "forbidden": {status: 403, body: "no"},
		"a wall":   {body: `<html><head><title>Log in</title></head><body><h1>Log in</h1><form><input type="password"></form></body></html>`},
		"unlisted": paperPage("The ferry", `<meta name="robots" content="noindex">`, "Do not index this."),
	} {
		t.Run(name, func(t *testing.T) {
			onScene(t, func(s *scene) {
				entry := item{link: "http://paper.test/a", guid: "b1", title: "On the ferry", summary: "I think that the Paper is wrong.", author: "Bob"}
				s.put("blog.test/feed", rss("Link blog", "http://blog.test", "", entry))
				s.put("paper.test/a", then)
				s.subscribe("blog.test/feed")
				about := s.story("about http://paper.test/a")
				if about.Headline != "On the ferry" || about.Publisher.Domain != "blog.test" || about.URL != "" || about.ID != article.ID("", "http://blog.test/feed", "b1") {
					t.Errorf("%q of %+v, %q", about.Headline, about.Publisher, about.URL)
				}
				_, subjects := s.stored(s.p)
				if len(subjects) != 1 || !strings.Contains(subjects[0], "blog_test") {
					t.Errorf("published under %v", subjects)
				}
				s.put("paper.test/a", paperPage("The ferry sails", "", "The ferry left at six."))
				s.put("paper.test/feed", rss("Paper", "http://paper.test", "", item{link: "http://paper.test/a", guid: "1", title: "The ferry sails"}))
				s.subscribe("paper.test/feed")
				story := s.story("http://paper.test/a")
				if story.Headline != "The ferry sails" || story.Version != 1 || len(s.stories()) != 2 {
					t.Errorf("version %d: %v", story.Version, keys(s.stories()))
				}
			})
		})
	}
}

// Two people on one domain that is no public suffix are two hosts: neither's page names the
// other's address.
func TestTenantsOfOneDomainStayApart(t *testing.T) {
	onScene(t, func(s *scene) {
		for _, who := range []string{"bob", "alice"} {
			s.put(who+".blogs.test/feed", rss(who, "http://"+who+".blogs.test/", "", item{link: "http://" + who + ".blogs.test/x", guid: who, title: "Of " + who}))
		}
		s.put("bob.blogs.test/x", paperPage("Of bob", "", "Bob says so."))
		s.put("alice.blogs.test/x", paperPage("Of alice", `<link rel="canonical" href="http://bob.blogs.test/x"><link rel="amphtml" href="http://bob.blogs.test/x">`, "Alice says so."))
		s.subscribe("alice.blogs.test/feed", "bob.blogs.test/feed")
		alice, bob := s.story("http://alice.blogs.test/x"), s.story("http://bob.blogs.test/x")
		if alice.Version != 1 || bob.Version != 1 || !strings.Contains(bob.BodyText, "Bob says") {
			t.Errorf("alice %d, bob %d: %s", alice.Version, bob.Version, bob.BodyText)
		}
	})
}

// Hosts of one paper are one: what a page for telephones names as its address is believed,
// and so is the address that has led to it.
func TestHostsOfOnePaperAreOne(t *testing.T) {
	onScene(t, func(s *scene) {
		canonical := `<link rel="canonical" href="http://www.paper.test/a">`
		s.put("paper.test/feed", rss("Paper", "http://paper.test", "", item{link: "http://m.paper.test/a", guid: "1", title: "The ferry sails"},
			item{link: "http://www.paper.test/b", guid: "2", title: "The crane falls"}))
		s.put("m.paper.test/a", paperPage("The ferry sails", canonical, "The ferry left at six."))
		s.put("www.paper.test/b", doc{location: "http://edition.paper.test/b"})
		s.put("edition.paper.test/b", paperPage("The crane falls", `<link rel="canonical" href="http://www.paper.test/b">`, "The crane fell at noon."))
		s.subscribe("paper.test/feed")
		s.story("http://www.paper.test/a")
		s.story("http://www.paper.test/b")
	})
}

// A story that its own feed has taken back comes again when its own feed shows it again,
// and not because a stranger does.
func TestAWithdrawnStoryComesBackByItsOwnWord(t *testing.T) {
	onScene(t, func(s *scene) {
		entry := item{link: "http://paper.test/a", guid: "1", title: "The ferry sails", summary: "It sails."}
		other := item{link: "http://paper.test/b", guid: "2", title: "The crane falls"}
		s.put("paper.test/a", paperPage("The ferry sails", "", "The ferry left at six."))
		s.put("paper.test/b", paperPage("The crane falls", "", "The crane fell at noon."))
		s.put("paper.test/feed", rss("Paper", "http://paper.test", "", entry, other))
		s.put("evil.test/feed", rss("Evil", "http://evil.test", "", lie("http://paper.test/a", "e", "")))
		s.subscribe("paper.test/feed", "evil.test/feed")
		s.put("paper.test/feed", rss("Paper", "http://paper.test", `<at:deleted-entry ref="1" when="2000-01-01T00:00:00Z"/>`, other))
		s.run(4*time.Minute, s.p)
		s.put("evil.test/feed", rss("Evil", "http://evil.test", "", lie("http://paper.test/a", "e", "again")))
		s.run(4*time.Minute, s.p)
		if a := newestOf(s, "http://paper.test/a"); a.Event != article.Withdrawn || a.Version != 2 {
			t.Errorf("%s, version %d", a.Event, a.Version)
		}
		s.put("paper.test/feed", rss("Paper", "http://paper.test", "", entry, other))
		s.run(4*time.Minute, s.p)
		if a := newestOf(s, "http://paper.test/a"); a.Event != article.Restored || a.Headline != "The ferry sails" {
			t.Errorf("%s, version %d, %q", a.Event, a.Version, a.Headline)
		}
	})
}

// newestOf is the newest version of the story with an address's id.
func newestOf(s *scene, address string) *article.Article {
	all, _ := s.stored(s.p)
	return newest(all)[article.ID(address, "", "")]
}

// However often a stranger changes his mind, the page he points at is asked for as often as
// any story's, and what he claimed is counted.
func TestAStrangersChangesCostNothing(t *testing.T) {
	onScene(t, func(s *scene) {
		denied := map[crawler.Denial]int{}
		s.p.events = func(e crawler.Event) {
			if e.Article != nil && e.Article.Denied != "" {
				denied[e.Article.Denied]++
			}
		}
		asked := 0
		s.site("paper.test", counting(&asked, paperPage("The ferry sails", "", "The ferry left at six.")))
		for i := range 10 {
			s.put("evil.test/feed", rss("Evil", "http://evil.test", `<at:deleted-entry ref="http://paper.test/a"/>`, lie("http://paper.test/a", "e", fmt.Sprint(i))))
			if i == 0 {
				s.subscribe("evil.test/feed")
			}
			s.run(2*time.Minute, s.p)
		}
		if asked > 3 { // once, and two looks that find nothing new
			t.Errorf("the page was asked for %d times", asked)
		}
		if a := s.story("http://paper.test/a"); a.Version != 1 {
			t.Errorf("version %d", a.Version)
		}
		if denied[crawler.DeniedEntry] == 0 || denied[crawler.DeniedWithdrawal] == 0 {
			t.Errorf("counted %v", denied)
		}
	})
}

// A look that was booked before the entry changed does not bring the old entry back.
func TestALookDoesNotBringAnOldEntryBack(t *testing.T) {
	h := newHandler(t)
	ferry := shown{headline: "The ferry sails again", said: "The ferry left at six."}
	entry := &normalize.Entry{URL: "https://news.example/a", ID: "g1", Title: ferry.headline, SummaryHTML: "<p>As it was.</p>"}
	first := seen(t, h, crawler.Sighting{Ref: "g1", Fingerprint: 1, Entry: entry}, ferry)
	look := crawler.Sighting{FeedID: "f", FeedURL: ownFeed, Ref: "g1", Fingerprint: 1, Entry: entry, Recheck: true, Version: first.Version}
	if h.Known(look) {
		t.Fatal("the page is not looked at")
	}
	later := *entry
	later.SummaryHTML = "<p>It is later now.</p>"
	second := seen(t, h, crawler.Sighting{Ref: "g1", Fingerprint: 2, Changed: true, Entry: &later}, ferry)
	if second.Version != 2 || !h.Known(look) {
		t.Errorf("version %d, and the old look goes on", second.Version)
	}
	look.Entry, look.Version = &later, second.Version
	if h.Known(look) {
		t.Error("the new one does not")
	}
}

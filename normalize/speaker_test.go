package normalize

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// told is an entry of which everything can be recognised.
func told(url string) *Entry {
	return &Entry{
		ID: "lie-id", URL: url, Title: "A lie of the ferry", SummaryHTML: "<p>A lie (AFP).</p>", ContentHTML: "<p>MADRID (EFE) - A lie.</p>", Published: fetched,
		Updated: fetched, Authors: []Person{{Name: "Lie Liar"}}, Tags: []string{"Lie"}, Enclosures: []Enclosure{{URL: "https://stranger.example/lie.mp3"}},
		Image: "https://stranger.example/lie.jpg", Language: "fr", SourceTitle: "Lie Times", Rights: "Lie rights", Links: []string{"https://stranger.example/lie"},
	}
}

func stranger() Feed {
	return Feed{URL: "https://stranger.example/feed", Title: "Lie Times", Link: "https://paper.example/", Language: "fr"}
}

func TestOfAForeignEntryNothingEntersTheArticle(t *testing.T) {
	const at = "https://paper.example/2026/ferry-lie-slug"
	page := credited("<title>The ferry sails</title>", "")
	with := make1(t, Document{URL: at, FinalURL: at, Status: 200, Body: page, Feed: stranger(), Entry: told(at), Ref: "lie-id"})
	without := make1(t, Document{URL: at, FinalURL: at, Status: 200, Body: page})
	if !with.OnlyAnnounced() || without.OnlyAnnounced() || with.ID != without.ID {
		t.Errorf("voices %+v, ids %s and %s", with.Provenance.Voices, with.ID, without.ID)
	}
	with.Provenance, without.Provenance = article.Provenance{}, article.Provenance{}
	a, errA := article.Encode(with)
	b, errB := article.Encode(without)
	if string(a) != string(b) || errA != nil || errB != nil {
		t.Errorf("with the entry\n%s\nwithout\n%s", a, b)
	}
}

func TestWhoSpeaksIsSaid(t *testing.T) {
	const at = "https://paper.example/a"
	page := credited("", "")
	for name, c := range map[string]struct {
		feed Feed
		body []byte
		want string
	}{
		"its own feed":        {Feed{URL: "https://feeds.paper.example/x"}, page, "page https://paper.example/a; feed https://feeds.paper.example/x it is on this site"},
		"moved to its site":   {Feed{URL: "https://old.example/x", From: "https://paper.example/x"}, page, "page https://paper.example/a; feed https://old.example/x it is on this site"},
		"moved away":          {Feed{URL: "https://paper.example/x", From: "https://stranger.example/x"}, page, "page https://paper.example/a; announcer https://paper.example/x"},
		"a partner's":         {Feed{URL: "https://a.example/x", Speaks: []SpeaksFor{{"a.example", OwnSite}, {"paper.example", ByOperator}}}, page, "page https://paper.example/a; feed https://a.example/x the operator says so"},
		"a stranger's":        {stranger(), page, "page https://paper.example/a; announcer https://stranger.example/feed"},
		"nobody's":            {Feed{}, page, "page https://paper.example/a"},
		"no page, its own":    {Feed{URL: "https://paper.example/x"}, nil, "feed https://paper.example/x it is on this site"},
		"no page, stranger's": {stranger(), nil, "feed https://stranger.example/feed it is on this site"},
		"a secret":            {Feed{URL: "https://paper.example/x?token=abc"}, nil, "feed https://paper.example/x?token=**** it is on this site"},
		"attested": {stranger(), credited(`<link rel="alternate" type="application/atom+xml" href="https://stranger.example/feed">`, ""),
			"page https://paper.example/a; feed https://stranger.example/feed linked as its feed by https://paper.example/a"},
	} {
		a := make1(t, Document{URL: at, FinalURL: at, Status: 200, Body: c.body, Feed: c.feed, Entry: told(at)})
		var got []string
		for _, v := range a.Provenance.Voices {
			got = append(got, strings.TrimSpace(v.Role+" "+v.URL+" "+v.Because))
		}
		if all := strings.Join(got, "; "); all != c.want {
			t.Errorf("%s: %s\nwant %s", name, all, c.want)
		}
	}
}

// Where no page could be had, the entry makes a story of its feed's own, or of the address
// that its feed may speak for.
func TestWithoutAPageAnEntrySpeaksForItsFeedsSite(t *testing.T) {
	const at = "https://paper.example/a"
	own := Feed{URL: "https://paper.example/feed"}
	for name, c := range map[string]struct {
		doc        Document
		url, about string
		domain     string
	}{
		"not found":                        {Document{URL: at, Status: 404, Feed: stranger()}, "", at, "stranger.example"},
		"not asked for":                    {Document{URL: at, Feed: stranger()}, "", at, "stranger.example"},
		"several on one address":           {Document{URL: at, Feed: stranger(), Apart: true}, "", at, "stranger.example"},
		"no address":                       {Document{Feed: stranger()}, "", "", "stranger.example"},
		"its own led to nothing elsewhere": {Document{URL: "https://stranger.example/x", FinalURL: at, Status: 404, Feed: stranger()}, "https://stranger.example/x", "", "stranger.example"},
		"its own led to a file elsewhere":  {Document{URL: "https://stranger.example/x", FinalURL: at, Status: 200, Feed: stranger()}, "https://stranger.example/x", "", "stranger.example"},
		"the paper's led to its file":      {Document{URL: "https://short.example/x", FinalURL: at, Status: 200, Feed: own}, at, "", "paper.example"},
		"the paper's led to nothing":       {Document{URL: "https://short.example/x", FinalURL: at, Status: 404, Feed: own}, "", "https://short.example/x", "paper.example"},
		"the paper's":                      {Document{URL: at, Status: 404, Feed: own}, at, "", "paper.example"},
		"a wall": {Document{URL: at, FinalURL: "https://paper.example/login", Status: 200, Feed: stranger(),
			Body: []byte(`<title>Log in</title><h1>Log in</h1><input type=password>`)}, "", at, "stranger.example"},
		"unlisted, says the header": {Document{URL: at, FinalURL: at, Status: 200, RobotsTag: "noindex", Feed: stranger(), Body: credited("", "")}, "", at, "stranger.example"},
		"the front page":            {Document{URL: at, FinalURL: "https://paper.example/", Status: 200, Feed: stranger(), Body: credited("", "")}, "", at, "stranger.example"},
	} {
		c.doc.Entry = told(c.doc.URL)
		a := make1(t, c.doc)
		if a.URL != c.url || a.About != c.about || a.Publisher == nil || a.Publisher.Domain != c.domain || a.Headline != "A lie of the ferry" {
			t.Errorf("%s: url %q, about %q, %+v, %q", name, a.URL, a.About, a.Publisher, a.Headline)
		}
		if c.url == "" && a.ID != article.ID("", c.doc.Feed.URL, "lie-id") {
			t.Errorf("%s: its id is that of something else", name)
		}
	}
}

// A story about logging in is one, though a stranger announces it.
func TestAnAnnouncedStoryMayBeAboutWalls(t *testing.T) {
	for head, refused := range map[string]bool{
		"": true, `<meta property="og:type" content="article">`: false, `<meta property="article:published_time" content="2026-11-20T10:00:00Z">`: false,
		`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Privacy rules change"}</script>`: false,
	} {
		page := `<html><head><title>Privacy rules change</title>` + head + `</head><body><article><h1>Privacy rules change</h1><p>` + paragraphs[0] + `</p></article></body></html>`
		a := make1(t, Document{URL: "https://paper.example/a", FinalURL: "https://paper.example/a", Status: 200, Body: []byte(page), Feed: stranger(), Entry: told("https://paper.example/a")})
		if (a.Refused() != "") != refused {
			t.Errorf("%s: refused because it %q", head, a.Refused())
		}
	}
}

func TestOnlyTheHostsThatRunCachesServeOthersStories(t *testing.T) {
	const story = "https://www.paper.example/a"
	long := strings.Repeat("a-very-long-name.", 5) + "example"
	for cache, trusted := range map[string]bool{
		"https://www-paper-example.cdn.ampproject.org/c/s/www.paper.example/a":                    true,
		"https://www-paper-example.cdn.ampproject.org/v/s/www.paper.example/a":                    true,
		"https://www-paper-example.bing-amp.com/c/s/www.paper.example/a":                          true,
		"https://" + ampHash("www.paper.example") + ".cdn.ampproject.org/c/s/www.paper.example/a": true,
		"https://www.google.com/amp/s/www.paper.example/a":                                        true,
		"https://www.bing.com/amp/s/www.paper.example/a":                                          true,
		"https://paper-example.cdn.ampproject.org/c/s/paper.example/a":                            false,
		"https://evil-example.cdn.ampproject.org/c/s/evil.example/a":                              false,
		"https://evil-example.cdn.ampproject.org/c/s/www.paper.example/a":                         false,
		"https://www-paper-example.cdn.ampproject.org/c/s/evil.example/a":                         false,
		"https://x.www-paper-example.cdn.ampproject.org/c/s/www.paper.example/a":                  false,
		"https://www-paper-example.cdn.ampproject.org.evil.example/c/a":                           false,
		"https://www.google.evil.example/amp/s/www.paper.example/a":                               false,
		"https://www.google.com.evil.example/amp/s/www.paper.example/a":                           false,
		"https://www.google.com/amp/s/evil.example/a":                                             false,
		"https://www.google.com/url?q=https://www.paper.example/a":                                false,
	} {
		a := make1(t, Document{URL: cache, FinalURL: cache, Body: credited(`<link rel="canonical" href="`+story+`">`, "")})
		if (a.URL == story) != trusted {
			t.Errorf("%s: %s", cache, a.URL)
		}
	}
	for host, label := range map[string]string{
		"amp.dev": "amp-dev", "en-us.example.com": "0-en--us-example-com-0", "something.com": "something-com", "hello-world.com": "hello--world-com",
		long: ampHash(long),
	} {
		if got := ampLabel(host); got != label {
			t.Errorf("%s: %s, want %s", host, got, label)
		}
	}
}

// Whatever feed, page and addresses are: an entry is taken for no other site's story.
func FuzzSpeaker(f *testing.F) {
	f.Add("https://stranger.example/feed", "https://paper.example/a", "https://paper.example/a", `<link rel=canonical href="https://other.example/">`, 200)
	f.Add("https://paper.example/feed", "https://short.example/a", "https://paper.example/a", `<meta name=robots content=noindex>`, 404)
	f.Fuzz(func(t *testing.T, feed, url, final, head string, status int) {
		if strings.Contains(head, "alternate") {
			return
		}
		entry := told(url)
		a, err := Article(Document{URL: url, FinalURL: final, Status: status, Feed: Feed{URL: feed}, Entry: entry, Body: credited(head, "")})
		if err != nil || feed == "" {
			return
		}
		taken := a.Summary != "" && strings.Contains(a.Summary, "lie") || a.Headline == entry.Title
		from := &Feed{URL: feed}
		if _, ok := from.MaySpeakFor(a.URL); taken && a.URL != "" && !ok {
			t.Errorf("%q speaks for %q", feed, a.URL)
		}
	})
}

func ExampleFeed_MaySpeakFor() {
	f := Feed{URL: "https://feeds.agency.example/world", Speaks: []SpeaksFor{{Site: "agency.example", Because: OwnSite}, {Site: "paper.example", Because: ByOperator}}}
	fmt.Println(f.MaySpeakFor("https://www.paper.example/a"))
	fmt.Println(f.MaySpeakFor("https://stranger.example/a"))
	// Output:
	// the operator says so true
	//  false
}

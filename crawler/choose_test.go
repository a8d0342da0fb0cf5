package crawler

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
)

// oddItem is an item as bad feeds have it: whatever tells it from others may be missing
// or repeated.
type oddItem struct{ guid, link, title, text, date string }

func drawItems(t *rapid.T) []oddItem {
	of := func(name string, values ...string) string { return rapid.SampledFrom(values).Draw(t, name) }
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) oddItem {
		return oddItem{
			guid:  of("guid", "", "N/A", "g1", "g2", "g3", "https://a.example/1"),
			link:  of("link", "", "N/A", "#", "/", "https://a.example/1", "https://a.example/1#x", "https://a.example/2?s=1", "about:blank"),
			title: of("title", "", "A", "B", "C"), text: of("text", "", "one", "two", "three"),
			date: of("date", "", "Fri, 20 Nov 2026 12:00:00 GMT", "Fri, 20 Nov 2026 13:00:00 GMT", "soon"),
		}
	}), 0, 8).Draw(t, "items")
}

func rssOf(items []oddItem) string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>T</title><link>https://a.example/</link>`)
	for _, i := range items {
		b.WriteString("<item>")
		for _, e := range [][2]string{{"guid", i.guid}, {"link", i.link}, {"title", i.title}, {"description", i.text}, {"pubDate", i.date}} {
			if e[1] != "" {
				fmt.Fprintf(&b, "<%s>%s</%s>", e[0], html.EscapeString(e[1]), e[0])
			}
		}
		b.WriteString("</item>")
	}
	return b.String() + "</channel></rss>"
}

// lookAt polls a document as a crawler does, and returns what it chose.
func lookAt(t interface{ Fatal(...any) }, c *Crawler, f *calendar.Feed, document string, whole bool) []Sighting {
	p := &polled{feed: f, resp: &fetch.Response{URL: f.URL, Status: 200, Body: []byte(document)}, now: time.Now()}
	source := p.source()
	if whole {
		source.Known = nil
	}
	var err error
	if p.body, err = feed.Parse(p.resp.Body, source); err != nil {
		t.Fatal(err)
	}
	fresh := c.chooseEntries(p)
	b, err := json.Marshal(p.seen)
	if err != nil {
		t.Fatal(err)
	}
	f.Seen, f.Known = calendar.Fingerprints{}, true
	if err := json.Unmarshal(b, &f.Seen); err != nil {
		t.Fatal(err)
	}
	return fresh
}

func choosing() *Crawler {
	return &Crawler{handler: &recorder{docs: map[string]normalize.Document{}}, opts: Options{Backfill: calendar.Backfill{All: true}}}
}

// A feed that has not changed comes to rest, whatever it is made of: the second look
// brings nothing, whether entries are passed over by their bytes or read again.
func TestAnUnchangedFeedBringsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		document := rssOf(drawItems(t))
		c, f := choosing(), &calendar.Feed{ID: "f", URL: "https://a.example/feed"}
		lookAt(t, c, f, document, false)
		for _, whole := range []bool{false, true, false} {
			if again := lookAt(t, c, f, document, whole); len(again) > 0 {
				t.Fatalf("%+v came again (whole: %v) of %s", *again[0].Entry, whole, document)
			}
		}
	})
}

// Entries that come and go bring themselves, and no others.
func TestOnlyWhatIsNewComes(t *testing.T) {
	item := func(n int) oddItem {
		return oddItem{fmt.Sprint("g", n), fmt.Sprintf("https://a.example/%d", n), fmt.Sprint("T", n), fmt.Sprint("text ", n), ""}
	}
	c, f := choosing(), &calendar.Feed{ID: "f", URL: "https://a.example/feed"}
	var items []oddItem
	for n := range 20 {
		items = append([]oddItem{item(n)}, items...)
		items = items[:min(len(items), 6)]
		fresh := lookAt(t, c, f, rssOf(items), false)
		if len(fresh) != 1 || fresh[0].Entry.ID != fmt.Sprint("g", n) {
			t.Fatalf("look %d brought %d", n, len(fresh))
		}
	}
}

// A second entry on the address of one that was passed over is found to be another
// story: the feed is read whole then.
func TestAnEntryBesideOneThatWasPassedOverIsAnother(t *testing.T) {
	first := oddItem{"i1", "https://a.example/status", "Mail is slow", "Since one.", ""}
	second := oddItem{"i2", "https://a.example/status", "Search is slow", "Since two.", ""}
	c, f := choosing(), &calendar.Feed{ID: "f", URL: "https://a.example/feed"}
	if fresh := lookAt(t, c, f, rssOf([]oddItem{first}), false); len(fresh) != 1 || fresh[0].Apart {
		t.Fatalf("the first: %+v", fresh)
	}
	c.handler.(*recorder).shares = true // the index knows a story of this feed there
	fresh := lookAt(t, c, f, rssOf([]oddItem{second, first}), false)
	if len(fresh) != 1 || !fresh[0].Apart || fresh[0].Ref != "i2" {
		t.Fatalf("the second: %+v", fresh)
	}
	// The guid has changed, and the old one is gone: the same story (D2).
	third := oddItem{"i3", "https://a.example/status", "Mail is slow", "Since one.", ""}
	if fresh := lookAt(t, c, f, rssOf([]oddItem{third}), false); len(fresh) != 1 || fresh[0].Apart {
		t.Fatalf("another guid: %+v", fresh)
	}
}

// A token in the address is no news; a first move is looked at, once.
func TestAnAddressThatAlwaysChangesIsNoNews(t *testing.T) {
	c, f := choosing(), &calendar.Feed{ID: "f", URL: "https://a.example/feed"}
	var came []int
	for n := range 6 {
		items := []oddItem{
			{"g1", fmt.Sprintf("https://a.example/s/%d/1", n*7919), "A", "one", ""},
			{"", fmt.Sprintf("https://a.example/2?s=%d", n*104729), "B", "two", "Fri, 20 Nov 2026 12:00:00 GMT"},
		}
		came = append(came, len(lookAt(t, c, f, rssOf(items), false)))
	}
	if came[0] != 2 || came[1] > 2 || came[2]+came[3]+came[4]+came[5] > 2 {
		t.Errorf("came %v", came)
	}
}

// The state of the version before, which knew entries by their guids or addresses
// alone, is read: nothing comes again.
func TestTheStateOfBeforeIsContinued(t *testing.T) {
	items := []oddItem{
		{"g1", "https://a.example/1", "A", "one", ""}, {"", "https://a.example/2", "B", "two", "Fri, 20 Nov 2026 12:00:00 GMT"},
		{"", "", "C", "three", ""}, {"g4", "https://a.example/status", "D", "four", ""}, {"g5", "https://a.example/status", "E", "five", ""},
	}
	f := &calendar.Feed{ID: "f", URL: "https://a.example/feed", Known: true, Seen: calendar.Fingerprints{}}
	body, err := feed.Parse([]byte(rssOf(items)), feed.Source{URL: f.URL})
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range body.Items {
		f.Seen.Keep(uint32(feed.Key(e)), calendar.Fingerprint{Says: uint32(feed.Fingerprint(e)), Mark: body.Mark(i) & (1<<48 - 1)})
	}
	c := choosing()
	if fresh := lookAt(t, c, f, rssOf(items), false); len(fresh) > 0 {
		t.Errorf("%+v came again", *fresh[0].Entry)
	}
	items[0].text = "one, corrected"
	if fresh := lookAt(t, c, f, rssOf(items), false); len(fresh) != 1 || !fresh[0].Changed {
		t.Errorf("a correction: %+v", fresh)
	}
}

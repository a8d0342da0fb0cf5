package crawler

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// A feed that says the same items again, byte for byte, around one that changes:
// what stands still is neither read nor lost from memory.
func TestItemsThatStandStillAreRemembered(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		item := func(id int, title string) string {
			return fmt.Sprintf("<item><guid>%d</guid><title>%s</title><description>A summary.</description></item>", id, title)
		}
		items := []string{item(1, "one"), item(2, "two"), item(3, "three")}
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprintf(rw, `<rss version="2.0"><channel><title>News at %d</title>%s</channel></rss>`, time.Now().Unix(), strings.Join(items, ""))
		}))
		id := w.add(calendar.Feed{URL: newsFeed})
		w.run(3 * time.Hour)
		if got := len(w.feed(id).Seen); got != 3 {
			t.Fatalf("%d entries are remembered", got)
		}
		items[1] = item(2, "two, corrected")
		items = append([]string{item(4, "four")}, items...)
		w.run(6 * time.Hour)
		f := w.feed(id)
		if len(f.Seen) != 4 || len(f.Seen.Marks()) != 4 {
			t.Errorf("%d entries, %d marks", len(f.Seen), len(f.Seen.Marks()))
		}
		fresh := 0
		for _, e := range w.happened(Poll, Fresh) {
			fresh += e.New
		}
		if fresh != 5 {
			t.Errorf("%d entries were new", fresh)
		}
		polls := append(w.happened(Poll, Unchanged), w.happened(Poll, Fresh)...)
		for _, e := range polls {
			if e.Entries < 3 {
				t.Errorf("a poll counted %d entries", e.Entries)
			}
		}
		items = items[1:] // the newest is withdrawn from the feed
		w.run(12 * time.Hour)
		if got := len(w.feed(id).Seen); got != 3 {
			t.Errorf("%d entries are remembered of 3 that are left", got)
		}
	})
}

// A feed may hold more than a thousand entries, of which most are older than the
// backfill: all of them are remembered, so that none is new later on.
func TestAFeedOfThousandsOfEntriesComesToRest(t *testing.T) {
	old := time.Now().Add(-1000 * time.Hour)
	var items strings.Builder
	for i := range 3000 {
		items.WriteString(item(i, old))
	}
	w := newWorld(t, Options{}, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			fmt.Fprint(rw, rss(items.String()))
			return
		}
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprint(rw, "<p>A story.</p>")
	})
	f := w.drain(t, w.add(t, calendar.Feed{URL: "/feed"}))
	f = w.again(t, f.ID)
	if len(f.Seen) != 3000 || len(w.handler.docs) != 0 {
		t.Errorf("%d entries are remembered, %d stories were published", len(f.Seen), len(w.handler.docs))
	}
}

// A feed may be as large as the configuration says, packed or not, and no larger.
func TestAFeedIsReadUpToTheLimitThatIsSet(t *testing.T) {
	large := rss(item(1, time.Now()) + "<item><title>b</title><description>" + strings.Repeat("word ", 3<<20) + "</description></item>")
	for limit, want := range map[int64]int{0: 0, 20 << 20: 2} {
		w := newWorld(t, Options{}, func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, large) })
		f, err := fetch.New(fetch.Options{AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, MaxFeed: limit})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(f.Close)
		w.crawler = New(w.cal, f, w.handler, Options{})
		if got := w.drain(t, w.add(t, calendar.Feed{URL: "/feed"})); len(got.Seen) != want {
			t.Errorf("limit %d: %d entries, %s", limit, len(got.Seen), got.Error)
		}
	}
}

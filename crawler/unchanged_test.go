package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
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

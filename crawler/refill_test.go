package crawler

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// A feed whose entries are all older than backfill says so when it is read first. When the
// rule is changed, the entries that it wants now are published, though none has changed and
// the server would say 304; and only once.
func TestAKnownFeedIsBackfilledWhenTheRuleChanges(t *testing.T) {
	onWeb(t, Options{Backfill: calendar.Backfill{MaxAge: 24 * time.Hour}}, func(w *web) {
		var items strings.Builder
		for day := 3; day <= 9; day++ {
			fmt.Fprintf(&items, "<item><title>%d</title><guid>%d</guid><link>http://news.example/%d</link><description>Story.</description><pubDate>%s</pubDate></item>",
				day, day, day, time.Now().AddDate(0, 0, -day).Format(time.RFC1123Z))
		}
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Etag", `"1"`)
			if r.Header.Get("If-None-Match") != "" {
				rw.WriteHeader(http.StatusNotModified)
				return
			}
			rw.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprintf(rw, `<rss version="2.0"><channel><title>T</title>%s</channel></rss>`, items.String())
		}))
		id := w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{FullText: FullTextNever}})
		w.run(2 * time.Minute)
		polls := w.happened(Poll, Unchanged)
		if len(w.docs.docs) > 0 || len(polls) != 1 || polls[0].LeftOut == nil ||
			polls[0].LeftOut.Newest.Format(time.DateOnly) != time.Now().AddDate(0, 0, -3).Format(time.DateOnly) {
			t.Fatalf("%d stories, %+v", len(w.docs.docs), polls)
		}
		for i, step := range []struct {
			rule string
			want int
		}{{"24h", 0}, {"130h", 3}, {"24h", 3}, {"all", 7}, {"all", 7}} {
			rule, err := calendar.ParseBackfill(step.rule)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.cal.UpdateFeed(context.Background(), id, func(f *calendar.Feed) error { f.Backfill = rule; return nil }); err != nil {
				t.Fatal(err)
			}
			if _, err := w.cal.PollNow(context.Background(), id, "a test"); err != nil {
				t.Fatal(err)
			}
			w.run(time.Minute)
			if n := len(w.docs.docs); n != step.want {
				t.Errorf("step %d, backfill %s: %d stories, want %d", i, step.rule, n, step.want)
			}
		}
		if w.docs.published != 7 {
			t.Errorf("published %d times, want each of 7 once", w.docs.published)
		}
	})
}

// Changed bounds reach the polls that are booked, within what the publisher asks; and only
// once.
func TestChangedBoundsReachWhatIsBooked(t *testing.T) {
	simulatesLong(t)
	long := Options{MinEvery: 6 * time.Hour, MaxEvery: 24 * time.Hour, BlindEvery: 6 * time.Hour}
	onWeb(t, long, func(w *web) {
		n := &news{}
		n.put(`"1"`)
		w.site("news.example", robotsThen("", n.ServeHTTP))
		w.site("asks.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Cache-Control", "max-age=14400")
			n.ServeHTTP(rw, r)
		}))
		plain := w.add(calendar.Feed{URL: newsFeed})
		asks := w.add(calendar.Feed{URL: "http://asks.example/feed"})
		own := w.add(calendar.Feed{URL: newsFeed + "?own", Settings: calendar.Settings{MinEvery: 8 * time.Hour, MaxEvery: 8 * time.Hour}})
		w.run(time.Minute)
		began := time.Now()
		w.opts = Options{MinEvery: 15 * time.Minute, MaxEvery: time.Hour, BlindEvery: 15 * time.Minute}
		for round, want := range []int{2, 0} {
			feeds, err := w.cal.Feeds(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			moved, err := w.newCrawler(w.cal).Replan(context.Background(), feeds)
			if err != nil || moved != want {
				t.Errorf("round %d: moved %d, %v, want %d", round, moved, err, want)
			}
		}
		for id, bounds := range map[string][2]time.Duration{
			plain: {10 * time.Minute, 70 * time.Minute}, asks: {3 * time.Hour, 5 * time.Hour}, own: {7 * time.Hour, 9 * time.Hour},
		} {
			if wait := w.feed(id).Next.Sub(began); wait < bounds[0] || wait > bounds[1] {
				t.Errorf("%s is polled in %s, want %s to %s", w.feed(id).URL, wait, bounds[0], bounds[1])
			}
		}
		before := len(w.asked("news.example/feed"))
		w.run(75 * time.Minute)
		if got := len(w.asked("news.example/feed")) - before; got < 1 {
			t.Errorf("asked %d times in the hour after", got)
		}
	})
}

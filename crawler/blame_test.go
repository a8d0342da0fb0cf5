package crawler

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// An hour in which this machine reaches nothing is no failure of any feed: nothing is
// counted, no back-off begins, and all that was due is polled within five minutes after, no
// host sooner than its lane allows, which the web watches at all times.
func TestAnHourWithoutNetworkIsNoFailureOfAFeed(t *testing.T) {
	const feeds = 20
	ours := func(_ context.Context, err error) bool { return fetch.BlameOf(err) != fetch.Theirs }
	onWeb(t, Options{Workers: 4, Ours: ours, MinEvery: 15 * time.Minute, MaxEvery: 30 * time.Minute}, func(w *web) {
		var ids []string
		for i := range feeds {
			n := &news{}
			n.put(`"a"`, fmt.Sprintf("Story %d", i))
			w.site(fmt.Sprintf("%d.example", i), robotsThen("", n.ServeHTTP))
			ids = append(ids, w.add(calendar.Feed{URL: fmt.Sprintf("http://%d.example/feed", i)}))
		}
		w.add(calendar.Feed{URL: "http://nowhere.example/feed"})
		w.run(time.Hour)
		failing := w.feed(calendar.FeedID("http://nowhere.example/feed")).Failures
		if failing == 0 {
			t.Error("a feed whose host does not exist is its own fault, and is not counted")
		}
		w.cut.Store(true)
		asked := len(w.log)
		w.run(time.Hour)
		if n := len(w.log) - asked; n != 0 {
			t.Errorf("%d requests got out", n)
		}
		for _, id := range ids {
			if f := w.feed(id); f.Failures != 0 || f.Error != "" || f.State() != calendar.StateOK {
				t.Errorf("%s is %s, %d failures: %s", f.URL, f.State(), f.Failures, f.Error)
			}
		}
		w.cut.Store(false)
		back := time.Now()
		w.run(5 * time.Minute)
		for _, id := range ids {
			if f := w.feed(id); f.Polled.Before(back.Add(-time.Second)) {
				t.Errorf("%s was last polled %s before the network was back", f.URL, back.Sub(f.Polled))
			}
		}
	})
}

// A poll that falls due before its time, by whose clock ever, asks nobody.
func TestAPollThatComesEarlyIsNotMade(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put(`"a"`, "Story")
		w.site("news.example", robotsThen("", n.ServeHTTP))
		id := w.add(calendar.Feed{URL: "http://news.example/feed"})
		w.run(time.Minute)
		f := w.feed(id)
		for range 5 { // as a process does whose clock is ahead
			if err := w.cal.BookAt(context.Background(), f.Job(), time.Now()); err != nil {
				t.Fatal(err)
			}
			w.run(time.Minute)
		}
		if polls := len(w.asked("news.example/feed")); polls != 1 {
			t.Errorf("%d polls before the next one's time", polls)
		}
		w.run(time.Until(f.Next) + time.Minute)
		if polls := len(w.asked("news.example/feed")); polls != 2 {
			t.Errorf("%d polls, want the one at its time as well", polls)
		}
	})
}

// Where our clock shows less than the newest message has, the age of entries is judged by
// their site's.
func TestAWrongClockDoesNotJudgeTheAgeOfEntries(t *testing.T) {
	for _, doubt := range []bool{true, false} {
		onWeb(t, Options{Backfill: calendar.Backfill{MaxAge: 24 * time.Hour}}, func(w *web) {
			theirs := time.Now().Add(20 * 24 * time.Hour)
			if doubt {
				w.cal.Stored(theirs)
			}
			item := func(title string, age time.Duration) string {
				return fmt.Sprintf("<item><title>%s</title><guid>%s</guid><pubDate>%s</pubDate><description>A summary.</description></item>",
					title, title, theirs.Add(-age).UTC().Format(time.RFC1123))
			}
			w.site("news.example", robotsThen("", func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Date", theirs.UTC().Format(http.TimeFormat))
				fmt.Fprintf(rw, `<rss version="2.0"><channel><title>News</title>%s%s</channel></rss>`, item("New", time.Hour), item("Old", 72*time.Hour))
			}))
			w.add(calendar.Feed{URL: "http://news.example/feed"})
			w.run(time.Minute)
			if n := len(w.docs.docs); doubt && n != 1 || !doubt && n != 2 {
				t.Errorf("in doubt %v: %d stories were published", doubt, n)
			}
		})
	}
}

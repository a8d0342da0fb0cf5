package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// What NATS does not store for eleven minutes, whatever the reason, comes when it does again:
// no job is given up for it, and no site counts as slow.
func TestWhatWasNotStoredWaitsAsLongAsItTakes(t *testing.T) {
	const stories, outage = 40, 11 * time.Minute
	for name, refuse := range map[string]func(w *web, until time.Time) error{
		"it refuses": func(*web, time.Time) error { return errors.New("nats: maximum payload exceeded") },
		"it does not answer": func(_ *web, until time.Time) error { // whose publisher tries on by itself
			time.Sleep(time.Until(until))
			return nil
		},
	} {
		for _, whole := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, whole texts %v", name, whole), func(t *testing.T) {
				onWeb(t, Options{Workers: 8}, func(w *web) {
					w.broken, w.lease = true, 30*time.Second
					w.restart()
					w.site("news.example", robotsThen("", paper(stories)))
					until := time.Now().Add(outage)
					w.docs.fail = func(string) error {
						if time.Now().Before(until) {
							return refuse(w, until)
						}
						return nil
					}
					set := calendar.Settings{FullText: FullTextAlways}
					if whole {
						set.FullText = FullTextNever
					}
					w.add(calendar.Feed{URL: newsFeed, Settings: set})
					w.run(outage + longestStoreWait + stories*delayOfTests + time.Minute)
					w.wantAllUnblamed(stories)
				})
			})
		}
	}
}

// wantAllUnblamed wants so many stories, no job given up, and a site that is as fast as it
// is.
func (w *web) wantAllUnblamed(stories int) {
	w.t.Helper()
	if n := len(w.docs.docs); n != stories {
		w.t.Errorf("%d stories are there, want %d", n, stories)
	}
	dead, err := w.cal.DeadLetters(context.Background(), 3)
	if err != nil || len(dead) > 0 {
		w.t.Errorf("given up: %v, %v", dead, err)
	}
	lane, err := w.cal.LaneOf(context.Background(), newsFeed)
	if err != nil || lane.Latency > time.Second || lane.SlowedBy > 1 {
		w.t.Errorf("the site's lane is %+v, %v", lane, err)
	}
}

// paper is a site with a feed of so many stories.
func paper(stories int) http.HandlerFunc {
	var items strings.Builder
	for i := range stories {
		fmt.Fprintf(&items, "<item><title>Story %[1]d</title><link>http://news.example/%[1]d</link><description>%[1]d</description></item>", i)
	}
	return func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			rw.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprintf(rw, `<rss version="2.0"><channel><title>N</title>%s</channel></rss>`, items.String())
			return
		}
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(rw, "<html><title>%[1]s</title><h1>%[1]s</h1><p>A report, which goes on for a while.</p></html>", r.URL.Path)
	}
}

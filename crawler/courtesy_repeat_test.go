package crawler

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// dropping closes the connection under some requests before it answers them.
func dropping(drop func(n int32) bool, h http.HandlerFunc) http.HandlerFunc {
	var n atomic.Int32
	return func(rw http.ResponseWriter, r *http.Request) {
		if drop(n.Add(1)) {
			panic(http.ErrAbortHandler)
		}
		h(rw, r)
	}
}

// The web itself looks whether requests at a host keep their distance.
func TestP12NothingIsAskedAgainOutsideItsLane(t *testing.T) {
	for name, tt := range map[string]struct {
		drop    func(n int32) bool
		outcome Outcome
	}{
		"a server that closes kept connections": {func(n int32) bool { return n%2 == 0 }, Fresh},
		"a server that closes all":              {func(n int32) bool { return n > 2 }, Failed},
	} {
		t.Run(name, func(t *testing.T) {
			onWeb(t, Options{}, func(w *web) {
				n := &news{}
				n.put(`"1"`, "a", "b", "c")
				w.site("news.example", dropping(tt.drop, robotsThen("", n.ServeHTTP)))
				id := w.add(calendar.Feed{URL: newsFeed})
				w.run(time.Hour)
				if tt.outcome == Fresh {
					if f := w.feed(id); f.Failures != 0 || len(w.docs.docs) != 3 {
						t.Errorf("%d failures, %d articles", f.Failures, len(w.docs.docs))
					}
				}
				if asked := len(w.asked("news.example")); asked > 60 {
					t.Errorf("%d requests in an hour", asked)
				}
			})
		})
	}
}

// A part of a feed is no feed: what is missing in it would count as gone, and what a
// part of a kind of 206 leaves out is nobody's choice.
func TestH12APartIsNoFeed(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put("", "a", "b")
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				rw.WriteHeader(http.StatusPartialContent)
			}
			n.ServeHTTP(rw, r)
		}))
		id := w.add(calendar.Feed{URL: newsFeed})
		w.run(10 * time.Minute)
		if f := w.feed(id); Outcome(f.Outcome) != Failed || len(w.docs.docs) != 0 || len(f.Seen) != 0 {
			t.Errorf("outcome %s, %d articles", f.Outcome, len(w.docs.docs))
		}
	})
}

package crawler

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize"
)

// awaiting lets a feed show one story whose page answers as fails does at first, and after
// mended as it should; published is told of each version.
func awaiting(
	t *testing.T, opts Options, d, mended time.Duration, fails http.HandlerFunc,
	check func(w *web, after []time.Duration, versions []version),
) {
	t.Helper()
	onWeb(t, opts, func(w *web) {
		begun := time.Now()
		n := &news{}
		n.put(`"1"`)
		n.items = []string{"<item><title>A</title><link>http://pages.example/a</link></item>"}
		w.site("news.example", robotsThen("", n.ServeHTTP))
		w.site("pages.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			if time.Since(begun) < mended {
				fails(rw, r)
				return
			}
			rw.Header().Set("Content-Type", "text/html")
			fmt.Fprint(rw, "<html><body><p>All of it.</p></body></html>")
		}))
		var versions []version
		w.docs.kept = func(doc normalize.Document) {
			versions = append(versions, version{time.Since(begun), doc.Failed, len(doc.Body) > 0})
		}
		w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{MinEvery: 12 * time.Hour, MaxEvery: 24 * time.Hour, CrossSite: true,
			SpeaksFor: []string{"pages.example"}}})
		w.run(d)
		asked := w.asked("pages.example/a")
		var after []time.Duration
		for _, r := range asked {
			after = append(after, r.At.Sub(asked[0].At).Round(time.Minute))
		}
		check(w, after, versions)
	})
}

// version is one that was published: when, why the page was not in it, and whether it was.
type version struct {
	at     time.Duration
	failed string
	page   bool
}

// answering is a page that answers with a status.
func answering(status int) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(status) }
}

// A page that fails keeps no news back, whatever the reason: what the feed says is published
// after the first try, with the reason, and the page makes the next version when it comes.
func TestAPageThatFailsKeepsNoNewsBack(t *testing.T) {
	cut := func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		rw.Header().Set("Content-Length", "1000")
		fmt.Fprint(rw, "<html><body>The beginning")
	}
	empty := func(rw http.ResponseWriter, _ *http.Request) { rw.Header().Set("Content-Type", "text/html") }
	circle := func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, r.URL.Path, http.StatusFound) }
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	fails := map[string]http.HandlerFunc{"cut": cut, "empty": empty, "circle": circle, "silence": hang}
	statuses := []int{202, 204, 206, 400, 401, 403, 404, 408, 418, 421, 425, 451, 500, 502, 503, 504}
	if testing.Short() {
		statuses = []int{204, 404, 503}
	}
	for _, status := range statuses {
		fails[fmt.Sprint(status)] = answering(status)
	}
	for name, handler := range fails {
		t.Run(name, func(t *testing.T) {
			awaiting(t, Options{Rechecks: usualRechecks}, 30*time.Hour, 4*time.Hour, handler,
				func(w *web, after []time.Duration, versions []version) {
					want := []time.Duration{0, 5 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour}
					if name == "circle" { // each hop is a request of its own
						after = slices.Compact(after)
					}
					if !slices.EqualFunc(after, want, func(a, b time.Duration) bool { return (a - b).Abs() <= 2*time.Minute }) {
						t.Errorf("asked after %v, want %v", after, want)
					}
					if len(versions) < 2 || versions[0].at > 2*time.Minute || versions[0].page || versions[0].failed == "" || !versions[1].page {
						t.Errorf("versions: %+v", versions)
					}
					if len(w.docs.withdrawn) > 0 {
						t.Errorf("withdrawn: %+v", w.docs.withdrawn)
					}
				})
		})
	}
}

// A site that cannot be reached is one more page that fails.
func TestASiteThatIsNotThereKeepsNoNewsBack(t *testing.T) {
	onWeb(t, Options{Rechecks: usualRechecks}, func(w *web) {
		n := &news{}
		n.put(`"1"`)
		n.items = []string{"<item><title>A</title><link>http://nowhere.example/a</link></item>"}
		w.site("news.example", robotsThen("", n.ServeHTTP))
		w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{MinEvery: 12 * time.Hour, MaxEvery: 24 * time.Hour}})
		w.run(3 * time.Minute)
		if len(w.docs.docs) != 1 {
			t.Fatalf("%d stories after three minutes", len(w.docs.docs))
		}
		for _, doc := range w.docs.docs {
			if !strings.Contains(doc.Failed, "dns") {
				t.Errorf("the reason: %q", doc.Failed)
			}
		}
	})
}

// Without looks at published pages one that failed is looked for all the same, thrice.
func TestWithoutLooksAPageThatFailedIsLookedFor(t *testing.T) {
	simulatesLong(t)
	awaiting(t, Options{}, 100*time.Hour, 1000*time.Hour, answering(503), func(_ *web, after []time.Duration, versions []version) {
		if !slices.Equal(after, []time.Duration{0, 5 * time.Minute, time.Hour, 6 * time.Hour}) || len(versions) != 1 {
			t.Errorf("asked after %v, versions %+v", after, versions)
		}
	})
}

// What robots.txt closes, what is gone and what is no page is asked for once at most.
func TestAPageThatIsNoneIsNotLookedFor(t *testing.T) {
	simulatesLong(t)
	picture := func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "image/png")
		fmt.Fprint(rw, "a picture")
	}
	for name, tt := range map[string]struct {
		fails http.HandlerFunc
		want  int
	}{"gone": {answering(410), 0}, "picture": {picture, 1}} {
		awaiting(t, Options{Rechecks: usualRechecks}, 100*time.Hour, 1000*time.Hour, tt.fails,
			func(_ *web, after []time.Duration, versions []version) {
				if len(after) != 1 || len(versions) != tt.want {
					t.Errorf("%s: asked after %v, versions %+v", name, after, versions)
				}
			})
	}
}

// A page that has never come is not taken back because it is not there; one that says that
// it is gone, twice, is.
func TestWhatNeverCameIsTakenBackByItsWordAlone(t *testing.T) {
	for status, want := range map[int]bool{404: false, 410: true} {
		first := true
		fails := func(rw http.ResponseWriter, _ *http.Request) {
			if first {
				first = false
				rw.WriteHeader(500)
				return
			}
			rw.WriteHeader(status)
		}
		awaiting(t, Options{Rechecks: usualRechecks}, 4*time.Hour, 1000*time.Hour, fails, func(w *web, after []time.Duration, _ []version) {
			if len(w.docs.withdrawn) > 0 != want {
				t.Errorf("%d: withdrawn %+v, asked after %v", status, w.docs.withdrawn, after)
			}
		})
	}
}

// A desk may have stories wait for their pages.
func TestADeskMayHaveStoriesWaitForTheirPages(t *testing.T) {
	for name, tt := range map[string]struct {
		mended time.Duration
		after  []time.Duration // requests of the first two hours
		first  version
	}{
		"it comes in time": {10 * time.Minute, []time.Duration{0, time.Minute, 5 * time.Minute, 21 * time.Minute, 81 * time.Minute}, version{page: true}},
		"it does not": {1000 * time.Hour, []time.Duration{0, time.Minute, 5 * time.Minute, 21 * time.Minute, 30 * time.Minute, 35 * time.Minute,
			90 * time.Minute}, version{failed: "answered 500 Internal Server Error"}},
	} {
		awaiting(t, Options{Rechecks: usualRechecks, Hold: 30 * time.Minute}, 2*time.Hour, tt.mended, answering(500),
			func(_ *web, after []time.Duration, versions []version) {
				if !slices.Equal(after, tt.after) {
					t.Errorf("%s: asked after %v, want %v", name, after, tt.after)
				}
				if len(versions) == 0 || versions[0].page != tt.first.page || versions[0].failed != tt.first.failed {
					t.Errorf("%s: versions %+v", name, versions)
				}
			})
	}
}

// Each try that brought no page is remembered, with its error, as long as its page is looked for.
func TestTheTriesOfAPageAreRemembered(t *testing.T) {
	awaiting(t, Options{Rechecks: usualRechecks}, 2*time.Hour, 1000*time.Hour, answering(503),
		func(w *web, _ []time.Duration, _ []version) {
			jobs, err := w.cal.PageJobs(context.Background(), "")
			if err != nil || len(jobs) != 1 {
				t.Fatalf("jobs %+v, %v", jobs, err)
			}
			tries := jobs[0].Tries
			if len(tries) != 3 {
				t.Fatalf("tries: %+v", tries)
			}
			for _, try := range tries {
				if try.Status != 503 || try.Error != "answered 503 Service Unavailable" || try.At.IsZero() {
					t.Errorf("a try: %+v", try)
				}
			}
		})
}

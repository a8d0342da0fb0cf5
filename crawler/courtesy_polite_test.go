package crawler

import (
	"compress/zlib"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

func TestP1RobotsComeFirstForEachOriginAndOnceADay(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put(`"1"`)
		n.items = []string{"<item><title>A</title><link>http://www.news.example/a</link></item>"}
		w.site("news.example", robotsThen("User-agent: *\nDisallow: /x", n.ServeHTTP))
		w.site("www.news.example", robotsThen("", pages(map[string]string{"/a": "<html><body><p>A story.</p></body></html>"})))
		w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{MinEvery: time.Hour, MaxEvery: time.Hour}})
		w.run(30 * time.Hour)
		for _, host := range []string{"news.example", "www.news.example"} {
			asked := w.asked(host)
			if len(asked) < 2 || asked[0].Path != "/robots.txt" {
				t.Errorf("%s was asked for %+v", host, asked)
			}
		}
		robots := w.asked("news.example/robots.txt")
		if len(robots) != 2 || gaps(robots)[0] < 24*time.Hour || gaps(robots)[0] > 26*time.Hour {
			t.Errorf("robots.txt was fetched %d times in 30 hours, %v", len(robots), gaps(robots))
		}
		if len(w.asked("news.example/feed")) < 25 {
			t.Errorf("%d polls", len(w.asked("news.example/feed")))
		}
	})
}

func TestP1WhatRobotsForbidIsNotFetched(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.items = []string{
			"<item><title>A</title><link>http://news.example/private/a</link><description>What the feed says.</description></item>",
			"<item><title>B</title><link>http://news.example/b</link></item>",
		}
		w.site("news.example", robotsThen("User-agent: wiredesk\nDisallow: /private/\nDisallow: /secret.xml", n.ServeHTTP))
		w.add(calendar.Feed{URL: newsFeed})
		hidden := w.add(calendar.Feed{URL: "http://news.example/secret.xml"})
		w.run(24 * time.Hour)
		for _, r := range w.asked("news.example") {
			if strings.HasPrefix(r.Path, "/private/") || r.Path == "/secret.xml" {
				t.Errorf("%s was fetched", r.Path)
			}
		}
		if len(w.docs.docs) != 2 { // the feed's half of the forbidden story is news as well
			t.Errorf("%d stories", len(w.docs.docs))
		}
		if f := w.feed(hidden); Outcome(f.Outcome) != Refused || !strings.Contains(f.Error, "robots.txt disallows") {
			t.Errorf("outcome %s, error %q", f.Outcome, f.Error)
		}
	})
}

func TestP1FeedsMayBeExemptPagesMayNot(t *testing.T) {
	onWeb(t, Options{FeedsIgnoreRobots: true}, func(w *web) {
		n := &news{}
		n.items = []string{"<item><title>A</title><link>http://news.example/a</link></item>"}
		w.site("news.example", robotsThen("User-agent: *\nDisallow: /", n.ServeHTTP))
		w.add(calendar.Feed{URL: newsFeed})
		w.run(time.Hour)
		if len(w.asked("news.example/feed")) != 1 || len(w.asked("news.example/a")) != 0 {
			t.Errorf("requests %v", w.asked("news.example"))
		}
	})
}

func TestP1RobotsDecideAboutEachHop(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "http://other.example/feed", http.StatusFound)
		}))
		w.site("other.example", robotsThen("User-agent: *\nDisallow: /feed", (&news{}).ServeHTTP))
		id := w.add(calendar.Feed{URL: newsFeed})
		w.run(time.Hour)
		if len(w.asked("other.example/robots.txt")) != 1 || len(w.asked("other.example/feed")) != 0 {
			t.Errorf("requests %v", w.asked("other.example"))
		}
		if f := w.feed(id); Outcome(f.Outcome) != Refused {
			t.Errorf("outcome %s", f.Outcome)
		}
	})
}

func TestP2StatusOfRobots(t *testing.T) {
	for name, tc := range map[string]struct {
		answer http.HandlerFunc
		polled bool
	}{
		"404":     {http.NotFound, true},
		"403":     {func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusForbidden) }, true},
		"500":     {func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusInternalServerError) }, false},
		"503":     {func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusServiceUnavailable) }, false},
		"429":     {func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusTooManyRequests) }, false},
		"timeout": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, false},
		"304":     {func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNotModified) }, false},
		"204":     {func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNoContent) }, true},
		"404 in a coding that is none": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Encoding", "gzip")
			http.Error(rw, "not here", http.StatusNotFound)
		}, true},
		"404 that is cut": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Length", "900")
			rw.WriteHeader(http.StatusNotFound)
		}, true},
		"a file in a coding that is none": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Encoding", "UTF-8")
			fmt.Fprint(rw, "User-agent: *\nDisallow: /feed")
		}, false},
		"a file in a coding that it is not in": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(rw, "User-agent: *\nDisallow: /nothing")
		}, false},
		"206": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.WriteHeader(http.StatusPartialContent)
			fmt.Fprint(rw, "User-agent: *")
		}, false},
		"redirects to another site's robots.txt": {func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "http://other.example/robots.txt", http.StatusFound)
		}, false},
		"redirects to another site's document": {func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "http://other.example/forbid", http.StatusFound)
		}, true},
		"deflated": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Encoding", "deflate")
			z := zlib.NewWriter(rw)
			fmt.Fprint(z, "User-agent: *\nDisallow: /feed")
			_ = z.Close()
		}, false},
		"HTML": {func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, "<html><body>Disallow: /</body></html>") }, true},
		"redirects to a file that allows": {func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "http://www.news.example/1", http.StatusFound)
		}, true},
		"redirects to a file that forbids": {func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "http://www.news.example/forbid", http.StatusFound)
		}, false},
		"redirects without end": {func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "http://www.news.example/endless", http.StatusFound)
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			onWeb(t, Options{}, func(w *web) {
				n := &news{}
				n.put(`"1"`, "a")
				w.mux("news.example", "/feed", n.ServeHTTP)
				w.mux("news.example", "/robots.txt", tc.answer)
				hops := 0
				w.site("www.news.example", func(rw http.ResponseWriter, r *http.Request) {
					switch r.URL.Path {
					case "/1", "/2", "/3":
						http.Redirect(rw, r, r.URL.Path[:1]+string(r.URL.Path[1]+1), http.StatusFound)
					case "/forbid":
						fmt.Fprint(rw, "User-agent: *\nDisallow: /feed")
					case "/4":
						fmt.Fprint(rw, "User-agent: *\nDisallow: /other")
					default:
						hops++
						http.Redirect(rw, r, fmt.Sprintf("/endless%d", hops), http.StatusFound)
					}
				})
				w.site("other.example", func(rw http.ResponseWriter, r *http.Request) {
					if r.URL.Path != "/robots.txt" {
						t.Errorf("another site was asked for %s", r.URL)
					}
					fmt.Fprint(rw, "User-agent: *\nDisallow: /feed")
				})
				id := w.add(calendar.Feed{URL: newsFeed})
				w.run(10 * time.Minute)
				if polled := len(w.asked("news.example/feed")) > 0; polled != tc.polled {
					t.Errorf("polled %v; the feed says %q", polled, w.feed(id).Error)
				}
				if hops > 5 {
					t.Errorf("%d hops", hops)
				}
			})
		})
	}
}

func TestP2AnOldCopyServesWhileTheFileCannotBeFetched(t *testing.T) {
	simulatesLong(t)
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put(`"1"`, "a")
		broken := false
		w.mux("news.example", "/feed", n.ServeHTTP)
		w.mux("news.example", "/robots.txt", func(rw http.ResponseWriter, _ *http.Request) {
			if broken {
				rw.WriteHeader(http.StatusInternalServerError)
				return
			}
			fmt.Fprint(rw, "User-agent: *\nDisallow: /private")
		})
		id := w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{MinEvery: 2 * time.Hour, MaxEvery: 2 * time.Hour}})
		w.run(time.Hour)
		broken = true
		w.run(40 * time.Hour)
		stale := len(w.asked("news.example/feed"))
		if stale < 15 {
			t.Errorf("%d polls; the old copy should serve for a second day", stale)
		}
		if len(w.asked("news.example/robots.txt")) < 3 {
			t.Error("it was not tried again")
		}
		w.run(24 * time.Hour)
		if f := w.feed(id); !strings.Contains(f.Error, "robots.txt cannot be fetched") {
			t.Errorf("after two days without the file: %q", f.Error)
		}
		w.away(31 * 24 * time.Hour)
		before := len(w.asked("news.example/feed"))
		w.run(30 * time.Hour)
		if len(w.asked("news.example/feed")) == before {
			t.Error("after a month a file that cannot be fetched is one that does not exist")
		}
	})
}

func TestP3CrawlDelay(t *testing.T) {
	for name, tc := range map[string]struct {
		seconds int
		least   time.Duration
		fetched bool
	}{"10 s": {10, 10 * time.Second, true}, "60 s": {60, time.Minute, true}, "61 s": {61, 0, false}} {
		t.Run(name, func(t *testing.T) {
			onWeb(t, Options{}, func(w *web) {
				n := &news{}
				for i := range 5 {
					n.items = append(n.items, fmt.Sprintf("<item><title>%d</title><link>http://news.example/%d</link></item>", i, i))
				}
				w.site("news.example", robotsThen(fmt.Sprintf("User-agent: *\nCrawl-delay: %d", tc.seconds), n.ServeHTTP))
				id := w.add(calendar.Feed{URL: newsFeed})
				w.run(30 * time.Minute)
				asked := w.asked("news.example")
				if fetched := len(asked) > 1; fetched != tc.fetched {
					w.t.Fatalf("%d requests", len(asked))
				}
				if !tc.fetched {
					if f := w.feed(id); !strings.Contains(f.Error, "Crawl-delay of 1m1s") {
						t.Errorf("error %q", f.Error)
					}
					return
				}
				if len(asked) != 7 {
					t.Errorf("%d requests, want robots.txt, the feed and five pages", len(asked))
				}
				for _, gap := range gaps(asked) {
					if gap < tc.least {
						t.Errorf("a request after %s", gap)
					}
				}
			})
		})
	}
}

func TestP4OneRequestAtATimeAndTwoSecondsApart(t *testing.T) {
	onWeb(t, Options{Workers: 8}, func(w *web) {
		slow := func(h http.HandlerFunc) http.HandlerFunc {
			return func(rw http.ResponseWriter, r *http.Request) { time.Sleep(700 * time.Millisecond); h(rw, r) }
		}
		for _, host := range []string{"www.news.example", "sport.news.example"} {
			n := &news{}
			for i := range 20 {
				n.items = append(n.items, fmt.Sprintf("<item><title>%s %d</title><link>http://%s/%d</link></item>", host, i, host, i))
			}
			w.site(host, robotsThen("", slow(n.ServeHTTP)))
			w.add(calendar.Feed{URL: "http://" + host + "/feed"})
		}
		nc, second := w.process()
		defer nc.Close()
		nc2, third := w.process()
		defer nc2.Close()
		w.together(10*time.Minute, second, third) // the world itself checks gaps and requests in flight
		if asked := len(w.asked("www.news.example")) + len(w.asked("sport.news.example")); asked != 44 {
			t.Errorf("%d requests, want 2 robots.txt, 2 feeds and 40 pages", asked)
		}
	})
}

func TestP5ASlowHostGetsMoreRest(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		for i := range 30 {
			n.items = append(n.items, fmt.Sprintf("<item><title>%d</title><link>http://news.example/%d</link></item>", i, i))
		}
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			time.Sleep(8 * time.Second)
			n.ServeHTTP(rw, r)
		}))
		w.add(calendar.Feed{URL: newsFeed})
		w.run(20 * time.Minute)
		waits := gaps(w.asked("news.example"))
		if len(waits) < 25 {
			w.t.Fatalf("%d requests", len(waits)+1)
		}
		for _, wait := range waits[20:] { // the smoothed latency has settled by then
			if rest := wait - 8*time.Second; rest < 7*time.Second {
				t.Errorf("a rest of %s after an answer that took 8 s", rest)
			}
		}
	})
}

func TestP6RetryAfter(t *testing.T) {
	when := time.Date(2000, 1, 1, 5, 0, 0, 0, time.UTC) // the world begins at midnight
	for name, tc := range map[string]struct {
		status        int
		value         string
		least, within time.Duration
	}{
		"429 seconds":     {429, "7200", 2 * time.Hour, 3 * time.Hour},
		"503 seconds":     {503, "7200", 2 * time.Hour, 3 * time.Hour},
		"503 date":        {503, when.Format(http.TimeFormat), 5*time.Hour - 10*time.Second, 6 * time.Hour},
		"ten years":       {503, "315360000", 24 * time.Hour, 27 * time.Hour},
		"a past date":     {503, "Mon, 01 Jan 1990 00:00:00 GMT", 15 * time.Minute, time.Hour},
		"nonsense":        {429, "soon", 15 * time.Minute, time.Hour},
		"negative":        {429, "-5", 15 * time.Minute, time.Hour},
		"zero is allowed": {503, "0", time.Second, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			n := &news{fault: func(rw http.ResponseWriter, _ *http.Request) bool {
				rw.Header().Set("Retry-After", tc.value)
				rw.WriteHeader(tc.status)
				return true
			}}
			oneFeed(t, n, calendar.Feed{}, func(w *web, id string) {
				w.run(tc.within)
				waits := gaps(w.asked("news.example/feed"))
				if len(waits) == 0 || waits[0] < tc.least {
					t.Errorf("waits %v, want at least %s; next %s (%s)", waits, tc.least, w.feed(id).Next, w.feed(id).Why)
				}
			})
		})
	}
}

func TestP6RetryAfterOnARedirect(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put(`"1"`, "a")
		first := true
		w.mux("news.example", "/feed", func(rw http.ResponseWriter, r *http.Request) {
			if first {
				rw.Header().Set("Retry-After", "1800")
			}
			first = false
			http.Redirect(rw, r, "/real", http.StatusFound)
		})
		w.mux("news.example", "/real", n.ServeHTTP)
		w.add(calendar.Feed{URL: newsFeed})
		w.run(time.Hour)
		asked, real := w.asked("news.example/feed"), w.asked("news.example/real")
		if len(real) == 0 || real[0].At.Sub(asked[0].At) < 30*time.Minute {
			t.Errorf("the next hop came too soon, or not at all: %d", len(real))
		}
	})
}

func TestP7A429WithoutRetryAfterDoubles(t *testing.T) {
	n := &news{fault: func(rw http.ResponseWriter, _ *http.Request) bool {
		rw.WriteHeader(http.StatusTooManyRequests)
		return true
	}}
	oneFeed(t, n, calendar.Feed{}, func(w *web, _ string) {
		w.run(5 * time.Hour)
		waits := gaps(w.asked("news.example/feed"))
		if len(waits) < 3 || waits[0] < 15*time.Minute || waits[1] < 30*time.Minute || waits[2] < time.Hour {
			t.Errorf("waits %v", waits)
		}
	})
}

func TestP7APageThatIsLimitedWaitsAsLong(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.items = []string{"<item><title>A</title><link>http://news.example/a</link></item>"}
		w.mux("news.example", "/feed", n.ServeHTTP)
		w.mux("news.example", "/a", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusTooManyRequests) })
		w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{FullText: FullTextAlways}})
		w.run(3 * time.Hour)
		waits := gaps(w.asked("news.example/a"))
		if len(waits) < 2 || waits[0] < 15*time.Minute || waits[1] < 30*time.Minute {
			t.Errorf("waits %v", waits)
		}
	})
}

func TestP8ABotWallIsNamedAndRespected(t *testing.T) {
	n := &news{fault: func(rw http.ResponseWriter, _ *http.Request) bool { rw.WriteHeader(http.StatusForbidden); return true }}
	oneFeed(t, n, calendar.Feed{}, func(w *web, id string) {
		w.run(24 * time.Hour)
		waits := gaps(w.asked("news.example/feed"))
		if len(waits) < 4 || waits[3] < waits[0]*6 {
			t.Errorf("waits %v", waits)
		}
		if f := w.feed(id); Outcome(f.Outcome) != Refused || !strings.Contains(f.Why, "refused") {
			t.Errorf("%s, %s", f.Outcome, f.Why)
		}
	})
}

// limited answers a path with a status for the first so many requests.
func limited(status, times int, h http.HandlerFunc) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		if times--; times >= 0 {
			rw.Header().Set("Retry-After", "3600")
			rw.WriteHeader(status)
			return
		}
		h(rw, r)
	}
}

func TestP9ScopeOfALimit(t *testing.T) {
	feeds := []string{"www.news.example/1", "www.news.example/2", "www.news.example/3", "sport.news.example/4", "other.example/5"}
	for name, tc := range map[string]struct {
		status int
		bad    []int // of the feeds
		waits  []int // those that wait for the hour with them
	}{
		"503 of one URL":            {503, []int{0}, []int{0}},
		"429 of one URL":            {429, []int{0}, []int{0}},
		"of two URLs of a host":     {429, []int{0, 1}, []int{0, 1, 2}},
		"of two hosts of a domain":  {429, []int{0, 3}, []int{0, 3}}, // the others for a quarter of it
		"503 of two URLs of a host": {503, []int{0, 1}, []int{0, 1, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			onWeb(t, Options{}, func(w *web) {
				for i, address := range feeds {
					n := &news{}
					n.put(`"1"`, fmt.Sprint(i))
					host, path, _ := strings.Cut(address, "/")
					h := http.HandlerFunc(n.ServeHTTP)
					for _, bad := range tc.bad {
						if bad == i {
							h = limited(tc.status, 1, h)
						}
					}
					w.mux(host, "/"+path, h)
					w.add(calendar.Feed{URL: "http://" + address, Settings: calendar.Settings{MinEvery: 20 * time.Minute, MaxEvery: 20 * time.Minute}})
				}
				w.run(59 * time.Minute)
				for i, address := range feeds {
					polls, waits := len(w.asked(address)), false
					for _, n := range tc.waits {
						waits = waits || n == i
					}
					if waits && polls > 1 || !waits && polls < 2 {
						t.Errorf("%s was polled %d times in an hour, want it to wait: %v", address, polls, waits)
					}
				}
				w.run(30 * time.Minute)
				for _, address := range feeds {
					if len(w.asked(address)) < 2 {
						t.Errorf("%s was not polled after the hour", address)
					}
				}
			})
		})
	}
}

func TestP10AStoryOfThreeFeedsIsFetchedOnce(t *testing.T) {
	onWeb(t, Options{Workers: 4}, func(w *web) {
		w.site("news.example", robotsThen("", pages(map[string]string{"/a": "<html><body><p>A story.</p></body></html>"})))
		for i := range 3 {
			n := &news{items: []string{
				fmt.Sprintf("<item><title>A</title><link>http://news.example/a</link><description>As feed %d puts it.</description></item>", i),
			}}
			host := fmt.Sprintf("feeds%d.example", i)
			w.site(host, robotsThen("", n.ServeHTTP))
			w.add(calendar.Feed{URL: "http://" + host + "/feed"})
		}
		w.run(24 * time.Hour)
		if asked := w.asked("news.example/a"); len(asked) != 1 {
			t.Errorf("the page was fetched %d times", len(asked))
		}
	})
}

func TestP10SignalsOfThePageAreHandedOn(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{items: []string{"<item><title>A</title><link>http://news.example/a</link></item>"}}
		w.site("news.example", robotsThen("", n.ServeHTTP))
		w.mux("news.example", "/a", func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("X-Robots-Tag", "noindex")
			rw.Header().Set("Tdm-Reservation", "1")
			fmt.Fprint(rw, "<html><body><p>A story.</p></body></html>")
		})
		w.add(calendar.Feed{URL: newsFeed})
		w.run(time.Hour)
		for _, doc := range w.docs.docs {
			if doc.RobotsTag != "noindex" || doc.TDM != "1" {
				t.Errorf("X-Robots-Tag %q, Tdm-Reservation %q", doc.RobotsTag, doc.TDM)
			}
		}
		if len(w.docs.docs) != 1 {
			t.Errorf("%d stories", len(w.docs.docs))
		}
	})
}

func TestAHostThatHangsHoldsUpNobodyElse(t *testing.T) {
	onWeb(t, Options{Workers: 4}, func(w *web) {
		hang := &news{}
		for i := range 50 {
			hang.items = append(hang.items, fmt.Sprintf("<item><title>%d</title><link>http://slow.example/%d</link></item>", i, i))
		}
		w.mux("slow.example", "/feed", hang.ServeHTTP)
		w.mux("slow.example", "/robots.txt", http.NotFound)
		next := w.sites["slow.example"]
		w.site("slow.example", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/feed" && r.URL.Path != "/robots.txt" {
				<-r.Context().Done()
				return
			}
			next(rw, r)
		})
		w.add(calendar.Feed{URL: "http://slow.example/feed"})
		w.run(time.Minute) // now pages of it are due, and each hangs
		for i := range 20 {
			host := fmt.Sprintf("news%d.example", i)
			n := &news{}
			n.put(`"1"`, fmt.Sprint(i))
			w.site(host, robotsThen("", n.ServeHTTP))
			w.add(calendar.Feed{URL: "http://" + host + "/feed"})
		}
		added := time.Now()
		w.run(5 * time.Minute)
		for i := range 20 {
			asked := w.asked(fmt.Sprintf("news%d.example/feed", i))
			if len(asked) == 0 || asked[0].At.Sub(added) > 30*time.Second {
				t.Errorf("feed %d waited for a host that hangs", i)
			}
		}
	})
}

// sitemap writes a news sitemap.
func sitemap(entries ...string) string {
	return `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">` +
		strings.Join(entries, "") + `</urlset>`
}

func newsURL(address string, at time.Time) string {
	return fmt.Sprintf("<url><loc>%s</loc><news:news><news:title>T</news:title>"+
		"<news:publication_date>%s</news:publication_date></news:news></url>", address, at.UTC().Format(time.RFC3339))
}

func TestP11NewsSitemaps(t *testing.T) {
	simulatesLong(t)
	onWeb(t, Options{Workers: 2}, func(w *web) {
		now := time.Now()
		index := `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
			<sitemap><loc>http://news.example/new.xml</loc></sitemap>
			<sitemap><loc>http://news.example/pages.xml</loc></sitemap>
			<sitemap><loc>http://news.example/1999.xml</loc><lastmod>1999-06-01</lastmod></sitemap>
			<sitemap><loc>http://other.example/foreign.xml</loc></sitemap></sitemapindex>`
		w.site("news.example", pages(map[string]string{
			"/sitemap.xml": index,
			"/new.xml": sitemap(
				newsURL("http://news.example/a", now.Add(-time.Hour)), newsURL("http://news.example/old", now.Add(-72*time.Hour)),
				newsURL("http://other.example/b", now),
			),
			"/pages.xml": "<urlset><url><loc>http://news.example/about</loc></url></urlset>",
			"/a":         "<html><body><p>A story.</p></body></html>",
		}))
		w.site("other.example", pages(nil))
		w.add(calendar.Feed{URL: "http://news.example/sitemap.xml"})
		w.run(24 * time.Hour)
		if n := len(w.asked("news.example/a")); n != 1 {
			t.Errorf("the news was fetched %d times", n)
		}
		for _, path := range []string{"/old", "/1999.xml"} {
			if n := len(w.asked("news.example" + path)); n != 0 {
				t.Errorf("%s was fetched", path)
			}
		}
		if n := len(w.asked("other.example")); n != 0 {
			t.Errorf("another site was asked %d times without leave", n)
		}
		// A child that is a list of pages is parked at once.
		if f := w.feed(calendar.FeedID("http://news.example/pages.xml")); f.Parked.IsZero() ||
			len(w.asked("news.example/pages.xml")) != 1 || len(w.asked("news.example/about")) != 0 {
			t.Errorf("a list of pages: parked %s, asked %d times", f.Parked, len(w.asked("news.example/pages.xml")))
		}
		// A child that brings no news for 90 days is parked, until its index says
		// that it has changed.
		child := calendar.FeedID("http://news.example/new.xml")
		w.away(91 * 24 * time.Hour)
		w.run(12 * time.Hour)
		if f := w.feed(child); f.Parked.IsZero() {
			w.t.Fatalf("a child without news for 91 days is still polled: %s", f.Why)
		}
		before := len(w.asked("news.example/new.xml"))
		w.run(24 * time.Hour)
		if n := len(w.asked("news.example/new.xml")); n != before {
			t.Errorf("a parked sitemap was asked for %d times", n-before)
		}
		index = strings.Replace(index, "new.xml</loc>", "new.xml</loc><lastmod>"+time.Now().UTC().Format(time.RFC3339)+"</lastmod>", 1)
		w.site("news.example", pages(map[string]string{"/sitemap.xml": index, "/new.xml": sitemap(newsURL("http://news.example/c", time.Now()))}))
		w.run(30 * time.Hour)
		if n := len(w.asked("news.example/new.xml")); n == before || len(w.asked("news.example/c")) == 0 {
			t.Error("the index did not wake its child")
		}
	})
}

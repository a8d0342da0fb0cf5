package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/crawler/robots"
)

// deadEnds are redirects that lead nowhere.
var deadEnds = map[string]string{
	"without a target": "", "in a circle": "?", "to no host": "http://", "to what is not the web": "ftp://news.example/",
}

// deadEnd answers with a redirect that leads nowhere.
func deadEnd(location string) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		if location == "?" {
			rw.Header().Set("Location", r.URL.Path)
		} else if location != "" {
			rw.Header().Set("Location", location)
		}
		rw.WriteHeader(http.StatusFound)
		fmt.Fprint(rw, "Found.")
	}
}

// A redirect that leads nowhere is a failure with its reason, and an answer that counts,
// whatever was asked for.
func TestARedirectThatLeadsNowhereIsOneThing(t *testing.T) {
	for name, location := range deadEnds {
		t.Run(name, func(t *testing.T) {
			onWeb(t, Options{}, func(w *web) {
				dead := deadEnd(location)
				n := &news{items: []string{"<item><title>A</title><link>http://news.example/a</link></item>"}}
				w.mux("news.example", "/feed", n.ServeHTTP)
				w.mux("news.example", "/a", dead)
				w.mux("news.example", "/robots.txt", dead)
				w.mux("moved.example", "/feed", dead)
				w.mux("lost.example", "/feed", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusGone) })
				w.mux("lost.example", "/", dead)
				w.add(calendar.Feed{URL: newsFeed})
				w.add(calendar.Feed{URL: "http://moved.example/feed"})
				w.add(calendar.Feed{URL: "http://lost.example/feed"})
				w.run(4 * time.Minute) // then the page is looked for again
				for kind, address := range map[Kind]string{
					Page: "http://news.example/a", Robots: "http://news.example/robots.txt",
					Poll: "http://moved.example/feed", Scout: "http://lost.example/",
				} {
					events := slices.DeleteFunc(w.happened(kind, Failed), func(e Event) bool { return e.URL != address })
					if len(events) != 1 {
						t.Errorf("%s: %d failures, want one", kind, len(events))
						continue
					}
					if e := events[0]; fetch.ClassOf(e.Err) != fetch.Redirects || e.Status != http.StatusFound || e.Bytes == 0 || e.Network {
						t.Errorf("%s: %+v", kind, e)
					}
				}
				// The story stands all the same, as its feed tells it.
				if doc := w.docs.docs["http://news.example/a"]; doc.Entry == nil || doc.Status != 0 || doc.FinalURL != "" {
					t.Errorf("the story is %+v", doc)
				}
				for _, at := range []string{"news.example/a", "moved.example/feed", "lost.example/"} {
					if asked := w.asked(at); len(asked) != 1 {
						t.Errorf("%s was asked for %d times", at, len(asked))
					}
				}
				_, _, err := NewVisitor(w.fetcher, w.cal, w.delay).Get(context.Background(), fetch.Request{URL: "http://news.example/a"})
				if fetch.ClassOf(err) != fetch.Redirects {
					t.Errorf("a person is told %v", err)
				}
			})
		})
	}
}

// What a host asked for holds for the person as well, and where even its robots.txt may not
// be asked for.
func TestAPersonIsToldThatAHostWantsToBeLeftAlone(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("news.example", pages(nil))
		for _, path := range []string{"/a", "/b"} { // two URLs close the host
			w.lane("http://news.example"+path, calendar.Answer{Throttled: true, Until: time.Now().Add(5 * time.Hour)})
			time.Sleep(time.Minute)
		}
		_, err := NewVisitor(w.fetcher, w.cal, w.delay).Page(context.Background(), "http://news.example/c")
		var closed *calendar.ClosedError
		if !errors.As(err, &closed) || !strings.Contains(err.Error(), "asked not to be asked before") {
			t.Errorf("a person is told %v", err)
		}
		if r, err := w.cal.Robots(context.Background(), "http://news.example"); r != nil || err != nil {
			t.Errorf("of its robots.txt is remembered %+v, %v", r, err)
		}
		time.Sleep(5 * time.Hour)
		var status *StatusError
		if _, err := NewVisitor(w.fetcher, w.cal, w.delay).Page(context.Background(), "http://news.example/c"); !errors.As(err, &status) {
			t.Errorf("later a person is told %v", err)
		}
		if asked := w.asked("news.example"); len(asked) != 2 {
			t.Errorf("%d requests, want robots.txt and the page", len(asked))
		}
	})
}

// A storage that fails is told as that, and no record of a robots.txt is made of it.
func TestAPersonIsToldThatTheCalendarFails(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("news.example", pages(nil))
		visitor := NewVisitor(w.fetcher, w.cal, w.delay)
		w.server.Shutdown()
		ctx, stop := context.WithTimeout(context.Background(), time.Minute)
		defer stop()
		_, err := visitor.Page(ctx, "http://news.example/a")
		var fe *fetch.Error
		if err == nil || errors.As(err, &fe) || len(w.asked("news.example")) > 0 {
			t.Errorf("a person is told %v", err)
		}
	})
}

// Requests that are over with the process say nothing of the site.
func TestAnInterruptedRequestIsNoFailureOfTheSite(t *testing.T) {
	onWeb(t, Options{Grace: time.Millisecond}, func(w *web) {
		w.site("news.example", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		id := w.add(calendar.Feed{URL: newsFeed})
		w.run(5 * time.Second)
		if f := w.feed(id); f.Failures != 0 || len(w.happened(Poll, Failed))+len(w.happened(Robots, Failed)) > 0 {
			t.Errorf("%d failures, %+v", f.Failures, w.events)
		}
		ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
		defer stop()
		if _, err := NewVisitor(w.fetcher, nil, w.delay).Page(ctx, "http://news.example/a"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a person is told %v", err)
		}
	})
}

// Where a story turns out to be known while its lane is held, no request is made, and the
// host's Crawl-delay is not forgotten over it.
func TestALaneWithoutARequestKeepsTheCrawlDelay(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("news.example", robotsThen("User-agent: *\nCrawl-delay: 20", (&news{}).ServeHTTP))
		w.add(calendar.Feed{URL: newsFeed})
		c, worker, ctx := w.newCrawler(w.cal), w.fetcher.Worker(), context.Background()
		var e *errand
		for range 2 { // the first is for robots.txt
			due, err := w.cal.Next(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if e, err = c.setOut(ctx, worker, due, false); err != nil {
				t.Fatal(err)
			}
		}
		if e == nil || len(w.asked("news.example/robots.txt")) != 1 || len(w.asked("news.example")) != 1 {
			t.Fatalf("%+v after %+v", e, w.asked("news.example"))
		}
		e.end(ctx)
		if _, until, err := w.cal.Take(ctx, newsFeed); err != nil || time.Until(until) < 20*time.Second {
			t.Errorf("the next request may be made %s, %v", until, err)
		}
	})
}

// Robots.txt that another process has read meanwhile is not asked for again, and its
// Crawl-delay holds.
func TestAnErrandForKnownRobotsMakesNoRequest(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("news.example", robotsThen("User-agent: *\nCrawl-delay: 20", (&news{}).ServeHTTP))
		id := w.add(calendar.Feed{URL: newsFeed})
		c, ctx := w.newCrawler(w.cal), context.Background()
		due, err := w.cal.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		due.Robots = &calendar.RobotsStep{Origin: "http://news.example", Ask: "http://news.example/robots.txt"}
		known := &calendar.RobotsRecord{
			Read: time.Now(), Until: time.Now().Add(time.Hour), Rules: robots.Parse([]byte("User-agent: *\nCrawl-delay: 20"), Token),
		}
		if err := w.cal.SaveRobots(ctx, "http://news.example", known); err != nil {
			t.Fatal(err)
		}
		if e, err := c.setOut(ctx, w.fetcher.Worker(), due, true); e != nil || err != nil {
			t.Fatalf("%+v, %v", e, err)
		}
		if asked := w.asked("news.example"); len(asked) > 0 {
			t.Errorf("asked for %+v", asked)
		}
		if _, until, err := w.cal.Take(ctx, newsFeed); err != nil || time.Until(until) < 20*time.Second {
			t.Errorf("the next request may be made %s, %v", until, err)
		}
		w.run(time.Hour)
		if f := w.feed(id); f.Polled.IsZero() || len(w.asked("news.example/robots.txt")) > 0 {
			t.Errorf("polled %s, robots.txt was asked for %d times", f.Polled, len(w.asked("news.example/robots.txt")))
		}
	})
}

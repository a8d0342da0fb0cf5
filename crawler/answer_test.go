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
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// A 304 answers validators. To who sent none it is a failure, not "nothing new": a feed
// of which nothing was ever read would be in the best of health.
func TestANotModifiedThatNobodyAskedForFails(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNotModified) }))
		w.site("moved.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, newsFeed, http.StatusMovedPermanently)
		}))
		for _, address := range []string{newsFeed, "http://moved.example/feed"} {
			id := w.add(calendar.Feed{URL: address})
			w.run(time.Hour)
			f := w.feed(id)
			if Outcome(f.Outcome) != Failed || f.Failures == 0 || f.Status != 304 || !strings.Contains(f.Error, "304 Not Modified to a request without validators") {
				t.Errorf("%s: %s, %d failures, status %d, %q", address, f.Outcome, f.Failures, f.Status, f.Error)
			}
		}
	})
}

// One who has asked with validators and asks without them once, to see whether they tell
// the truth, is told the same.
func TestANotModifiedWithoutValidatorsTeachesNothing(t *testing.T) {
	simulatesLong(t)
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put(`"1"`, "a")
		stuck := false
		n.fault = func(rw http.ResponseWriter, _ *http.Request) bool {
			if stuck {
				rw.WriteHeader(http.StatusNotModified)
			}
			return stuck
		}
		w.site("news.example", robotsThen("", n.ServeHTTP))
		id := w.add(calendar.Feed{URL: newsFeed})
		w.run(time.Hour)
		stuck = true
		w.run(9 * 24 * time.Hour)
		f := w.feed(id)
		if f.Failures == 0 || len(f.Seen) != 1 {
			t.Errorf("%d failures, %d entries: %s", f.Failures, len(f.Seen), f.Error)
		}
		stuck = false
		w.run(3 * 24 * time.Hour)
		if f = w.feed(id); f.Failures != 0 || len(w.docs.docs) != 1 {
			t.Errorf("%d failures, %d stories", f.Failures, len(w.docs.docs))
		}
	})
}

// Success without a body is none.
func TestASuccessWithoutABodyFails(t *testing.T) {
	for _, status := range []int{200, 203, 204, 205} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			onWeb(t, Options{}, func(w *web) {
				n := &news{}
				n.put("", "a")
				empty := true
				n.fault = func(rw http.ResponseWriter, _ *http.Request) bool {
					if empty {
						rw.WriteHeader(status)
					}
					return empty
				}
				w.site("news.example", robotsThen("", n.ServeHTTP))
				id := w.add(calendar.Feed{URL: newsFeed})
				w.run(time.Minute)
				if f := w.feed(id); f.Failures != 1 || f.Known || f.Error == "" {
					t.Errorf("never a body: %d failures, known %v, %q", f.Failures, f.Known, f.Error)
				}
				empty = false
				w.run(6 * time.Hour)
				empty = true
				w.run(12 * time.Hour)
				if f := w.feed(id); f.Failures == 0 || len(f.Seen) != 1 || len(w.docs.docs) != 1 {
					t.Errorf("a body before: %d failures, %d entries, %d stories", f.Failures, len(f.Seen), len(w.docs.docs))
				}
			})
		})
	}
}

// A page that answers with what is no page, not yet or not at all, is looked for; meanwhile
// the story is what the feed says.
func TestAPageWithoutABodyIsTriedAgain(t *testing.T) {
	for name, empty := range map[string]http.HandlerFunc{
		"304": func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNotModified) },
		"204": func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNoContent) },
		"200": func(http.ResponseWriter, *http.Request) {},
		"202": func(rw http.ResponseWriter, _ *http.Request) {
			rw.WriteHeader(http.StatusAccepted)
			fmt.Fprint(rw, "<p>One moment.</p>")
		},
	} {
		t.Run(name, func(t *testing.T) {
			onWeb(t, Options{}, func(w *web) {
				n := &news{items: []string{
					"<item><title>A</title><link>http://news.example/a</link></item>", "<item><title>B</title><link>http://news.example/b</link></item>",
				}}
				asked := 0
				w.mux("news.example", "/feed", n.ServeHTTP)
				w.mux("news.example", "/b", empty)
				w.mux("news.example", "/a", func(rw http.ResponseWriter, r *http.Request) {
					if asked++; asked < 3 {
						empty(rw, r)
						return
					}
					rw.Header().Set("Content-Type", "text/html")
					rw.WriteHeader(http.StatusNonAuthoritativeInfo)
					fmt.Fprint(rw, "<p>The story.</p>")
				})
				w.add(calendar.Feed{URL: newsFeed})
				w.run(10 * time.Hour)
				if d := w.docs.docs["http://news.example/a"]; asked != 3 || d.Status != 203 || !strings.Contains(string(d.Body), "The story.") {
					t.Errorf("asked %d times, status %d, body %q", asked, d.Status, d.Body)
				}
				if d, ok := w.docs.docs["http://news.example/b"]; !ok || len(d.Body) > 0 || d.Entry.Title != "B" {
					t.Errorf("without a page: published %v, body %q", ok, d.Body)
				}
				if n := len(w.asked("news.example/b")); n != 2+len(awaitedLooks) {
					t.Errorf("%d attempts", n)
				}
			})
		})
	}
}

func TestAFeedOfAnyStatusThatHasOne(t *testing.T) {
	for _, status := range []int{200, 203, 226} {
		onWeb(t, Options{}, func(w *web) {
			n := &news{}
			n.put("", "a")
			n.fault = func(rw http.ResponseWriter, _ *http.Request) bool { rw.WriteHeader(status); return false }
			w.site("news.example", robotsThen("", n.ServeHTTP))
			found, err := NewVisitor(w.fetcher, w.cal, w.delay).Feeds(context.Background(), newsFeed, 1)
			if err != nil || len(found) != 1 || found[0].Items != 1 {
				t.Errorf("%d: found %+v, %v", status, found, err)
			}
			id := w.add(calendar.Feed{URL: newsFeed})
			w.run(time.Minute)
			if f := w.feed(id); f.Failures > 0 || f.Status != status || len(w.docs.docs) != 1 {
				t.Errorf("%d: status %d, %q", status, f.Status, f.Error)
			}
		})
	}
}

// What is allowed to be large is, from the first poll on, with the answer that somebody
// got who looked at the feed before.
func TestALargeFeedIsReadFromItsFirstPollOn(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		var err error
		if w.fetcher, err = fetch.New(fetch.Options{Lookup: w.lookup, Dial: w.dial, MaxFeed: 20 << 20}); err != nil {
			t.Fatal(err)
		}
		defer w.fetcher.Close()
		n := &news{}
		n.put("", "a", "b")
		n.channel = strings.Repeat("<!-- archive -->", 12<<20/16)
		w.site("news.example", robotsThen("", n.ServeHTTP))
		found, err := NewVisitor(w.fetcher, w.cal, w.delay).Feeds(context.Background(), newsFeed, 1)
		if err != nil || len(found) != 1 || found[0].Answer == nil {
			t.Fatalf("found %+v, %v", found, err)
		}
		f := calendar.Feed{URL: newsFeed, ID: calendar.FeedID(newsFeed), Next: time.Now().Round(time.Millisecond)}
		if err := w.cal.AddFeed(context.Background(), f); err != nil {
			t.Fatal(err)
		}
		job := f.Job()
		job.Answer = found[0].Answer
		if err := w.cal.BookAt(context.Background(), job, f.Next); err != nil {
			t.Fatal(err)
		}
		for _, run := range []time.Duration{time.Minute, 6 * time.Hour} {
			w.run(run)
			if got := w.feed(f.ID); got.Failures > 0 || len(got.Seen) != 2 || len(w.docs.docs) != 2 {
				t.Errorf("%d failures, %d entries: %s", got.Failures, len(got.Seen), got.Error)
			}
		}
		if polls := len(w.asked("news.example/feed")); polls < 2 {
			t.Errorf("%d requests", polls)
		}
	})
}

// The network is down if nobody answers. Whoever answers nonsense, breaks off TLS or
// falls silent halfway was reached.
func TestWhatCountsAsNoAnswer(t *testing.T) {
	for _, class := range []fetch.Class{
		fetch.BadURL, fetch.BlockedAddress, fetch.DNS, fetch.Connect, fetch.TLS, fetch.Timeout, fetch.Protocol,
		fetch.Redirects, fetch.TooLarge, fetch.Decode, fetch.Truncated,
	} {
		err := fmt.Errorf("poll: %w", &fetch.Error{Class: class, Err: errors.New("it failed")})
		if want := class == fetch.DNS || class == fetch.Connect || class == fetch.Timeout; unreachable(err) != want {
			t.Errorf("%s: %v", class, !want)
		}
		if unreachable(&fetch.Error{Class: class, Answered: true, Err: errors.New("it failed")}) {
			t.Errorf("%s, after an answer had begun", class)
		}
	}
	if unreachable(nil) || unreachable(&RobotsError{}) {
		t.Error("no error of fetching")
	}
}

// What is wrong with the file of an origin is not wrong with a feed there.
func TestARobotsFileThatCannotBeReadIsNamed(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("news.example", func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Encoding", "compress")
			fmt.Fprint(rw, "x")
		})
		id := w.add(calendar.Feed{URL: newsFeed})
		w.run(time.Minute)
		if f := w.feed(id); !strings.Contains(f.Error, "robots.txt cannot be fetched") || !strings.Contains(f.Error, "compress") {
			t.Errorf("error %q", f.Error)
		}
	})
}

// What is remembered of a robots.txt that could not be reached is no request to the site and
// no failure of a feed that was not the one to ask; and who wants a poll has the site asked.
func TestARememberedFailureIsNoFailureAndARetryAsks(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		feed := robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprintf(rw, `<rss version="2.0"><channel><title>T</title><item><title>%s</title><guid>%s</guid></item></channel></rss>`, r.URL.Path, r.URL.Path)
		})
		w.site("other.example", feed) // so that it is not this machine that has no network
		set := calendar.Settings{FullText: FullTextNever}
		w.add(calendar.Feed{URL: "http://other.example/", Settings: set})
		first := w.add(calendar.Feed{URL: "http://news.example/1", Settings: set}) // there is no such host yet
		w.run(time.Minute)
		second := w.add(calendar.Feed{URL: "http://news.example/2", Settings: set})
		w.run(2 * time.Minute)
		one, two := w.feed(first), w.feed(second)
		if one.Failures != 1 || two.Failures != 0 || !strings.Contains(two.Why, "robots.txt could not be fetched") {
			t.Errorf("failures %d and %d; the second waits for %q", one.Failures, two.Failures, two.Why)
		}
		w.site("news.example", feed)
		if _, err := w.cal.PollNow(context.Background(), one.ID, "retry was asked for"); err != nil {
			t.Fatal(err)
		}
		w.run(time.Minute)
		if one = w.feed(first); one.Failures != 0 || one.Answered.IsZero() {
			t.Errorf("after the retry: %d failures, %+v", one.Failures, one.Error)
		}
		w.run(15 * time.Minute)
		if two = w.feed(second); two.Failures != 0 || two.Answered.IsZero() {
			t.Errorf("the second: %d failures, %q", two.Failures, two.Error)
		}
	})
}

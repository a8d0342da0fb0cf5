package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// oneFeed is a world with one feed on it.
func oneFeed(t *testing.T, n *news, f calendar.Feed, play func(w *web, id string)) {
	t.Helper()
	onWeb(t, Options{}, func(w *web) {
		w.site("news.example", robotsThen("", n.ServeHTTP))
		f.URL = newsFeed
		play(w, w.add(f))
	})
}

func TestS1ThePublisherSetsAFloor(t *testing.T) {
	simulatesLong(t)
	for name, tc := range map[string]struct {
		header, value, channel string
		least                  time.Duration
	}{
		"max-age":  {"Cache-Control", "public, max-age=14400", "", 4 * time.Hour},
		"less Age": {"Cache-Control", "max-age=14400", "", 3 * time.Hour},
		"Expires":  {"Expires", time.Date(2000, 1, 1, 5, 0, 0, 0, time.UTC).Format(http.TimeFormat), "", 5*time.Hour - time.Minute},
		"ttl":      {"X", "", "<ttl>300</ttl>", 5 * time.Hour},
		"sy": {"X", "", `<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">daily</sy:updatePeriod>` +
			`<sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">6</sy:updateFrequency>`, 4 * time.Hour},
		"too short":   {"Cache-Control", "max-age=300", "", 15 * time.Minute},
		"at most day": {"Cache-Control", "max-age=31536000", "", 24 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			n := &news{extra: http.Header{tc.header: {tc.value}}, channel: tc.channel}
			if name == "less Age" {
				n.extra["Age"] = []string{"3600"}
			}
			n.put(`"1"`, "a", "b", "c")
			oneFeed(t, n, calendar.Feed{}, func(w *web, id string) {
				w.run(tc.least + tc.least/4 + 5*time.Hour)
				waits := gaps(w.asked("news.example/feed"))
				if len(waits) == 0 || waits[0] < tc.least || waits[0] > tc.least+tc.least/10+4*time.Hour {
					t.Errorf("waits %v, want at least %s and not much more", waits, tc.least)
				}
			})
		})
	}
}

func TestS2SkipHoursAndSkipDaysAreKept(t *testing.T) {
	simulatesLong(t)
	n := &news{channel: "<skipHours>"}
	for h := 3; h < 20; h++ {
		n.channel += fmt.Sprintf("<hour>%d</hour>", h)
	}
	n.channel += "</skipHours><skipDays><day>Sunday</day></skipDays>" // the world begins on a Saturday
	n.put(`"1"`, "a")
	oneFeed(t, n, calendar.Feed{}, func(w *web, _ string) {
		w.run(3 * 24 * time.Hour)
		asked := w.asked("news.example/feed")
		if len(asked) < 4 {
			w.t.Fatalf("%d polls in three days", len(asked))
		}
		for _, r := range asked[1:] {
			if at := r.At.UTC(); at.Hour() >= 3 && at.Hour() < 20 || at.Weekday() == time.Sunday {
				t.Errorf("polled at %s", at)
			}
		}
	})
}

func TestS2AFeedThatForbidsAlwaysIsPolledWithAWarning(t *testing.T) {
	n := &news{channel: "<skipDays>"}
	for d := time.Sunday; d <= time.Saturday; d++ {
		n.channel += "<day>" + d.String() + "</day>"
	}
	n.channel += "</skipDays>"
	n.put(`"1"`, "a")
	oneFeed(t, n, calendar.Feed{}, func(w *web, id string) {
		w.run(24 * time.Hour)
		if f := w.feed(id); len(w.asked("news.example/feed")) < 2 || len(f.Warnings) == 0 || !strings.Contains(f.Warnings[0], "skipDays") {
			t.Errorf("%d polls, warnings %q", len(w.asked("news.example/feed")), f.Warnings)
		}
	})
}

func TestS3FloorsWithAndWithoutValidators(t *testing.T) {
	for name, tc := range map[string]struct {
		etag  string
		least time.Duration
	}{"with validators": {`"1"`, 15 * time.Minute}, "without": {"", time.Hour}} {
		t.Run(name, func(t *testing.T) {
			n := &news{}
			oneFeed(t, n, calendar.Feed{}, func(w *web, id string) {
				for i := range 300 { // a story a minute
					n.put(tc.etag, fmt.Sprint(i), fmt.Sprint(i+1), fmt.Sprint(i+2))
					if n.etag != "" {
						n.etag = fmt.Sprintf(`"%d"`, i)
					}
					w.run(time.Minute)
				}
				waits := gaps(w.asked("news.example/feed"))
				for _, wait := range waits {
					if wait < tc.least {
						t.Errorf("polled after %s", wait)
					}
				}
				if len(waits) < int(2*time.Hour/tc.least) {
					t.Errorf("%d polls of a busy feed in 5 h", len(waits))
				}
			})
		})
	}
}

func TestS4QuietLengthensAndNewsShorten(t *testing.T) {
	simulatesLong(t)
	n := &news{}
	n.put(`"1"`, "a", "b")
	oneFeed(t, n, calendar.Feed{}, func(w *web, _ string) {
		w.run(3 * 24 * time.Hour)
		quiet := gaps(w.asked("news.example/feed"))
		first, last := quiet[0], quiet[len(quiet)-1]
		if last < first*3/2 {
			t.Errorf("in three quiet days the wait went from %s to %s", first, last)
		}
		before := len(w.asked("news.example/feed"))
		for i := range 24 {
			n.put(fmt.Sprintf(`"n%d"`, i), fmt.Sprintf("n%d", i), fmt.Sprintf("n%d", i+1))
			w.run(time.Hour)
		}
		busy := gaps(w.asked("news.example/feed")[before:])
		if got := busy[len(busy)-1]; got > last/2 {
			t.Errorf("after a busy day the wait is %s, before it was %s", got, last)
		}
	})
}

func TestS4ATurnoverIsReportedAndShortens(t *testing.T) {
	n := &news{}
	n.put(`"1"`, "a", "b")
	oneFeed(t, n, calendar.Feed{}, func(w *web, _ string) {
		w.run(24 * time.Hour)
		n.put(`"2"`, "x", "y") // nothing of before is left
		before := len(w.asked("news.example/feed"))
		w.run(24 * time.Hour)
		var warned bool
		for _, e := range w.happened(Poll, Fresh) {
			warned = warned || e.Notice == FeedGap
		}
		asked := w.asked("news.example/feed")
		was, is := asked[before-1].At.Sub(asked[before-2].At), asked[before+1].At.Sub(asked[before].At)
		if !warned || is > was*2/3 {
			t.Errorf("warned %v; the wait went from %s to %s", warned, was, is)
		}
	})
}

func TestS5FeedsAddedTogetherDriftApart(t *testing.T) {
	onWeb(t, Options{Workers: 4}, func(w *web) {
		for i := range 40 {
			host := fmt.Sprintf("news%d.example", i)
			n := &news{}
			n.put(`"1"`, "a")
			w.site(host, robotsThen("", n.ServeHTTP))
			w.add(calendar.Feed{URL: "http://" + host + "/feed"})
		}
		w.run(24 * time.Hour)
		minutes := map[int]int{}
		for i := range 40 {
			asked := w.asked(fmt.Sprintf("news%d.example/feed", i))
			minutes[int(asked[len(asked)-1].At.Sub(asked[0].At).Minutes())]++
		}
		if len(minutes) < 20 {
			t.Errorf("the last polls of 40 feeds fall into %d minutes", len(minutes))
		}
	})
}

func TestS6ErrorsBackOffAndNeverEnd(t *testing.T) {
	simulatesLong(t)
	down := true
	n := &news{fault: func(rw http.ResponseWriter, _ *http.Request) bool {
		if down {
			rw.WriteHeader(http.StatusInternalServerError)
		}
		return down
	}}
	n.put(`"1"`, "a")
	oneFeed(t, n, calendar.Feed{}, func(w *web, id string) {
		w.run(3 * 24 * time.Hour)
		waits := gaps(w.asked("news.example/feed"))
		for i, wait := range waits[:5] {
			base := 15 * time.Minute << i
			if wait < base*8/10 || wait > base*12/10 {
				t.Errorf("wait %d is %s, want about %s", i, wait, base)
			}
		}
		w.away(30 * 24 * time.Hour)
		w.run(time.Hour)
		f := w.feed(id)
		if wait := time.Until(f.Next); wait < 4*24*time.Hour || wait > 8*24*time.Hour {
			t.Errorf("after a month of errors the next poll is in %s, want days, and a week at last", wait)
		}
		down = false
		w.away(8 * 24 * time.Hour)
		w.run(time.Hour)
		if f := w.feed(id); f.Failures != 0 || !f.Failing.IsZero() || time.Until(f.Next) > 24*time.Hour {
			t.Errorf("one success left %d failures, next poll in %s", f.Failures, time.Until(f.Next))
		}
	})
}

func TestS7TwoProcessesPollEachSlotOnce(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put(`"1"`, "a")
		w.site("news.example", robotsThen("", n.ServeHTTP))
		w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{MinEvery: time.Hour, MaxEvery: time.Hour}})
		nc, second := w.process()
		defer nc.Close()
		nc3, third := w.process()
		defer nc3.Close()
		w.together(12*time.Hour, second, third)
		for _, wait := range gaps(w.asked("news.example/feed")) {
			if wait < 50*time.Minute {
				t.Errorf("polled again after %s", wait)
			}
		}
		if polls := len(w.asked("news.example/feed")); polls < 10 || polls > 14 {
			t.Errorf("%d polls in 12 hours", polls)
		}
	})
}

func TestS8AfterADayDownEachFeedIsPolledOnce(t *testing.T) {
	onWeb(t, Options{Workers: 4}, func(w *web) {
		for i := range 30 { // of one host, so that its lane decides
			n := &news{}
			n.put(`"1"`, "a")
			path := fmt.Sprintf("/feed%d", i)
			w.mux("news.example", path, n.ServeHTTP)
			w.add(calendar.Feed{URL: "http://news.example" + path, Settings: calendar.Settings{MinEvery: time.Hour, MaxEvery: time.Hour}})
		}
		w.run(10 * time.Minute)
		w.away(24 * time.Hour)
		before := len(w.asked("news.example"))
		w.run(10 * time.Minute)
		asked := w.asked("news.example")[before:]
		polls := map[string]int{}
		for _, r := range asked {
			polls[r.Path]++
		}
		for path, times := range polls {
			if times != 1 {
				t.Errorf("%s was asked for %d times", path, times)
			}
		}
		if len(polls) < 30 { // and the robots.txt, which is a day old
			t.Errorf("%d of 30 feeds were polled", len(polls))
		}
	})
}

func TestR1AMoveIsBelievedAfterADayAndThreeTimes(t *testing.T) {
	simulatesLong(t)
	for name, tc := range map[string]struct {
		status int
		target string
		moved  bool
	}{
		"301":            {301, "http://new.example/feed", true},
		"308":            {308, "http://new.example/feed", true},
		"302":            {302, "http://new.example/feed", false},
		"307":            {307, "http://new.example/feed", false},
		"R4 301 to HTML": {301, "http://new.example/page", false},
	} {
		t.Run(name, func(t *testing.T) {
			onWeb(t, Options{}, func(w *web) {
				n := &news{}
				n.put(`"1"`, "a", "b")
				gone := false
				w.site("news.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
					if gone {
						http.Redirect(rw, r, tc.target, tc.status)
						return
					}
					n.ServeHTTP(rw, r)
				}))
				w.mux("new.example", "/feed", n.ServeHTTP)
				w.mux("new.example", "/page", func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, "<html><title>Welcome</title></html>") })
				id := w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{MinEvery: 3 * time.Hour, MaxEvery: 3 * time.Hour}})
				w.run(time.Minute)
				gone = true
				w.run(20 * time.Hour)
				if f := w.feed(id); f.URL != newsFeed {
					t.Errorf("believed within a day")
				}
				w.run(14 * time.Hour)
				f := w.feed(id)
				if (f.URL == tc.target) != tc.moved {
					t.Errorf("the URL is %s", f.URL)
				}
				if strings.HasSuffix(tc.target, "/page") && (f.Failures == 0 || Outcome(f.Outcome) != NotAFeed) {
					t.Errorf("a page that is no feed: %d failures, %s", f.Failures, f.Outcome)
				}
				if tc.moved && (f.MovedFrom != newsFeed || len(w.docs.docs) != 2) {
					t.Errorf("moved from %q; %d stories, want the two of before", f.MovedFrom, len(w.docs.docs))
				}
			})
		})
	}
}

func TestR3AFeedThatIsGoneIsProbedOnceAMonth(t *testing.T) {
	n := &news{fault: func(rw http.ResponseWriter, _ *http.Request) bool { rw.WriteHeader(http.StatusGone); return true }}
	oneFeed(t, n, calendar.Feed{}, func(w *web, id string) {
		w.run(24 * time.Hour)
		if gone := w.happened(Poll, Gone); len(gone) != 1 || gone[0].Notice != FeedGone {
			t.Errorf("events %v", gone)
		}
		w.away(26 * 24 * time.Hour) // the probe is a month later, give or take its jitter
		w.run(6 * time.Hour)
		if asked := w.asked("news.example/feed"); len(asked) != 1 {
			t.Errorf("%d requests in 27 days", len(asked))
		}
		n.mu.Lock()
		n.fault = nil
		n.mu.Unlock()
		n.put(`"1"`, "a")
		w.away(7 * 24 * time.Hour)
		w.run(time.Hour)
		if f := w.feed(id); len(w.asked("news.example/feed")) != 2 || f.Gone || f.Failures != 0 {
			t.Errorf("%d requests; gone %v", len(w.asked("news.example/feed")), f.Gone)
		}
	})
}

func TestR3NotFoundBacksOff(t *testing.T) {
	n := &news{fault: func(rw http.ResponseWriter, _ *http.Request) bool { rw.WriteHeader(http.StatusNotFound); return true }}
	oneFeed(t, n, calendar.Feed{}, func(w *web, _ string) {
		w.run(24 * time.Hour)
		waits := gaps(w.asked("news.example/feed"))
		if len(waits) < 4 || waits[3] < waits[0]*6 {
			t.Errorf("waits %v", waits)
		}
	})
}

func TestR3AnExpiredJSONFeedStops(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.mux("news.example", "/feed", func(rw http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(rw, `{"version":"https://jsonfeed.org/version/1.1","title":"T","expired":true,`+
				`"items":[{"id":"1","content_text":"The last one."}]}`)
		})
		id := w.add(calendar.Feed{URL: newsFeed})
		w.run(48 * time.Hour)
		if f := w.feed(id); !f.Gone || len(w.asked("news.example/feed")) != 1 || len(w.docs.docs) != 1 {
			t.Errorf("gone %v, %d requests, %d stories", f.Gone, len(w.asked("news.example/feed")), len(w.docs.docs))
		}
	})
}

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
)

// list serves a feed of so many items; item writes one of them, at each poll anew.
func list(n int, item func(rw http.ResponseWriter, i int)) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(rw, r)
			return
		}
		rw.Header().Set("Etag", `"always the same"`)
		fmt.Fprint(rw, `<rss version="2.0"><channel><title>Many</title>`)
		for i := range n {
			item(rw, i)
		}
		fmt.Fprint(rw, "</channel></rss>")
	}
}

func anItem(rw http.ResponseWriter, title, guid, link string) {
	fmt.Fprintf(rw, "<item><title>%s</title><guid>%s</guid><link>%s</link></item>", title, guid, link)
}

// queued is until when a host's lane is booked from now on, for itself and for guests, and
// how many jobs wait in all lanes.
func (w *web) queued(url string) (own, guests time.Duration, jobs int) {
	w.t.Helper()
	view, err := w.cal.LaneOf(context.Background(), url)
	if err != nil {
		w.t.Fatal(err)
	}
	b, err := w.cal.Backlog(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return time.Until(view.Queue), time.Until(view.Guests), b.Lanes
}

// A feed of 5,000 items that never change books each page once, however often it is polled.
func TestP14ItemsThatNeverChangeAreBookedOnce(t *testing.T) {
	simulatesLong(t)
	onWeb(t, Options{Workers: 4, MinEvery: 15 * time.Minute, MaxEvery: 15 * time.Minute, BlindEvery: 15 * time.Minute}, func(w *web) {
		w.site("paper.example", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/feed" && r.URL.Path != "/section" {
				fmt.Fprint(rw, "<p>A story.</p>")
				return
			}
			list(5000, func(rw http.ResponseWriter, i int) {
				anItem(rw, fmt.Sprint("Story ", i), fmt.Sprint(i), fmt.Sprintf("http://paper.example/%d", i))
			})(rw, r)
		})
		w.add(calendar.Feed{URL: "http://paper.example/feed"})
		w.run(10 * time.Minute)
		own, _, jobs := w.queued("http://paper.example/")
		w.add(calendar.Feed{URL: "http://paper.example/section"}) // it shows the same stories
		w.run(2 * time.Hour)
		later, _, left := w.queued("http://paper.example/")
		if later > own-100*time.Minute || left > jobs-2000 {
			t.Errorf("booked for %s and %d jobs, two hours later for %s and %d", own, jobs, later, left)
		}
		w.run(90 * time.Minute)
		asked := map[string]int{}
		for _, r := range w.asked("paper.example") {
			asked[r.Path]++
		}
		for path, n := range asked {
			if n > 1 && path != "/feed" && path != "/section" && path != "/robots.txt" {
				t.Fatalf("%s was asked for %d times", path, n)
			}
		}
		if len(asked) < 5003 {
			t.Errorf("%d pages were asked for", len(asked)-3)
		}
	})
}

// A feed that shows 5,000 addresses of another paper, others at each poll, takes what its
// guests have there, and no more waits than can be served in a day.
func TestP14AStrangersAddressesAreBookedForADayAtMost(t *testing.T) {
	simulatesLong(t)
	onWeb(t, Options{Workers: 4, MinEvery: time.Hour, MaxEvery: time.Hour, BlindEvery: time.Hour}, func(w *web) {
		polls := 0
		evil := list(5000, func(rw http.ResponseWriter, i int) {
			anItem(rw, "A lie", fmt.Sprint(polls, "-", i), fmt.Sprintf("http://paper.example/lie/%d/%d", polls, i))
		})
		w.site("evil.example", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				polls++
			}
			evil(rw, r)
		})
		paper := goodSite("paper.example")
		w.site("paper.example", paper)
		w.add(calendar.Feed{URL: "http://evil.example/feed"})
		w.run(5 * time.Minute)
		w.add(calendar.Feed{URL: "http://paper.example/feed"})
		var most int
		for range 3 {
			w.run(time.Hour)
			own, guests, jobs := w.queued("http://paper.example/")
			if own > 5*time.Minute || guests > 25*time.Hour {
				t.Errorf("the paper's lane is booked for %s, for guests for %s", own, guests)
			}
			most = max(most, jobs)
		}
		if most > 24*3600/8 {
			t.Errorf("%d jobs wait at a host that can serve %d a day", most, 24*3600/8)
		}
		if n := len(w.asked("paper.example")); n > 3*3600/8+200 {
			t.Errorf("the paper was asked %d times in three hours", n)
		}
		var waited []time.Duration
		for _, e := range w.happened(Page, Fresh) {
			if !strings.Contains(e.URL, "/lie/") {
				waited = append(waited, e.Waited)
			}
		}
		slices.Sort(waited)
		if len(waited) < 12 || waited[len(waited)-1] > 2*time.Minute {
			t.Errorf("%d stories of the paper waited for up to %s", len(waited), waited[len(waited)-1])
		}
		id := calendar.FeedID("http://evil.example/feed")
		if f := w.feed(id); f.Deferred[string(DeferredLane)] == 0 || f.Validators.Of != "" {
			t.Errorf("put off: %v; validators %+v", f.Deferred, f.Validators)
		}
	})
}

// What finds no place at a slow host comes later, the newest first, each once, and is never
// taken for seen.
func TestP14WhatIsPutOffComesLater(t *testing.T) {
	simulatesLong(t)
	onWeb(t, Options{Workers: 2, MinEvery: time.Hour, MaxEvery: time.Hour, BlindEvery: time.Hour}, func(w *web) {
		start := time.Now()
		site := list(1400, func(rw http.ResponseWriter, i int) {
			// the oldest stand first
			fmt.Fprintf(rw, "<item><title>Story %d</title><guid>%d</guid><link>http://paper.example/%d</link><pubDate>%s</pubDate></item>",
				i, i, i, start.Add(time.Duration(i-1400)*time.Minute).UTC().Format(time.RFC1123))
		})
		w.site("paper.example", func(rw http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/robots.txt":
				fmt.Fprint(rw, "User-agent: *\nCrawl-delay: 50")
			case "/feed":
				site(rw, r)
			default:
				fmt.Fprint(rw, "<p>A story.</p>")
			}
		})
		id := w.add(calendar.Feed{URL: "http://paper.example/feed"})
		w.run(time.Hour)
		f := w.feed(id)
		if n := f.Deferred[string(DeferredLane)]; n < 400 || n > 700 {
			t.Fatalf("%d of 1,400 are put off", n)
		}
		if first := w.asked("paper.example"); first[2].Path != "/1399" {
			t.Errorf("the first page is %s", first[2].Path)
		}
		if rate := f.Rate.PerHour(); rate > 100 {
			t.Errorf("%.0f entries an hour", rate)
		}
		w.run(36 * time.Hour)
		asked := map[string]int{}
		for _, r := range w.asked("paper.example") {
			asked[r.Path]++
		}
		for i := range 1400 {
			if n := asked[fmt.Sprint("/", i)]; n != 1 {
				t.Fatalf("story %d was asked for %d times", i, n)
			}
		}
		if f := w.feed(id); len(f.Deferred) != 0 || f.Validators.Of == "" {
			t.Errorf("at the end %v are put off, validators %+v", f.Deferred, f.Validators)
		}
	})
}

package page

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// many is how many feeds the figures of docs/performance.md are for.
const many = 100_000

// crowded is a page that has read many feeds, a twentieth of which fail.
func crowded(b *testing.B) (w *world, stop func()) {
	b.Helper()
	w = newWorld(b)
	var adders sync.WaitGroup
	for part := range 8 {
		adders.Go(func() {
			for i := part; i < many; i += 8 {
				f := calendar.Feed{
					URL:   fmt.Sprintf("https://www.site%d.example/sections/%d/rss.xml", i/3, i),
					Title: fmt.Sprintf("The Daily %d", i), Polled: time.Now(), Next: time.Now().Add(time.Duration(i) * time.Second),
					Why: "304 ×6, max-age 8 h", Seen: calendar.Fingerprints{},
				}
				for k := range 50 {
					f.Seen.Add(uint64(i*1000+k), uint64(k), uint64(i*1000+k))
				}
				if i%20 == 0 {
					f.Failures, f.Failing, f.Error = 3, time.Now().Add(-time.Duration(i)*time.Second), "dial tcp: lookup: no such host"
				}
				if err := w.calendar.AddFeed(b.Context(), f); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	adders.Wait()
	for i := range 2000 {
		a := newStory(fmt.Sprintf("/%d", i), fmt.Sprintf("Harbour reopens for the %d. time", i), "Text one.")
		w.Journal.Observe(crawler.Event{Kind: crawler.Page, Outcome: crawler.Fresh, Status: 200, Took: time.Millisecond, Waited: time.Second,
			Article: &crawler.Result{Event: "published", Article: a, Made: time.Millisecond, Stored: time.Millisecond}})
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, begun := processorTime(b), time.Now()
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.Run(ctx)
	}()
	for !w.feeds.Counts().Loaded {
		time.Sleep(10 * time.Millisecond)
	}
	b.Logf("%d feeds read in %s, with %s of processor time", many, time.Since(begun).Round(time.Millisecond),
		(processorTime(b) - cpu).Round(time.Millisecond))
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.Logf("%.1f MB for the page, %.1f MB for the journal and its articles before", float64(after.HeapAlloc-before.HeapAlloc)/1e6,
		float64(before.HeapAlloc)/1e6)
	return w, func() {
		cancel()
		<-ended
	}
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// What a page of each kind costs on 100,000 feeds, rendered anew each time, and
// how long the first byte takes over HTTP.
func BenchmarkPages(b *testing.B) {
	w, stop := crowded(b)
	defer stop()
	for name, path := range map[string]string{
		"overview": "/", "feeds": "/feeds", "search": "/feeds?q=daily+99&sort=name", "deep": "/feeds?sort=next&page=1500",
		"feed": "/feeds/" + calendar.FeedID("https://www.site0.example/sections/0/rss.xml"),
	} {
		b.Run(name, func(b *testing.B) {
			bytes := 0
			for b.Loop() {
				w.mu.Lock()
				w.overview = nil
				w.mu.Unlock()
				r := httptest.NewRequest("GET", path, nil)
				r.Header.Set("Accept-Encoding", "gzip")
				got := httptest.NewRecorder()
				w.Handler().ServeHTTP(got, r)
				if got.Code != 200 {
					b.Fatal(got.Code)
				}
				bytes = got.Body.Len()
			}
			b.ReportMetric(float64(bytes), "B/page")
		})
	}
}

// What followers cost, themselves included, while 30 feeds are polled and 10
// articles published each second.
func BenchmarkFollowers(b *testing.B) {
	w, stop := crowded(b)
	defer stop()
	const span = 15 * time.Second
	cost := func(followers int) float64 {
		ctx, cancel := context.WithTimeout(b.Context(), span)
		defer cancel()
		var all sync.WaitGroup
		for range followers {
			all.Go(func() {
				r, err := http.NewRequestWithContext(ctx, "GET", w.site.URL+"/events", nil)
				if err != nil {
					b.Error(err)
					return
				}
				resp, err := http.DefaultClient.Do(r)
				if err != nil {
					b.Error(err)
					return
				}
				defer resp.Body.Close()
				for in := bufio.NewReader(resp.Body); ; {
					if _, err := in.ReadString('\n'); err != nil {
						return
					}
				}
			})
		}
		before := processorTime(b)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for i := 0; ctx.Err() == nil; i++ {
			for k := range 3 {
				id := calendar.FeedID(fmt.Sprintf("https://www.site%d.example/sections/%d/rss.xml", (i*3+k)/3, i*3+k))
				_, err := w.calendar.UpdateFeed(ctx, id, func(f *calendar.Feed) error { f.Polled = time.Now(); return nil })
				if err != nil && !errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
					b.Fatal(err)
				}
			}
			a := newStory(fmt.Sprintf("/live%d", i), fmt.Sprintf("Ferry law passes for the %d. time", i), "Text one.")
			w.Journal.Observe(crawler.Event{Kind: crawler.Page, Outcome: crawler.Fresh, Status: 200, Took: time.Millisecond,
				Article: &crawler.Result{Event: "published", Article: a, Made: time.Millisecond}})
			select {
			case <-tick.C:
			case <-ctx.Done():
			}
		}
		all.Wait()
		return 100 * float64(processorTime(b)-before) / float64(span)
	}
	for b.Loop() {
		none, some := cost(0), cost(50)
		b.ReportMetric(none, "%-without")
		b.ReportMetric(some, "%-with-50")
		b.ReportMetric(some-none, "%-of-50")
	}
}

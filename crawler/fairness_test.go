package crawler

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// goodFeeds publish a story every minute each, on sites of their own, and are polled as often.
const goodFeeds = 5

// goodSite serves a feed with the stories of the last ten minutes, and their pages.
func goodSite(host string) func(http.ResponseWriter, *http.Request) {
	start := time.Now()
	return func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/robots.txt":
			http.NotFound(rw, r)
		case r.URL.Path != "/feed":
			fmt.Fprint(rw, "<p>A story.</p>")
		default:
			minute := int(time.Since(start) / time.Minute)
			fmt.Fprint(rw, `<rss version="2.0"><channel><title>Good</title>`)
			for n := minute; n > max(minute-10, -1); n-- {
				fmt.Fprintf(rw, "<item><title>Story %d</title><guid>%d</guid><link>http://%s/%d</link></item>", n, n, host, n)
			}
			fmt.Fprint(rw, "</channel></rss>")
		}
	}
}

// silent never answers; drip answers with as little as is allowed.
func silent(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func drip(rw http.ResponseWriter, r *http.Request) {
	chunk := strings.Repeat("x", 1228)
	for r.Context().Err() == nil {
		_, _ = fmt.Fprint(rw, chunk)
		_ = http.NewResponseController(rw).Flush()
		time.Sleep(time.Second)
	}
}

// waits are those of the stories of the good feeds, from a poll's slot to its request and
// from there to the page's, while a hostile feed is there, or not.
func waits(t *testing.T, feeds int, hosts int, slow http.HandlerFunc, during time.Duration) (list []time.Duration) {
	t.Helper()
	onWeb(t, Options{Workers: 16, MinEvery: time.Minute, MaxEvery: time.Minute, BlindEvery: time.Minute}, func(w *web) {
		good := map[string]bool{}
		subscribe := func() {
			for i := range goodFeeds {
				host := fmt.Sprintf("good%d.example", i)
				w.site(host, goodSite(host))
				good[w.add(calendar.Feed{URL: "http://" + host + "/feed"})] = true
			}
		}
		for i := range hosts {
			w.site(fmt.Sprintf("slow%d.example", i), slow)
		}
		for n := range feeds {
			w.site(fmt.Sprintf("evil%d.example", n), func(rw http.ResponseWriter, _ *http.Request) {
				fmt.Fprint(rw, `<rss version="2.0"><channel><title>Evil</title>`)
				for i := range 5000 {
					fmt.Fprintf(rw, "<item><title>Lie %d</title><link>http://slow%d.example/%d/%d</link></item>", i, i%hosts, n, i)
				}
				fmt.Fprint(rw, "</channel></rss>")
			})
			w.add(calendar.Feed{URL: fmt.Sprintf("http://evil%d.example/feed", n)})
		}
		var crawl sync.WaitGroup
		crawl.Go(func() { w.run(during) })
		time.Sleep(10 * time.Second) // the hostile feed is first
		subscribe()
		crawl.Wait()
		polls := map[string]time.Duration{}
		for _, e := range w.events { // in the order in which they happened
			switch {
			case !good[e.FeedID] || e.Outcome != Fresh:
			case e.Kind == Poll:
				polls[e.FeedID] = e.Waited
			case e.Kind == Page:
				list = append(list, polls[e.FeedID]+e.Waited)
			}
		}
	})
	slices.Sort(list)
	return list
}

// However slow the sites are to which a feed leads, however many, the stories of others
// come as soon as without it.
func TestSlowSitesHoldNobodyUp(t *testing.T) {
	during := 3 * time.Minute
	if *soak {
		during = 2 * time.Hour
	}
	alone := waits(t, 0, 0, nil, during)
	if len(alone) < goodFeeds*2 {
		t.Fatalf("%d stories undisturbed", len(alone))
	}
	for name, scene := range map[string]struct {
		feeds, hosts int
		slow         http.HandlerFunc
	}{
		"300 silent hosts":              {1, 300, silent},
		"300 slow hosts":                {1, 300, drip},
		"20 silent hosts":               {1, 20, silent},
		"20 slow hosts":                 {1, 20, drip},
		"eight feeds, 300 silent hosts": {8, 300, silent},
	} {
		if !*soak && scene.feeds == 1 && name[0] == '2' && name != "20 slow hosts" {
			continue // much as the others
		}
		if testing.Short() && name != "300 slow hosts" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			beside := waits(t, scene.feeds, scene.hosts, scene.slow, during)
			if len(beside) < len(alone)-goodFeeds {
				t.Fatalf("%d stories, undisturbed %d", len(beside), len(alone))
			}
			median, worst := beside[len(beside)/2]-alone[len(alone)/2], beside[len(beside)-1]-alone[len(alone)-1]
			t.Logf("%d stories; the median waits %s longer than undisturbed (%s), the worst %s",
				len(beside), median.Round(time.Millisecond), alone[len(alone)/2].Round(time.Millisecond), worst.Round(time.Millisecond))
			if median > 3*time.Second || worst > 15*time.Second {
				t.Errorf("the median of the stories waits %s longer, the worst %s", median, worst)
			}
		})
	}
}

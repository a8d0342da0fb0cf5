package crawler

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// loopback serves one handler at so many addresses, and returns them.
func loopback(t *testing.T, network string, n int, h http.HandlerFunc) (hosts []string) {
	t.Helper()
	s := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	t.Cleanup(func() { _ = s.Close() })
	for i := range n {
		l, err := net.Listen("tcp4", fmt.Sprintf("127.%s.%d.%d:0", network, i/200, i%200+1))
		if err != nil {
			t.Skipf("no loopback addresses of one's own: %v", err)
		}
		go func() { _ = s.Serve(l) }()
		hosts = append(hosts, l.Addr().String())
	}
	return hosts
}

// live measures in real time how long after their publication stories come.
type live struct {
	start time.Time
	mu    sync.Mutex
	took  []time.Duration
	end   time.Time // stories of later are not counted
}

// ServeHTTP is every good site: a story every second.
func (l *live) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/robots.txt":
		http.NotFound(rw, r)
	case r.URL.Path != "/feed":
		fmt.Fprint(rw, "<p>A story.</p>")
	default:
		fmt.Fprint(rw, `<rss version="2.0"><channel><title>Good</title>`)
		for n := int(time.Since(l.start) / time.Second); n >= 0; n-- {
			fmt.Fprintf(rw, "<item><title>Story %d</title><guid>%d</guid><link>http://%s/good/%d</link></item>", n, n, r.Host, n)
		}
		fmt.Fprint(rw, "</channel></rss>")
	}
}

func (l *live) observe(e Event) {
	var n int
	i := strings.LastIndex(e.URL, "/good/")
	if e.Kind != Page || e.Article == nil || i < 0 {
		return
	}
	if _, err := fmt.Sscan(e.URL[i+len("/good/"):], &n); err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if at := l.start.Add(time.Duration(n) * time.Second); at.Before(l.end) {
		l.took = append(l.took, time.Since(at))
	}
}

// lasts runs five good feeds, and a hostile one of 5,000 pages at some hosts if there are
// any, and returns how long the stories took.
func lasts(t *testing.T, during time.Duration, slow []string) []time.Duration {
	t.Helper()
	w := newWorld(t, Options{}, func(rw http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(rw, `<rss version="2.0"><channel><title>Evil</title>`)
		for i := range 5000 {
			fmt.Fprintf(rw, "<item><title>Lie %d</title><link>http://%s/%d</link></item>", i, slow[i%len(slow)], i)
		}
		fmt.Fprint(rw, "</channel></rss>")
	})
	f, err := fetch.New(fetch.Options{AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	w.cal.SetPace(200*time.Millisecond, time.Minute)
	l := &live{start: time.Now().Add(time.Second)}
	l.end = l.start.Add(during)
	c := New(w.cal, f, w.handler, Options{
		Workers: 16, MinEvery: time.Second, MaxEvery: time.Second, BlindEvery: time.Second,
		Backfill: calendar.Backfill{All: true}, Observe: l.observe,
	})
	if len(slow) > 0 {
		w.add(t, calendar.Feed{URL: "/feed", Settings: calendar.Settings{MinEvery: time.Hour, MaxEvery: time.Hour}})
	}
	address := w.site.URL
	for _, host := range loopback(t, "2", goodFeeds, l.ServeHTTP) {
		w.site.URL = "http://" + host
		w.add(t, calendar.Feed{URL: "/feed"})
	}
	w.site.URL = address
	ctx, stop := context.WithTimeout(t.Context(), time.Until(l.end)+2*time.Second)
	defer stop()
	c.Run(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	slices.Sort(l.took)
	return l.took
}

// The same in real time, against sockets: in ten minutes with -soak, else in few seconds.
func TestSlowSitesHoldNobodyUpLive(t *testing.T) {
	during := 6 * time.Second
	if *soak {
		during = 10 * time.Minute
	}
	slow := loopback(t, "1", 300, func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.Host, "0") { // a tenth of them
			drip(rw, r)
		}
		silent(rw, r)
	})
	alone := lasts(t, during/2, nil)
	beside := lasts(t, during, slow)
	if len(alone) < goodFeeds || len(beside) < len(alone) {
		t.Fatalf("%d stories, undisturbed %d", len(beside), len(alone))
	}
	median, worst := beside[len(beside)/2]-alone[len(alone)/2], beside[len(beside)-1]-alone[len(alone)-1]
	t.Logf("%d stories; the median takes %s longer than undisturbed (%s), the worst %s",
		len(beside), median.Round(time.Millisecond), alone[len(alone)/2].Round(time.Millisecond), worst.Round(time.Millisecond))
	if median > 3*time.Second || worst > 15*time.Second {
		t.Errorf("the median of the stories takes %s longer, the worst %s", median, worst)
	}
}

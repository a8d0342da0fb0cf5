package newsroom

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Grid is a site of many feeds with many stories each, the same at every start:
// what a test of completeness crawls.
type Grid struct {
	Feeds, Stories int
	// Latency is how long each answer takes.
	Latency time.Duration
	// Dated is the date of the stories; the zero time leaves them undated.
	Dated time.Time

	mu       sync.Mutex
	hits     map[string]int
	inFlight int
	peak     int
	starts   []time.Time
}

// FeedPaths are the paths of the feeds.
func (g *Grid) FeedPaths() []string {
	paths := make([]string, g.Feeds)
	for i := range paths {
		paths[i] = fmt.Sprintf("/feed/%d.xml", i)
	}
	return paths
}

// Hits is how often each path was asked for; Peak is the most requests that
// were in flight at once; Starts is when each began.
func (g *Grid) Hits() (hits map[string]int, peak int, starts []time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	hits = map[string]int{}
	for k, v := range g.hits {
		hits[k] = v
	}
	return hits, g.peak, append([]time.Time(nil), g.starts...)
}

// ServeHTTP implements http.Handler.
func (g *Grid) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.enter(r.URL.Path)
	defer g.leave()
	if g.Latency > 0 {
		select {
		case <-time.After(g.Latency):
		case <-r.Context().Done():
			return
		}
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	feed, story := -1, -1
	if len(parts) == 2 && parts[0] == "feed" {
		feed = number(strings.TrimSuffix(parts[1], ".xml"))
	}
	if len(parts) == 3 && parts[0] == "story" {
		feed, story = number(parts[1]), number(parts[2])
	}
	switch {
	case feed < 0 || feed >= g.Feeds || story >= g.Stories:
		http.NotFound(w, r)
	case parts[0] == "feed":
		w.Header().Set("Content-Type", "application/rss+xml")
		w.Header().Set("Etag", fmt.Sprintf(`"feed-%d"`, feed))
		if r.Header.Get("If-None-Match") == fmt.Sprintf(`"feed-%d"`, feed) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, g.feed(feed))
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, g.page(feed, story))
	}
}

func (g *Grid) enter(path string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.hits == nil {
		g.hits = map[string]int{}
	}
	g.hits[path]++
	g.inFlight++
	g.peak = max(g.peak, g.inFlight)
	g.starts = append(g.starts, time.Now())
}

func (g *Grid) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inFlight--
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

func (g *Grid) feed(feed int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<rss version="2.0"><channel><title>Grid %d</title><link>/</link>`, feed)
	for i := range g.Stories {
		fmt.Fprintf(&b, "<item><title>%s</title><link>/story/%d/%d</link><guid isPermaLink=\"false\">%d-%d</guid>", gridTitle(feed, i), feed, i, feed, i)
		if !g.Dated.IsZero() {
			fmt.Fprintf(&b, "<pubDate>%s</pubDate>", g.Dated.UTC().Format(time.RFC1123Z))
		}
		fmt.Fprintf(&b, "<description>Story %d of feed %d in short.</description></item>", i, feed)
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

func gridTitle(feed, story int) string { return fmt.Sprintf("Report %d of district %d", story, feed) }

// page has text that no other page has.
func (g *Grid) page(feed, story int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html><html lang=\"en\"><head><title>%s</title></head><body><nav><a href=\"/\">Home</a></nav><article><h1>%[1]s</h1>", gridTitle(feed, story))
	for p := range 4 {
		fmt.Fprintf(&b, "<p>In paragraph %d of the report the council of district %d explains what was decided about matter %d, who spoke for it, and how many of the %d members agreed to the plan in the end.</p>\n", p+1, feed, story, 20+story+p)
	}
	b.WriteString("</article><footer>The end of the page.</footer></body></html>")
	return b.String()
}

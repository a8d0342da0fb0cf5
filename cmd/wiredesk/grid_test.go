package main

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Grid is a site of many feeds with many stories each, the same at every start:
// what a test of completeness crawls. It can publish more of them and revise
// them, and is then the truth that subscribers are held against.
type Grid struct {
	Feeds, Stories int
	// Window is how many of its stories a feed shows, the newest; 0: all.
	Window int
	// Latency is how long each answer takes.
	Latency time.Duration
	// Dated is the date of the stories; the zero time leaves them undated.
	Dated time.Time
	// Signed has pages name an author and a time.
	Signed bool

	mu       sync.Mutex
	hits     map[string]int
	inFlight int
	peak     int
	starts   []time.Time

	added     map[int]int // stories published since the start, by feed
	changes   map[int]int // of each feed
	revisions map[GridStory]int
	served    map[GridStory]map[int]bool
	redesign  bool
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
	latency := g.enter(r.URL.Path)
	defer g.leave()
	if latency > 0 {
		select {
		case <-time.After(latency):
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
	case feed < 0 || feed >= g.Feeds || story >= g.count(feed):
		http.NotFound(w, r)
	case parts[0] == "feed":
		body, etag := g.feed(feed)
		w.Header().Set("Content-Type", "application/rss+xml")
		w.Header().Set("Etag", etag)
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, body)
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, g.page(GridStory{feed, story}))
	}
}

func (g *Grid) count(feed int) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.size(feed)
}

// SlowDown sets Latency while the site is served.
func (g *Grid) SlowDown(to time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.Latency = to
}

// enter notes a request and returns how long its answer takes.
func (g *Grid) enter(path string) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.hits == nil {
		g.hits = map[string]int{}
	}
	g.hits[path]++
	g.inFlight++
	g.peak = max(g.peak, g.inFlight)
	g.starts = append(g.starts, time.Now())
	return g.Latency
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

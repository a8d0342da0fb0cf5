package metrics

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// feedView is what is kept of the feed records between two readings of them.
type feedView struct {
	feeds, due, lag asked

	mu     sync.Mutex
	seen   bool
	counts map[string]int // by state
	late   int            // feeds whose time had come
	oldest time.Duration  // by how much, at most
}

// states are all that a feed can be in.
func states() []string {
	return []string{
		calendar.StateOK, calendar.StateNew, calendar.StateWaiting, calendar.StateFailing, calendar.StateGone, calendar.StatePaused,
		calendar.StateParked,
	}
}

func newFeedView(b *book) *feedView {
	v := &feedView{
		feeds: b.desc("feeds", "gauge", "Feeds by state, as of the last minute.", label{"state", states()}),
		due:   b.desc("feeds_due", "gauge", "Feeds whose next poll should have begun, as of the last minute.", label{}),
		lag: b.desc("schedule_lag_seconds", "gauge", "How late the latest of the polls was that should have begun, as of the last minute.",
			label{}),
	}
	b.registry.MustRegister(v)
	return v
}

// SetFeeds counts the feeds. It is for whoever has just read them: a scrape does
// not.
func (m *Metrics) SetFeeds(feeds []*calendar.Feed) {
	now := time.Now()
	counts, late, oldest := map[string]int{}, 0, time.Duration(0)
	for _, f := range feeds {
		counts[f.State()]++
		if f.Resting() || f.Next.After(now) {
			continue
		}
		late++
		oldest = max(oldest, now.Sub(f.Next))
	}
	v := m.feeds
	v.mu.Lock()
	v.seen, v.counts, v.late, v.oldest = true, counts, late, oldest
	v.mu.Unlock()
	if m.perFeed != nil {
		m.perFeed.see(feeds)
	}
}

// Describe implements prometheus.Collector.
func (v *feedView) Describe(ch chan<- *prometheus.Desc) {
	for _, a := range []asked{v.feeds, v.due, v.lag} {
		ch <- a.desc
	}
}

// Collect implements prometheus.Collector.
func (v *feedView) Collect(ch chan<- prometheus.Metric) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.seen {
		return
	}
	for _, state := range states() {
		ch <- v.feeds.metric(float64(v.counts[state]), state)
	}
	ch <- v.due.metric(float64(v.late))
	ch <- v.lag.metric(v.oldest.Seconds())
}

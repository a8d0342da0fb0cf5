package metrics

import (
	"strings"
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// perFeed are the metrics that bear the URL of a feed.
type perFeed struct {
	polls, articles *prometheus.CounterVec
	failing         *prometheus.GaugeVec

	mu   sync.Mutex
	urls map[string]string // of the feeds, by id
}

// newPerFeed writes the families down in any case, and registers them if they are
// wanted.
func newPerFeed(b *book, wanted bool) *perFeed {
	unregistered := &book{registry: prometheus.NewRegistry()}
	if wanted {
		unregistered.registry = b.registry
	}
	p := &perFeed{urls: map[string]string{}}
	p.polls = vector(unregistered, "feed_polls_total", "Polls of a feed, by outcome. Only with metrics.per_feed.", "feed", "outcome")
	p.articles = vector(unregistered, "feed_articles_total",
		"Stories published for the first time that a feed brought first. Only with metrics.per_feed.", "feed")
	const failing, help = "feed_failing_timestamp_seconds",
		"Since when a feed fails, in seconds since 1970; 0 while it does not. Only with metrics.per_feed."
	p.failing = prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: unregistered.note(failing, "gauge", "feed", help), Help: help},
		[]string{"feed"})
	unregistered.registry.MustRegister(p.failing)
	b.families = append(b.families, unregistered.families...)
	return p
}

// vector makes a counter whose labels have open values.
func vector(b *book, name, help string, labels ...string) *prometheus.CounterVec {
	full := b.note(name, "counter", strings.Join(labels, ", "), help)
	v := prometheus.NewCounterVec(prometheus.CounterOpts{Name: full, Help: help}, labels)
	b.registry.MustRegister(v)
	return v
}

func (p *perFeed) observe(e crawler.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	url := p.urls[e.FeedID]
	if url == "" {
		return // it was removed, or has just been added: the next reading knows it
	}
	switch {
	case e.Kind == crawler.Poll && e.Outcome != crawler.Postponed:
		p.polls.WithLabelValues(url, string(e.Outcome)).Inc()
		since := 0.0
		if !e.Failing.IsZero() {
			since = seconds(e.Failing)
		}
		p.failing.WithLabelValues(url).Set(since)
	case e.Article != nil && e.Article.Event == crawler.StoryPublished:
		p.articles.WithLabelValues(url).Inc()
	}
}

// see notes which feeds there are, and forgets the others.
func (p *perFeed) see(feeds []*calendar.Feed) {
	p.mu.Lock()
	defer p.mu.Unlock()
	urls := make(map[string]string, len(feeds))
	for _, f := range feeds {
		urls[f.ID] = weburl.Masked(f.URL)
	}
	for id, url := range p.urls {
		if urls[id] == url {
			continue
		}
		gone := prometheus.Labels{"feed": url}
		p.polls.DeletePartialMatch(gone)
		p.articles.DeletePartialMatch(gone)
		p.failing.DeletePartialMatch(gone)
	}
	p.urls = urls
}

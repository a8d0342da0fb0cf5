package main

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
)

// runSummary is what a run did.
type runSummary struct {
	Feeds     int `json:"feeds"`
	Polled    int `json:"polled"`
	Unchanged int `json:"unchanged"`
	Fresh     int `json:"fresh"`
	Throttled int `json:"throttled"`
	// Failing counts the feeds that fail now; FailingPersistently those that have
	// for a day or longer.
	Failing             int `json:"failing"`
	FailingPersistently int `json:"failing_persistently"`
	Pages               int `json:"pages"`
	Published           int `json:"published"`
	Updated             int `json:"updated"`
	// Fetches counts requests, Unanswered those to which no answer came at all.
	Fetches    int     `json:"fetches"`
	Unanswered int     `json:"unanswered"`
	Seconds    float64 `json:"seconds"`
}

func (s runSummary) String() string {
	parts := []string{}
	for _, p := range []struct {
		n    int
		what string
	}{{s.Unchanged, "unchanged"}, {s.Fresh, "fresh"}, {s.Throttled, "throttled"}, {s.Failing, "failing"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	line := "polled " + words.Plural(s.Polled, "feed")
	if len(parts) > 0 {
		line += ": " + strings.Join(parts, ", ")
	}
	line += " · " + words.Plural(s.Published, "article") + " published"
	if s.Updated > 0 {
		line += fmt.Sprintf(", %d updated", s.Updated)
	}
	return fmt.Sprintf("%s · %.1f s", line, s.Seconds)
}

// tally counts what happens and logs what deserves it.
type tally struct {
	log   *slog.Logger
	start time.Time
	mu    sync.Mutex
	s     runSummary
	last  time.Time // when something was done
	// wanted is how many stories the polls have found to be new or changed.
	wanted int
}

// idle is how long nothing was done.
func (t *tally) idle() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return time.Since(t.last)
}

func newTally(log *slog.Logger) *tally { return &tally{log: log, start: time.Now(), last: time.Now()} }

func (t *tally) summary() runSummary {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.s
	s.Seconds = time.Since(t.start).Seconds()
	return s
}

// report is the crawler's Report.
func (t *tally) report(e crawler.Event) {
	t.logEvent(e)
	t.mu.Lock()
	defer t.mu.Unlock()
	if e.Article != nil {
		switch event := e.Article.Event; {
		case event == crawler.StoryPublished:
			t.s.Published++
		case event.Stored():
			t.s.Updated++
		}
	}
	if e.Kind == crawler.Storage {
		return
	}
	t.last = time.Now()
	if e.Outcome == crawler.Postponed || e.Outcome == crawler.Seen {
		return
	}
	if e.Status > 0 || e.Err != nil {
		t.s.Fetches++
		if e.Network {
			t.s.Unanswered++
		}
	}
	switch e.Kind {
	case crawler.Page:
		t.s.Pages++
		return
	case crawler.Robots, crawler.Scout:
		return
	}
	t.s.Polled++
	t.wanted += e.New
	switch e.Outcome {
	case crawler.Fresh:
		t.s.Fresh++
	case crawler.Unchanged:
		t.s.Unchanged++
	case crawler.Throttled:
		t.s.Throttled++
	}
}

func (t *tally) logEvent(e crawler.Event) {
	attrs := []any{"outcome", string(e.Outcome), "url", e.URL}
	if e.Took > 0 {
		attrs = append(attrs, "took", e.Took.Round(time.Millisecond).String())
	}
	if e.Err != nil {
		attrs = append(attrs, "error", e.Err.Error())
	}
	if !e.Next.IsZero() {
		attrs = append(attrs, "next", words.Clock(e.Next))
	}
	if e.Notice != "" {
		t.log.Warn("feed", append(attrs, "notice", string(e.Notice), "text", e.Text)...)
		return
	}
	switch {
	case e.Kind == crawler.Storage:
		t.log.Error("NATS did not store; the job will come again", attrs...)
	case e.Kind == crawler.Poll && e.Err != nil:
		t.log.Warn("poll", attrs...)
	case e.Kind == crawler.Poll:
		t.log.Debug("poll", append(attrs, "entries", e.Entries, "new", e.New, "why", e.Note)...)
	case e.Article != nil && e.Article.Event.Stored():
		t.log.Debug("article", append(attrs, "event", string(e.Article.Event), "id", e.Article.ID, "version", e.Article.Version, "headline", e.Article.Headline)...)
	case e.Err != nil:
		t.log.Info(string(e.Kind), attrs...)
	default:
		t.log.Debug(string(e.Kind), attrs...)
	}
}

package ingest

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// Stats count what a process has done since NewStats. All methods may be called by
// many goroutines.
type Stats struct {
	start time.Time

	mu   sync.Mutex
	done Summary
	last time.Time // when something was done
	// refused is since when NATS has refused what was to be stored, and taken no article;
	// refusal is what it said last.
	refused time.Time
	refusal error
	// quiet are the feeds of which nothing was published when they were read first.
	quiet []QuietFeed
	// wanted is how many stories the polls have found to be new or changed.
	wanted int
}

// mostQuiet is how many quiet feeds are told of.
const mostQuiet = 5

// QuietFeed is a feed that was read for the first time, and of which nothing was published.
type QuietFeed struct {
	URL string
	crawler.LeftOut
}

// String says it in a sentence, with the way out.
func (q QuietFeed) String() string {
	what := "its entries say nothing of when they were published"
	if !q.Newest.IsZero() {
		what = "its newest entry is of " + q.Newest.Format(time.DateOnly)
	}
	return fmt.Sprintf("%s: %s, and backfill is %s: nothing of it was published, and new entries will be. A longer backfill "+
		"(for all, or for this feed) brings the others", weburl.Masked(q.URL), what, q.Backfill)
}

// Quiet are the feeds of which nothing was published when they were read first, the first
// five.
func (s *Stats) Quiet() []QuietFeed {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.quiet)
}

// NewStats returns a count that begins now.
func NewStats() *Stats { return &Stats{start: time.Now(), last: time.Now()} }

// Idle is for how long nothing was done.
func (s *Stats) Idle() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Since(s.last)
}

// Refused is since when NATS has refused what was to be stored, and taken no article, and
// what it said; the zero time if it has not.
func (s *Stats) Refused() (since time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refused, s.refusal
}

// Summary is what was done so far, but for what the events do not tell: how many
// feeds there are, and how many of them fail.
func (s *Stats) Summary() Summary {
	s.mu.Lock()
	defer s.mu.Unlock()
	sum := s.done
	sum.Seconds = time.Since(s.start).Seconds()
	return sum
}

// Observe implements [Observer].
func (s *Stats) Observe(e crawler.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case e.Article == nil:
	case e.Article.Event == crawler.StoryPublished:
		s.done.Published++
	case e.Article.Event.Stored():
		s.done.Updated++
	}
	if e.Kind == crawler.Storage {
		if s.refusal = e.Err; s.refused.IsZero() {
			s.refused = time.Now()
		}
		return
	}
	if e.Article != nil && e.Article.Event.Stored() {
		s.refused, s.refusal = time.Time{}, nil
	}
	s.last = time.Now()
	if e.Outcome == crawler.Postponed || e.Outcome == crawler.Seen {
		return
	}
	if e.Status > 0 || e.Err != nil {
		s.done.Fetches++
		if e.Network {
			s.done.Unanswered++
		}
	}
	switch e.Kind {
	case crawler.Poll:
		s.polled(e)
	case crawler.Page:
		s.done.Pages++
	}
}

// polled counts a poll; the caller holds mu.
func (s *Stats) polled(e crawler.Event) {
	s.done.Polled++
	s.wanted += e.New
	if e.LeftOut != nil && len(s.quiet) < mostQuiet {
		s.quiet = append(s.quiet, QuietFeed{e.URL, *e.LeftOut})
	}
	switch e.Outcome {
	case crawler.Fresh:
		s.done.Fresh++
	case crawler.Unchanged:
		s.done.Unchanged++
	case crawler.Throttled:
		s.done.Throttled++
	}
}

// Progress is how far a run of so many due polls has come, on one line. What its
// feeds bring adds to what is left to do, so the end is known about only.
func (s *Stats) Progress(due int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	polled, pages := min(s.done.Polled, due), s.done.Pages
	line := fmt.Sprintf("%d of %s polled", polled, words.Plural(due, "feed"))
	if wanted := max(s.wanted, pages); wanted > 0 {
		line += fmt.Sprintf(", %d of %s", pages, words.Plural(wanted, "story"))
	}
	line += fmt.Sprintf(" · %d published", s.done.Published)
	return line + terminal.Pace(polled+pages, due+max(s.wanted, pages), time.Since(s.start))
}

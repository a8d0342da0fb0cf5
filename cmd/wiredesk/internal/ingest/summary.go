package ingest

import (
	"fmt"
	"strings"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// Summary is what a run did.
type Summary struct {
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
	Fetches    int `json:"fetches"`
	Unanswered int `json:"unanswered"`
	// Left is how many jobs stay booked of a run whose time was over.
	Left    int     `json:"left,omitempty"`
	Seconds float64 `json:"seconds"`
}

// String is the summary on one line, for people.
func (s Summary) String() string {
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

package main

import (
	"math"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// feedLine is a feed as --json prints it: the record, without the list of
// entries, which is of no use to anybody else, and with its visits in full.
func feedLine(f *calendar.Feed) any {
	line := *f.Shown()
	line.Seen, line.Visits = nil, nil
	return struct {
		State string `json:"state"`
		*calendar.Feed
		Entries int              `json:"entries"`
		PerDay  float64          `json:"entries_per_day"`
		Visits  []calendar.Visit `json:"visits,omitempty"`
	}{f.State(), &line, len(f.Seen), math.Round(f.Rate.PerHour()*240) / 10, f.Visits}
}

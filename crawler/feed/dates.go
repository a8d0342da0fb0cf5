package feed

import (
	"time"

	"github.com/wiredesk/wiredesk/normalize/date"
)

// Dates before earliest or later than a month from now are wrong rather than
// old or planned.
var earliest = time.Date(1990, 1, 2, 0, 0, 0, 0, time.UTC)

const horizon = 31 * 24 * time.Hour

// parseDate reads a date as feeds write them, in UTC, for a reader whose clock shows now.
// ok is false for what is not understood, for what may mean two days (03/04/2020), and for
// what cannot be. A date without a zone is taken for UTC.
func parseDate(s string, now time.Time) (t time.Time, ok bool) {
	d, err := date.Parse(s, date.Hints{})
	if err != nil || d.Time.Before(earliest) || d.Time.Sub(now) > horizon {
		return time.Time{}, false
	}
	return d.Time.UTC(), true
}

// clock is the time by which dates are judged.
func (r resolver) clock() time.Time {
	if r.now.IsZero() {
		return time.Now()
	}
	return r.now
}

// date takes the first of the texts that is a date.
func (r resolver) date(texts ...string) time.Time {
	for _, s := range texts {
		if t, ok := parseDate(s, r.clock()); ok {
			return t
		}
	}
	return time.Time{}
}

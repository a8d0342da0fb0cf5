package schedule

import (
	"math"
	"time"
)

// Rate is what is remembered of how often a feed brings entries: a count and
// the hours it was counted over, both fading with a half-life of ten days.
type Rate struct {
	Entries float64 `json:"n,omitempty"`
	Hours   float64 `json:"h,omitempty"`
}

const (
	halfLife = 240.0 // hours
	// The prior is what is believed of a feed before anything is known: one entry
	// in a day, said with little weight.
	priorEntries, priorHours = 0.5, 12.0
	// theta is the sum of entry-hours that new entries may wait before a poll is
	// worth its request: fifteen minutes of one entry.
	theta = 0.25
)

// FirstRate is the rate that the dates of the entries in a feed tell at first
// sight. Dates of the future and from before ten days ago count for nothing.
func FirstRate(dates []time.Time, now time.Time) Rate {
	var r Rate
	oldest := now
	for _, d := range dates {
		if age := now.Sub(d); age < 0 || age.Hours() > halfLife {
			continue
		}
		r.Entries++
		if d.Before(oldest) {
			oldest = d
		}
	}
	if r.Entries > 0 {
		r.Hours = now.Sub(oldest).Hours()
	}
	return r
}

// After is the rate after a poll that brought n new entries, elapsed after the
// one before it.
func (r Rate) After(n int, elapsed time.Duration) Rate {
	h := max(elapsed.Hours(), 0)
	fade := math.Exp2(-h / halfLife)
	return Rate{Entries: r.Entries*fade + float64(n), Hours: r.Hours*fade + h}
}

// PerHour estimates how many entries an hour the feed brings.
func (r Rate) PerHour() float64 { return (r.Entries + priorEntries) / (r.Hours + priorHours) }

// interval is the wait that balances requests against freshness.
func (r Rate) interval() time.Duration {
	return time.Duration(math.Sqrt(2*theta/r.PerHour()) * float64(time.Hour))
}

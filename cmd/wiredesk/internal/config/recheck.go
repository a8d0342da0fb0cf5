package config

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// maxTimes and maxAfter bound what a site is asked for the sake of news that
// most often does not change.
const (
	maxTimes = 12
	maxAfter = 30 * 24 * time.Hour
)

// Recheck says when the page of a published story is looked at again: times since
// its publication, separated by commas, or none.
type Recheck struct{ times []time.Duration }

// Times are the times since publication, in order.
func (r Recheck) Times() []time.Duration { return r.times }

// String writes it the way it is read.
func (r Recheck) String() string {
	if len(r.times) == 0 {
		return "none"
	}
	var parts []string
	for _, d := range r.times {
		parts = append(parts, writeDuration(d))
	}
	return strings.Join(parts, ",")
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Recheck) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	var times []time.Duration
	if s == "none" {
		r.times = nil
		return nil
	}
	for part := range strings.SplitSeq(s, ",") {
		d, err := parseDuration(part)
		switch {
		case err != nil:
			return fmt.Errorf(`%w, several separated by commas, such as "1h,6h,24h,72h", or none`, err)
		case d <= 0 || d > maxAfter:
			return fmt.Errorf("%s: want more than nothing and at most %s", strings.TrimSpace(part), writeDuration(maxAfter))
		case len(times) > 0 && d <= times[len(times)-1]:
			return fmt.Errorf("%q: want each later than the one before", s)
		}
		times = append(times, d)
	}
	if len(times) > maxTimes {
		return errors.New("want at most 12 times")
	}
	r.times = times
	return nil
}

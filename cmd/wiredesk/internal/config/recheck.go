package config

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// maxLooks and maxLookAfter bound what a site is asked for the sake of news that
// most often does not change.
const (
	maxLooks     = 12
	maxLookAfter = 30 * 24 * time.Hour
)

// Recheck says when the page of a published story is looked at again: times since
// its publication, separated by commas, or none.
type Recheck struct{ looks []time.Duration }

// Looks are the times since publication, in order.
func (r Recheck) Looks() []time.Duration { return r.looks }

// String writes it the way it is read.
func (r Recheck) String() string {
	if len(r.looks) == 0 {
		return "none"
	}
	var parts []string
	for _, d := range r.looks {
		parts = append(parts, writeDuration(d))
	}
	return strings.Join(parts, ",")
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Recheck) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	var looks []time.Duration
	if s == "none" {
		r.looks = nil
		return nil
	}
	for part := range strings.SplitSeq(s, ",") {
		d, err := parseDuration(part)
		switch {
		case err != nil:
			return fmt.Errorf(`%w, several separated by commas, such as "1h,6h,24h,72h", or none`, err)
		case d <= 0 || d > maxLookAfter:
			return fmt.Errorf("%s: want more than nothing and at most %s", strings.TrimSpace(part), writeDuration(maxLookAfter))
		case len(looks) > 0 && d <= looks[len(looks)-1]:
			return fmt.Errorf("%q: want each later than the one before", s)
		}
		looks = append(looks, d)
	}
	if len(looks) > maxLooks {
		return errors.New("want at most 12 times")
	}
	r.looks = looks
	return nil
}

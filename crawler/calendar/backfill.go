package calendar

import (
	"fmt"
	"strings"
	"time"
)

// Backfill says which entries of a feed seen for the first time are published: all,
// none, or those not older than MaxAge. The zero value is no rule. In JSON it is the
// text that ParseBackfill reads.
type Backfill struct {
	All    bool
	None   bool
	MaxAge time.Duration
}

// undatedBackfill is how many entries without a date are published of a feed
// seen for the first time: they may be new or years old.
const undatedBackfill = 10

// ParseBackfill reads all, none or a duration such as 24h.
func ParseBackfill(s string) (Backfill, error) {
	switch s {
	case "all":
		return Backfill{All: true}, nil
	case "none":
		return Backfill{None: true}, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return Backfill{}, fmt.Errorf("backfill %q: want all, none or a duration such as 24h", s)
	}
	return Backfill{MaxAge: d}, nil
}

// String is the rule as ParseBackfill reads it, 24h and not 24h0m0s; empty if there
// is none.
func (b Backfill) String() string {
	switch {
	case b.All:
		return "all"
	case b.None:
		return "none"
	case b.MaxAge == 0:
		return ""
	}
	s := b.MaxAge.String()
	if whole, ok := strings.CutSuffix(s, "m0s"); ok {
		s = whole + "m"
	}
	if whole, ok := strings.CutSuffix(s, "h0m"); ok {
		s = whole + "h"
	}
	return s
}

// MarshalText implements encoding.TextMarshaler.
func (b Backfill) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler. A rule that cannot be read counts
// as none: a feed is more than its first poll, and its record must be readable.
func (b *Backfill) UnmarshalText(text []byte) error {
	*b, _ = ParseBackfill(string(text))
	return nil
}

// Wants reports whether the entry at a position of a feed that is seen for the first
// time is published. dated is when it was published or last changed, zero if it does
// not say so: of those the first ten are wanted, for they may be new or years old.
func (b Backfill) Wants(dated time.Time, position int, now time.Time) bool {
	switch {
	case b.All:
		return true
	case b.None:
		return false
	case dated.IsZero():
		return position < undatedBackfill
	default:
		return now.Sub(dated) <= b.MaxAge
	}
}

package calendar

import (
	"fmt"
	"strings"
	"time"
)

// maxVisits is how many requests are remembered of a feed.
const maxVisits = 20

// Visit is one request for a feed and what came of it.
type Visit struct {
	At      time.Time     `json:"at"`
	Took    time.Duration `json:"took"`
	Status  int           `json:"status,omitempty"` // 0 if no answer came
	Outcome string        `json:"outcome"`          // one word
	Bytes   int64         `json:"bytes"`            // over the wire
	New     int           `json:"new"`              // entries
	// Conditional says that validators were sent.
	Conditional bool `json:"conditional"`
}

// Visits are the last requests, oldest first. In JSON they are one string with a
// line of about thirty bytes for each.
type Visits []Visit

// Add remembers a visit and forgets the oldest.
func (v *Visits) Add(visit Visit) {
	*v = append(*v, visit)
	if n := len(*v); n > maxVisits {
		*v = append(Visits(nil), (*v)[n-maxVisits:]...)
	}
}

// MarshalText implements encoding.TextMarshaler.
func (v Visits) MarshalText() ([]byte, error) {
	var b strings.Builder
	for _, x := range v {
		how := "u"
		if x.Conditional {
			how = "c"
		}
		outcome := strings.ReplaceAll(x.Outcome, " ", "_")
		if outcome == "" {
			outcome = "-"
		}
		fmt.Fprintf(&b, "%d %d %d %s %d %d %s\n", x.At.Unix(), x.Took.Milliseconds(), x.Status, outcome, x.Bytes, x.New, how)
	}
	return []byte(b.String()), nil
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (v *Visits) UnmarshalText(text []byte) error {
	*v = nil
	for line := range strings.Lines(string(text)) {
		var x Visit
		var at, took int64
		var how string
		if _, err := fmt.Sscanf(line, "%d %d %d %s %d %d %s", &at, &took, &x.Status, &x.Outcome, &x.Bytes, &x.New, &how); err != nil {
			return fmt.Errorf("visits: %q: %w", line, err)
		}
		x.At, x.Took, x.Conditional = time.Unix(at, 0).UTC(), time.Duration(took)*time.Millisecond, how == "c"
		*v = append(*v, x)
	}
	return nil
}

package calendar

import (
	"fmt"
	"slices"
	"strconv"
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

// Visits are the last requests, oldest first. The record of a feed is read and
// written at every poll, so in JSON they are one short string: the outcomes that
// occur, then for each visit numbers in base 36, the time as seconds since the
// visit before:
//
//	unchanged fresh,tdm8g0 3c 5k 0 9ix 0 c,2s0 …
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
	var words []string
	var b []byte
	var before int64
	for _, x := range v {
		word := slices.Index(words, x.Outcome)
		if word < 0 {
			word, words = len(words), append(words, x.Outcome)
		}
		at := x.At.Unix()
		b = append(b, ',')
		for _, n := range []int64{at - before, x.Took.Milliseconds(), int64(x.Status), int64(word), x.Bytes, int64(x.New)} {
			b = append(strconv.AppendInt(b, n, 36), ' ')
		}
		if before = at; x.Conditional {
			b = append(b, 'c')
		}
	}
	return append([]byte(strings.Join(words, " ")), b...), nil
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (v *Visits) UnmarshalText(text []byte) error {
	*v = nil
	head, rest, some := strings.Cut(string(text), ",")
	if !some {
		return nil
	}
	words := strings.Split(head, " ")
	var at int64
	for one := range strings.SplitSeq(rest, ",") {
		var n [6]int64
		for i := range n {
			var number string
			number, one, _ = strings.Cut(one, " ")
			var err error
			if n[i], err = strconv.ParseInt(number, 36, 64); err != nil {
				return fmt.Errorf("visits: %q: %w", text, err)
			}
		}
		if n[3] < 0 || n[3] >= int64(len(words)) {
			return fmt.Errorf("visits: %q names no outcome %d", text, n[3])
		}
		at += n[0]
		*v = append(*v, Visit{
			At: time.Unix(at, 0).UTC(), Took: time.Duration(n[1]) * time.Millisecond, Status: int(n[2]), Outcome: words[n[3]],
			Bytes: n[4], New: int(n[5]), Conditional: one == "c",
		})
	}
	return nil
}

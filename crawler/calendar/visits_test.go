package calendar

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestVisitsSurviveBeingWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var v Visits
		n := rapid.IntRange(0, 50).Draw(t, "n")
		for range n {
			v.Add(Visit{
				At:      time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "at"), 0).UTC(),
				Took:    time.Duration(rapid.IntRange(0, 1e6).Draw(t, "took")) * time.Millisecond,
				Status:  rapid.IntRange(0, 999).Draw(t, "status"),
				Outcome: rapid.SampledFrom([]string{"fresh", "unchanged", "failed"}).Draw(t, "outcome"),
				Bytes:   rapid.Int64Range(0, 1e9).Draw(t, "bytes"), New: rapid.IntRange(0, 1000).Draw(t, "new"),
				Conditional: rapid.Bool().Draw(t, "conditional"),
			})
		}
		if len(v) != min(n, maxVisits) {
			t.Fatalf("%d of %d visits are kept", len(v), n)
		}
		b, err := json.Marshal(struct{ V Visits }{v})
		if err != nil {
			t.Fatal(err)
		}
		var again struct{ V Visits }
		if err := json.Unmarshal(b, &again); err != nil {
			t.Fatal(err)
		}
		if len(v) > 0 && !cmp.Equal(v, again.V) {
			t.Fatal(cmp.Diff(v, again.V))
		}
	})
}

func TestTheVisitsOfAFeedStaySmall(t *testing.T) {
	var v Visits
	for range 30 {
		v.Add(Visit{At: time.Now(), Took: 12 * time.Second, Status: 304, Outcome: "unchanged", Bytes: 123456, New: 20, Conditional: true})
	}
	if b, err := v.MarshalText(); err != nil || len(b) > 1000 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

func FuzzVisits(f *testing.F) {
	f.Add([]byte("unchanged fresh,tdm8g0 3c 8g 0 9ix 0 c,2s0 1 5k 1 0 3 "))
	f.Add([]byte(",1 1 1 9 1 1 "))
	f.Fuzz(func(t *testing.T, text []byte) {
		var v Visits
		if err := v.UnmarshalText(text); err != nil {
			return
		}
		if _, err := v.MarshalText(); err != nil {
			t.Error(err)
		}
	})
}

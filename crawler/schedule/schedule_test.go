package schedule

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func bounds(interval time.Duration) State {
	return State{Interval: interval, Min: 15 * time.Minute, Max: 24 * time.Hour}
}

func TestNext(t *testing.T) {
	failing := func(n int, since time.Duration) State {
		s := bounds(time.Hour)
		s.Failures, s.Failing = n, noon.Add(-since)
		return s
	}
	for name, tc := range map[string]struct {
		state    State
		outcome  Outcome
		wait     time.Duration
		interval time.Duration
	}{
		"a new feed with entries":             {bounds(0), Outcome{Kind: Fresh}, 21 * time.Minute, 21 * time.Minute},
		"news shorten the interval":           {bounds(time.Hour), Outcome{Kind: Fresh}, 42 * time.Minute, 42 * time.Minute},
		"news never undercut the lower bound": {bounds(16 * time.Minute), Outcome{Kind: Fresh}, 15 * time.Minute, 15 * time.Minute},
		"no news stretch it":                  {bounds(time.Hour), Outcome{Kind: Unchanged}, 75 * time.Minute, 75 * time.Minute},
		"but not past the upper bound":        {bounds(23 * time.Hour), Outcome{Kind: Unchanged}, 24 * time.Hour, 24 * time.Hour},
		"max-age is a floor":                  {bounds(time.Hour), Outcome{Kind: Unchanged, MaxAge: 8 * time.Hour}, 8*time.Hour + 24*time.Minute, 75 * time.Minute},
		"a short max-age lowers nothing":      {bounds(time.Hour), Outcome{Kind: Unchanged, MaxAge: 300 * time.Second}, 75 * time.Minute, 75 * time.Minute},
		"ttl is a floor":                      {bounds(time.Hour), Outcome{Kind: Fresh, TTL: 2 * time.Hour}, 2*time.Hour + 6*time.Minute, 42 * time.Minute},
		"an odd ttl is capped at a day":       {bounds(time.Hour), Outcome{Kind: Fresh, TTL: 1000 * time.Hour}, 24*time.Hour + 72*time.Minute, 42 * time.Minute},
		"429 without Retry-After":             {failing(1, 0), Outcome{Kind: Throttled}, 15 * time.Minute, time.Hour},
		"429 again":                           {failing(3, time.Hour), Outcome{Kind: Throttled}, time.Hour, time.Hour},
		"Retry-After":                         {failing(1, 0), Outcome{Kind: Throttled, RetryAfter: 4 * time.Hour}, 4*time.Hour + 12*time.Minute, time.Hour},
		"first error":                         {failing(1, 0), Outcome{Kind: Failed}, 15 * time.Minute, time.Hour},
		"fourth error":                        {failing(4, time.Hour), Outcome{Kind: Failed}, 2 * time.Hour, time.Hour},
		"errors wait a day at most":           {failing(40, 10*day), Outcome{Kind: Failed}, day, time.Hour},
		"after a month one probe a week":      {failing(70, 40*day), Outcome{Kind: Failed}, 7 * day, time.Hour},
		"410":                                 {failing(1, 0), Outcome{Kind: Gone}, 30 * day, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			jitter := 0.0
			p := Next(tc.state, tc.outcome, noon, jitter)
			if got := p.At.Sub(noon); got != tc.wait {
				// A floor is passed by half its jitter range.
				t.Errorf("wait %s (%s), want %s", got, p.Why, tc.wait)
			}
			if p.Interval != tc.interval {
				t.Errorf("interval %s, want %s", p.Interval, tc.interval)
			}
			if p.Why == "" {
				t.Error("no reason given")
			}
		})
	}
}

func TestNextIsAlwaysLaterAndNeverBeforeWhatThePublisherAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		duration := func(name string, high time.Duration) time.Duration {
			return time.Duration(rapid.Int64Range(0, int64(high)).Draw(t, name))
		}
		s := State{
			Interval: duration("interval", 100*day), Min: duration("min", day), Max: duration("max", 3*day),
			Failures: rapid.IntRange(0, 10000).Draw(t, "failures"), Failing: noon.Add(-duration("failing", 90*day)),
		}
		o := Outcome{
			Kind:       Kind(rapid.IntRange(0, int(Failed)).Draw(t, "kind")),
			RetryAfter: duration("retry-after", 400*day), MaxAge: duration("max-age", 400*day), TTL: duration("ttl", 400*day),
		}
		p := Next(s, o, noon, rapid.Float64Range(-1, 1).Draw(t, "jitter"))
		wait := p.At.Sub(noon)
		if asked := min(max(o.RetryAfter, o.MaxAge, o.TTL), day); wait < asked-time.Millisecond {
			t.Fatalf("wait %s, but the publisher asked for %s", wait, asked)
		}
		if wait < time.Second || wait > 34*day {
			t.Fatalf("wait %s", wait)
		}
	})
}

func ExampleNext() {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	plan := Next(State{Interval: time.Hour, Min: 15 * time.Minute, Max: 24 * time.Hour},
		Outcome{Kind: Unchanged, MaxAge: 8 * time.Hour}, now, -1)
	fmt.Println(plan.At.Format("15:04"), plan.Why)
	// Output: 20:00 cache lifetime 8h0m0s
}

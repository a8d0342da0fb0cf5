package schedule

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) // a Monday

// bounds is a feed with validators that brings perHour entries an hour.
func bounds(perHour float64) State {
	return State{
		Bounds: Bounds{Min: 15 * time.Minute, Max: 24 * time.Hour, Blind: time.Hour}, Validators: true,
		Rate: Rate{Entries: perHour*1e6 - priorEntries, Hours: 1e6 - priorHours},
	}
}

func with(s State, change func(*State)) State { change(&s); return s }

func failing(n int, since time.Duration) State {
	return with(bounds(1), func(s *State) { s.Failures, s.Failing = n, noon.Add(-since) })
}

func blind(s *State)                  { s.Validators = false }
func ends(s *State)                   { s.Max = time.Hour }
func narrow(s *State)                 { s.Window = 20 }
func ttl(h int) func(*State)          { return func(s *State) { s.Asks.TTL = time.Duration(h) * time.Hour } }
func update(s *State)                 { s.Asks.Update = 4 * time.Hour }
func skips(hours uint32) func(*State) { return func(s *State) { s.Asks.Hours = hours } }
func monday(s *State)                 { s.Asks.Days = 1 << time.Monday }

func TestNext(t *testing.T) {
	fresh, unchanged, failed := Outcome{Kind: Fresh}, Outcome{Kind: Unchanged}, Outcome{Kind: Failed}
	turnover := Outcome{Kind: Fresh, Turnover: true, Elapsed: time.Hour}
	asksToWait := Outcome{Kind: Throttled, RetryAfter: 4 * time.Hour}
	cached := func(d time.Duration) Outcome { return Outcome{Kind: Unchanged, MaxAge: d} }
	for name, tc := range map[string]struct {
		state   State
		outcome Outcome
		wait    time.Duration
		why     string
	}{
		"an entry an hour":                         {bounds(1), fresh, 42*time.Minute + 26*time.Second, "1 entries an hour"},
		"an entry a day":                           {bounds(1. / 24), unchanged, 3*time.Hour + 27*time.Minute + 51*time.Second, "a day"},
		"S3 validators: no sooner than 15 minutes": {bounds(100), fresh, 15*time.Minute + 22500*time.Millisecond, "shortest"},
		"S3 none: no sooner than an hour":          {with(bounds(100), blind), fresh, time.Hour + 90*time.Second, "no validators"},
		"S4 never past the upper bound":            {with(bounds(0.01), ends), unchanged, time.Hour, "longest"},
		"S4 half of the window at a time":          {with(bounds(20), narrow), unchanged, 15*time.Minute + 22500*time.Millisecond, "shortest"},
		"S4 turnover halves":                       {bounds(1), turnover, 30 * time.Minute, "missed"},
		"S1 max-age is a floor":                    {bounds(1), cached(8 * time.Hour), 8*time.Hour + 12*time.Minute, "cache lifetime 8h0m0s"},
		"S1 a short max-age lowers nothing":        {bounds(1), cached(300 * time.Second), 42*time.Minute + 26*time.Second, "an hour"},
		"S1 ttl is a floor":                        {with(bounds(1), ttl(2)), fresh, 2*time.Hour + 3*time.Minute, "ttl"},
		"S1 an odd ttl is capped at a day":         {with(bounds(1), ttl(1000)), fresh, 24*time.Hour + 36*time.Minute, "ttl"},
		"S1 an update period is a floor":           {with(bounds(1), update), fresh, 4*time.Hour + 6*time.Minute, "update period"},
		"S2 skipHours move the poll":               {with(bounds(1), skips(1<<12|1<<13)), fresh, 2*time.Hour + 5*time.Minute, "skipHours"},
		"S2 skipDays move the poll":                {with(bounds(1), monday), fresh, 12*time.Hour + 5*time.Minute, "skipDays"},
		"S2 errors as well":                        {with(failing(1, 0), skips(1<<12)), failed, time.Hour + 5*time.Minute, "skipHours"},
		"S6 first error":                           {failing(1, 0), failed, 15 * time.Minute, "first"},
		"S6 fourth error":                          {failing(4, time.Hour), failed, 2 * time.Hour, "4 times"},
		"S6 errors wait a day at most":             {failing(40, 10*day), failed, day, "40 times"},
		"S6 after a month one probe a week":        {failing(70, 40*day), failed, 7 * day, "70 times"},
		"P6 Retry-After":                           {failing(1, 0), asksToWait, 4*time.Hour + 6*time.Minute, "Retry-After"},
		"P7 429 without Retry-After":               {failing(1, 0), Outcome{Kind: Throttled}, 15 * time.Minute, "slow down"},
		"P7 429 again":                             {failing(3, time.Hour), Outcome{Kind: Throttled}, time.Hour, "slow down"},
		"P8 a bot wall":                            {failing(3, time.Hour), Outcome{Kind: Refused}, time.Hour, "refused"},
		"R3 410":                                   {failing(1, 0), Outcome{Kind: Gone}, 30 * day, "month"},
	} {
		t.Run(name, func(t *testing.T) {
			p := Next(tc.state, tc.outcome, noon, 0)
			if got := p.At.Sub(noon); got.Round(time.Second) != tc.wait.Round(time.Second) {
				// A floor is passed by half its jitter range.
				t.Errorf("wait %s (%s), want %s", got, p.Why, tc.wait)
			}
			if !strings.Contains(p.Why, tc.why) {
				t.Errorf("the reason is %q, want it to say %q", p.Why, tc.why)
			}
		})
	}
}

func TestS4QuietLengthensAndNewsShorten(t *testing.T) {
	s := bounds(0)
	s.Rate = FirstRate([]time.Time{noon.Add(-time.Hour), noon.Add(-5 * time.Hour), noon.Add(-8 * time.Hour)}, noon)
	last := Next(s, Outcome{Kind: Fresh}, noon, 0).At.Sub(noon)
	quiet := last
	for range 40 {
		s.Rate = s.Rate.After(0, quiet)
		next := Next(s, Outcome{Kind: Unchanged}, noon, 0).At.Sub(noon)
		if next <= quiet {
			t.Fatalf("after %s without news the wait is %s", quiet, next)
		}
		quiet = next
	}
	if quiet < 2*last {
		t.Errorf("forty quiet polls took the wait from %s to %s only", last, quiet)
	}
	s.Rate = s.Rate.After(5, quiet)
	if next := Next(s, Outcome{Kind: Fresh}, noon, 0).At.Sub(noon); next >= quiet {
		t.Errorf("news left the wait at %s", next)
	}
}

func TestRateForgetsSlowly(t *testing.T) {
	var r Rate
	for range 24 * 60 {
		r = r.After(2, time.Hour)
	}
	if got := r.PerHour(); got < 1.9 || got > 2.1 {
		t.Errorf("two an hour for sixty days: %g", got)
	}
	for range 24 * 20 { // two half-lives of silence leave a quarter
		r = r.After(0, time.Hour)
	}
	if got := r.PerHour(); got < 0.4 || got > 0.7 {
		t.Errorf("after twenty quiet days: %g", got)
	}
}

func TestFirstRateCountsOnlyWhatIsPastAndRecent(t *testing.T) {
	r := FirstRate([]time.Time{noon.Add(time.Hour), noon.Add(-100 * day), noon.Add(-2 * time.Hour), noon.Add(-4 * time.Hour)}, noon)
	if r != (Rate{Entries: 2, Hours: 4}) {
		t.Errorf("%+v", r)
	}
	if r := FirstRate(nil, noon); r != (Rate{}) {
		t.Errorf("no dates: %+v", r)
	}
}

func TestS2WhatCannotBeMeantIsIgnored(t *testing.T) {
	var hours []string
	for h := range 24 {
		hours = append(hours, fmt.Sprint(h))
	}
	days := []string{"Monday", "tuesday", "Wednesday", "Thursday", "Friday", "Saturday", " Sunday "}
	a, warnings := NewAsks(0, "", "", hours, days)
	if a != (Asks{}) || len(warnings) != 2 {
		t.Errorf("%+v, %q", a, warnings)
	}
	a, warnings = NewAsks(-time.Hour, "daily", "4", []string{"24", "7", "25", "x"}, days[:2])
	if a != (Asks{Update: 6 * time.Hour, Hours: 1 | 1<<7, Days: 1<<time.Monday | 1<<time.Tuesday}) || warnings != nil {
		t.Errorf("%+v, %q", a, warnings)
	}
	for frequency, want := range map[string]time.Duration{"": time.Hour, "0": time.Hour, "-1": time.Hour, "2": 30 * time.Minute} {
		if a, _ := NewAsks(0, "hourly", frequency, nil, nil); a.Update != want {
			t.Errorf("frequency %q: %s, want %s", frequency, a.Update, want)
		}
	}
}

func TestS5FeedsAddedTogetherDriftApart(t *testing.T) {
	seen := map[time.Time]bool{}
	for i := range 100 {
		seen[Next(bounds(1), Outcome{Kind: Unchanged}, noon, float64(i)/50-1).At] = true
	}
	if len(seen) != 100 {
		t.Errorf("100 feeds are polled at %d times", len(seen))
	}
}

func TestNextIsAlwaysLaterAndNeverBeforeWhatThePublisherAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		duration := func(name string, high time.Duration) time.Duration {
			return time.Duration(rapid.Int64Range(0, int64(high)).Draw(t, name))
		}
		s := State{
			Bounds:     Bounds{Min: duration("min", 400*day), Max: duration("max", 400*day), Blind: duration("blind", 2*day)},
			Rate:       Rate{Entries: rapid.Float64Range(0, 1e6).Draw(t, "entries"), Hours: rapid.Float64Range(0, 1e6).Draw(t, "hours")},
			Asks:       Asks{TTL: duration("ttl", 400*day), Update: duration("update", 400*day)},
			Validators: rapid.Bool().Draw(t, "validators"), Window: rapid.IntRange(0, 1000).Draw(t, "window"),
			Failures: rapid.IntRange(0, 10000).Draw(t, "failures"), Failing: noon.Add(-duration("failing", 90*day)),
		}
		s.Asks.Hours = rapid.Uint32Range(0, 1<<24-2).Draw(t, "hours to skip")
		s.Asks.Days = rapid.Uint8Range(0, 1<<7-2).Draw(t, "days to skip")
		o := Outcome{
			Kind:       Kind(rapid.IntRange(0, int(Failed)).Draw(t, "kind")),
			RetryAfter: duration("retry-after", 400*day), MaxAge: duration("max-age", 400*day),
			Turnover: rapid.Bool().Draw(t, "turnover"), Elapsed: duration("elapsed", 40*day),
		}
		p := Next(s, o, noon, rapid.Float64Range(-1, 1).Draw(t, "jitter"))
		wait := p.At.Sub(noon)
		if asked := min(max(o.RetryAfter, o.MaxAge, s.Asks.TTL, s.Asks.Update), day); wait < asked-time.Millisecond {
			t.Fatalf("wait %s, but the publisher asked for %s", wait, asked)
		}
		if s.Asks.Hours&(1<<p.At.UTC().Hour()) != 0 || s.Asks.Days&(1<<p.At.UTC().Weekday()) != 0 {
			t.Fatalf("%s is in a skipped hour or day", p.At)
		}
		if wait < time.Second || wait > 43*day || p.Why == "" {
			t.Fatalf("wait %s, because %q", wait, p.Why)
		}
	})
}

func ExampleNext() {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	plan := Next(State{
		Bounds: Bounds{Min: 15 * time.Minute, Max: 24 * time.Hour, Blind: time.Hour}, Validators: true,
		Rate: Rate{Entries: 48, Hours: 240},
	}, Outcome{Kind: Unchanged, MaxAge: 8 * time.Hour}, now, -1)
	fmt.Println(plan.At.Format("15:04"), plan.Why)
	// Output: 20:00 cache lifetime 8h0m0s
}

package schedule

import (
	"fmt"
	"time"
)

// Kind is what a poll came to.
type Kind int

// Kinds of outcomes.
const (
	Fresh     Kind = iota // new or changed entries
	Unchanged             // 304, or a feed without news
	Throttled             // 429 or 503: the publisher asks to wait
	Gone                  // 410
	Failed                // anything else
)

// State is what is remembered of the feed, before the poll.
type State struct {
	Interval time.Duration // of the last plan; 0 at first
	Min, Max time.Duration // the user's bounds
	Failures int           // in a row, this poll included
	Failing  time.Time     // since when; zero if it is not
}

// Outcome is what the poll brought.
type Outcome struct {
	Kind       Kind
	RetryAfter time.Duration // Retry-After; 0 if none was given
	MaxAge     time.Duration // Cache-Control max-age less Age, or Expires; 0 if none
	TTL        time.Duration // the feed's own ttl; 0 if none
}

// Plan is the next poll.
type Plan struct {
	At       time.Time
	Interval time.Duration // to be remembered: the adaptive interval without floors and jitter
	Why      string
}

const (
	day       = 24 * time.Hour
	firstWait = 30 * time.Minute // the interval of a feed of which nothing is known
	// throttledWait is the wait after a 429 without Retry-After; it doubles.
	throttledWait = 15 * time.Minute
	goneWait      = 30 * day
	hopeless      = 30 * day // errors that last longer are probed once a week
)

// Next plans the next poll. jitter is a random number in [-1, 1): it moves the
// poll by up to a tenth of the wait, so that feeds added together drift apart,
// but never before a time the publisher gave.
func Next(s State, o Outcome, now time.Time, jitter float64) Plan {
	if s.Interval == 0 {
		s.Interval = firstWait
	}
	p := Plan{Interval: clamp(s.Interval, s.Min, s.Max)}
	wait, floor := time.Duration(0), time.Duration(0)
	switch o.Kind {
	case Fresh:
		p.Interval = clamp(s.Interval*7/10, s.Min, s.Max)
		wait, p.Why = p.Interval, "new entries came"
	case Unchanged:
		p.Interval = clamp(s.Interval*5/4, s.Min, s.Max)
		wait, p.Why = p.Interval, "nothing new"
	case Throttled:
		wait, p.Why = backoff(throttledWait, s.Failures, day), "the site asked to slow down"
	case Gone:
		wait, p.Why = goneWait, "the feed is gone (410); one probe a month"
	case Failed:
		limit := day
		if !s.Failing.IsZero() && now.Sub(s.Failing) > hopeless {
			limit = 7 * day
		}
		wait = backoff(clamp(s.Min, time.Minute, day), s.Failures, limit)
		p.Why = fmt.Sprintf("error %d in a row", s.Failures)
	}
	wait = min(wait, goneWait) // nothing waits longer, whatever the bounds say
	floor, p.Why = publisherFloor(o, floor, p.Why)
	jittered := wait + time.Duration(float64(wait)*jitter/10)
	if floor > 0 {
		jittered = max(jittered, floor+time.Duration(float64(floor)*(jitter+1)/20))
	}
	p.At = now.Add(max(jittered, time.Second)).Round(time.Millisecond)
	return p
}

// publisherFloor returns the longest wait the publisher asked for. Each is
// capped at a day, so that one odd header cannot silence a feed.
func publisherFloor(o Outcome, floor time.Duration, why string) (time.Duration, string) {
	for _, f := range []struct {
		wait time.Duration
		why  string
	}{
		{o.RetryAfter, "Retry-After"}, {o.MaxAge, "cache lifetime"}, {o.TTL, "the feed's ttl"},
	} {
		if f.wait = min(f.wait, day); f.wait > floor {
			floor, why = f.wait, fmt.Sprintf("%s %s", f.why, f.wait.Round(time.Second))
		}
	}
	return floor, why
}

// backoff doubles base for every failure after the first, up to limit.
func backoff(base time.Duration, failures int, limit time.Duration) time.Duration {
	for ; failures > 1 && base < limit; failures-- {
		base *= 2
	}
	return min(base, limit)
}

func clamp(d, low, high time.Duration) time.Duration {
	if high > 0 && d > high {
		d = high
	}
	return max(d, low)
}

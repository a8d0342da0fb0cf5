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
	Gone                  // 410, or a JSON Feed that says it has ended
	Refused               // 401, 403, 451 or robots.txt
	Failed                // anything else
)

// Bounds are the user's, for one feed.
type Bounds struct {
	Min time.Duration `json:"min,omitempty"`
	Max time.Duration `json:"max,omitempty"`
	// Blind is the least interval of a source that gives no validators, where
	// every poll costs it the whole body.
	Blind time.Duration `json:"blind,omitempty"`
}

// State is what is remembered of the feed, with the poll counted in.
type State struct {
	Bounds
	Rate       Rate
	Asks       Asks
	Validators bool      // the next poll can be conditional
	Window     int       // entries that stand in the feed at a time; 0 if unknown
	Failures   int       // in a row, this poll included
	Failing    time.Time // since when; zero if it is not
}

// Outcome is what the poll brought.
type Outcome struct {
	Kind       Kind
	RetryAfter time.Duration // Retry-After; 0 if none was given
	MaxAge     time.Duration // Cache-Control max-age less Age, or Expires; 0 if none
	// Turnover says that no entry of the poll before was left, elapsed after it:
	// some may have come and gone unseen.
	Turnover bool
	Elapsed  time.Duration
}

// Plan is the next poll.
type Plan struct {
	At  time.Time
	Why string
}

// ThrottledWait is the wait after a 429 that does not say how long; it doubles
// from one to the next.
const ThrottledWait = 15 * time.Minute

const (
	goneWait = 30 * day
	hopeless = 30 * day // errors that last longer are probed once a week
)

// Next plans the next poll. jitter is a random number in [-1, 1): it moves the
// poll by up to a tenth of the wait, so that feeds added together drift apart,
// but never before a time the publisher gave.
func Next(s State, o Outcome, now time.Time, jitter float64) Plan {
	wait, why := s.wait(o, now)
	floor, reason := s.floor(o)
	at := wait + time.Duration(float64(wait)*jitter/10)
	if at < floor {
		// Past the floor by up to a twentieth: the feeds of one publisher that all
		// ask for an hour had better not all come on the hour.
		at = floor + time.Duration(float64(floor)*(jitter+1)/40)
		why = reason
	}
	p := Plan{At: now.Add(max(at, time.Second)).Round(time.Millisecond), Why: why}
	if allowed := s.Asks.Allowed(p.At); !allowed.Equal(p.At) {
		p.At = allowed.Add(time.Duration(float64(10*time.Minute) * (jitter + 1) / 2)).Round(time.Millisecond)
		p.Why += "; moved out of the feed's skipHours or skipDays"
	}
	return p
}

// wait is how long to wait as far as we are concerned.
func (s State) wait(o Outcome, now time.Time) (time.Duration, string) {
	switch o.Kind {
	case Throttled:
		return backoff(ThrottledWait, s.Failures, day), "the site asked to slow down, " + inARow(s.Failures)
	case Gone:
		return goneWait, "the feed has ended; one probe a month"
	case Refused, Failed:
		limit, word := day, "error"
		if !s.Failing.IsZero() && now.Sub(s.Failing) > hopeless {
			limit = 7 * day
		}
		if o.Kind == Refused {
			word = "refused"
		}
		return backoff(min(max(s.Min, time.Minute), day), s.Failures, limit), fmt.Sprintf("%s, %s", word, inARow(s.Failures))
	}
	wait, why := s.Rate.interval(), "about "+perTime(s.Rate.PerHour())
	// Half of what the feed shows at a time: then no entry leaves it unseen.
	if hours := float64(s.Window) / 2 / s.Rate.PerHour(); s.Window > 0 && hours < wait.Hours() {
		wait, why = time.Duration(hours*float64(time.Hour)), fmt.Sprintf("%s in a feed of %d", why, s.Window)
	}
	if o.Turnover && o.Elapsed > 0 && o.Elapsed/2 < wait {
		wait, why = o.Elapsed/2, "no entry of the poll before was left: some may have been missed"
	}
	if s.Max > 0 && wait > s.Max {
		wait, why = s.Max, why+"; the longest interval"
	}
	return min(wait, goneWait), why // nothing waits longer, whatever the bounds say
}

// floor is the least wait: the longest that publisher and user ask for. What a
// publisher asks is capped at a day, so that one odd header cannot silence a
// feed.
func (s State) floor(o Outcome) (time.Duration, string) {
	type ask struct {
		wait time.Duration
		why  string
	}
	asks := []ask{
		{o.RetryAfter, "Retry-After"}, {o.MaxAge, "cache lifetime"},
		{s.Asks.TTL, "the feed's ttl"}, {s.Asks.Update, "the feed's update period"},
	}
	floor, why := time.Duration(0), ""
	for _, a := range asks {
		if a.wait = min(a.wait, day); a.wait > floor {
			floor, why = a.wait, fmt.Sprintf("%s %s", a.why, a.wait.Round(time.Second))
		}
	}
	if o.Kind != Fresh && o.Kind != Unchanged {
		// What the site was promised is not undercut by jitter either.
		wait, reason := s.wait(o, time.Time{})
		if promised := o.Kind == Gone || o.Kind == Throttled && o.RetryAfter == 0; promised && wait > floor {
			return wait, reason
		}
		return floor, why
	}
	if least := min(s.Min, goneWait); s.Validators && least > floor {
		return least, fmt.Sprintf("the shortest interval, %s", least)
	}
	if least := min(max(s.Min, s.Blind), goneWait); !s.Validators && least > floor {
		return least, fmt.Sprintf("%s, since the site gives no validators to ask with", least)
	}
	return floor, why
}

func inARow(failures int) string {
	if failures <= 1 {
		return "for the first time"
	}
	return fmt.Sprintf("%d times in a row", failures)
}

// perTime writes a rate in the unit that reads best.
func perTime(perHour float64) string {
	switch {
	case perHour >= 1:
		return fmt.Sprintf("%.2g entries an hour", perHour)
	case perHour*24 >= 1:
		return fmt.Sprintf("%.2g entries a day", perHour*24)
	}
	return fmt.Sprintf("%.2g entries a week", perHour*168)
}

// backoff doubles base for every failure after the first, up to limit.
func backoff(base time.Duration, failures int, limit time.Duration) time.Duration {
	for ; failures > 1 && base < limit; failures-- {
		base *= 2
	}
	return min(base, limit)
}

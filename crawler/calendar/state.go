package calendar

// The states of a feed, one word each.
const (
	StateOK      = "ok"
	StateNew     = "new"     // not polled yet
	StateWaiting = "waiting" // its site asked to wait
	StateFailing = "failing"
	StateGone    = "gone"   // it has ended
	StatePaused  = "paused" // by its operator
	StateParked  = "parked" // a sitemap without news
)

// Resting reports whether no poll of the feed is to come by itself: it is paused, or
// parked. Next and Failing are then of the past.
func (f *Feed) Resting() bool { return f.Paused || !f.Parked.IsZero() }

// State is the one word for how a feed is.
func (f *Feed) State() string {
	switch {
	case f.Paused:
		return StatePaused
	case !f.Parked.IsZero():
		return StateParked
	case f.Gone:
		return StateGone
	case f.Outcome == "throttled":
		return StateWaiting
	case f.Failures > 0:
		return StateFailing
	case f.Polled.IsZero():
		return StateNew
	}
	return StateOK
}

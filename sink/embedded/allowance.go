package embedded

import "time"

const (
	// greetingLines are what a client needs to say who it is: they wait for nobody, since
	// whoever says more than all may must not keep the operator out.
	greetingLines = 4
	// debtMost is how far ahead of what all strangers may say is taken. Who finds more waits
	// and asks again: what was taken outlives who took it.
	debtMost = time.Second
)

// allowance is what one client may say. It is not for concurrent use.
type allowance struct {
	own, together *pace
	free          float64 // lines that all others do not wait for
}

// take takes lines, and returns how long to wait: before they may be said if they were taken,
// else before asking again.
func (a *allowance) take(now time.Time, lines float64) (wait time.Duration, taken bool) {
	var all time.Duration
	if shared := lines - a.free; shared > 0 {
		if all, taken = a.together.take(now, shared, debtMost); !taken {
			return max(all-debtMost, debtMost/10), false
		}
	}
	a.free = max(a.free-lines, 0)
	mine, _ := a.own.take(now, lines, time.Hour)
	return max(mine, all), true
}

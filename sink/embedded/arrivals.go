package embedded

import (
	"net/netip"
	"sync"
	"time"
)

const (
	// arrivalsBurst and arrivalsRate are how many clients of one address may come at
	// once, and each second.
	arrivalsBurst, arrivalsRate = 64, 16
	// guesses are how many passwords of one address are looked at before it has to
	// wait, and how many each second then.
	guesses, guessRate = 8, 0.5
	// addresses are how many are remembered.
	addresses = 4096
)

// arrivals hold those up who come too often from one address. They may be used
// concurrently.
type arrivals struct {
	mu sync.Mutex
	by map[netip.Addr]*visits
}

type visits struct {
	come, guess *pace
	last        time.Time
}

func newArrivals() *arrivals { return &arrivals{by: map[netip.Addr]*visits{}} }

// of an address; the one that was heard of longest ago makes room.
func (a *arrivals) of(address netip.Addr, now time.Time) *visits {
	a.mu.Lock()
	defer a.mu.Unlock()
	v := a.by[address]
	if v == nil {
		if len(a.by) >= addresses {
			a.thin()
		}
		v = &visits{come: newPace(arrivalsRate, arrivalsBurst), guess: newPace(guessRate, guesses)}
		a.by[address] = v
	}
	v.last = now
	return v
}

// thin forgets the older half.
func (a *arrivals) thin() {
	var oldest, newest time.Time
	for _, v := range a.by {
		if oldest.IsZero() || v.last.Before(oldest) {
			oldest = v.last
		}
		if v.last.After(newest) {
			newest = v.last
		}
	}
	middle := oldest.Add(newest.Sub(oldest) / 2)
	for address, v := range a.by {
		if !v.last.After(middle) {
			delete(a.by, address)
		}
	}
}

// come says how long a client has to wait, or that it has to go.
func (a *arrivals) come(address netip.Addr, now time.Time) (time.Duration, bool) {
	return a.of(address, now).come.take(now, 1, loginPatience)
}

// mayGuess says whether another password is looked at.
func (a *arrivals) mayGuess(address netip.Addr, now time.Time) bool {
	_, ok := a.of(address, now).guess.take(now, 0, 0)
	return ok
}

// failed counts a password that was wrong.
func (a *arrivals) failed(address netip.Addr, now time.Time) {
	a.of(address, now).guess.take(now, 1, time.Minute)
}

// punish has an address that has flooded the server come more slowly for a while.
func (a *arrivals) punish(address netip.Addr, now time.Time) {
	a.of(address, now).come.take(now, arrivalsRate, time.Minute)
}

package embedded

import (
	"sync"
	"time"
)

// pace is a bucket that fills at a rate: what is taken of it beyond what is there has
// to be waited for. It may be used concurrently.
type pace struct {
	rate, burst float64 // a second, and at most

	mu   sync.Mutex
	left float64
	at   time.Time
}

func newPace(rate, burst float64) *pace { return &pace{rate: rate, burst: burst, left: burst} }

// take takes n and returns how long to wait for it; if that is longer than patience,
// nothing is taken and ok is false.
func (p *pace) take(now time.Time, n float64, patience time.Duration) (wait time.Duration, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.at.IsZero() && now.After(p.at) {
		p.left = min(p.burst, p.left+now.Sub(p.at).Seconds()*p.rate)
	}
	p.at = now
	if short := n - p.left; short > 0 {
		wait = time.Duration(short / p.rate * float64(time.Second))
	}
	if wait > patience {
		return wait, false
	}
	p.left -= n
	return wait, true
}

package calendar

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// lane is a host's record in HOSTS. Times are Unix milliseconds: the record is
// written at every request and should stay small.
type lane struct {
	Next   int64  `json:"n,omitempty"` // the next slot that can be booked
	Guests int64  `json:"g,omitempty"` // the same for pages that only strangers show
	Free   int64  `json:"f,omitempty"` // no request starts before
	Holder string `json:"h,omitempty"` // the process whose request is in flight
	Lease  int64  `json:"l,omitempty"` // when Holder loses the lane
	Took   int64  `json:"t,omitempty"` // smoothed duration of an answer, ms
	Slow   int    `json:"s,omitempty"` // the delay is multiplied by 2^Slow
	Slowed int64  `json:"a,omitempty"` // when Slow last changed
	Crawl  int64  `json:"c,omitempty"` // Crawl-delay of the origin asked last, ms
	Limits limits `json:"x,omitempty"`
}

// laneKey turns a host into a key that NATS accepts: single dots between other
// characters stay, so that keys read like hosts.
func laneKey(host string) string {
	var b strings.Builder
	for i, r := range host {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			b.WriteRune(r)
		case r == '.' && i > 0 && i < len(host)-1 && host[i-1] != '.':
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "_%x", r)
		}
	}
	return b.String()
}

// soonOver is by how much a record may seem to be of a time to come.
const soonOver = time.Second

// generous is how many times its own delay and lease a process grants to others, whose
// configuration may say another.
const generous = 10

// longestLimit is the longest wait that a host may ask for.
const longestLimit = 24 * time.Hour

// bound sees to it that the lane is free again in time whatever the clocks did since, and
// whoever wrote it: nothing in it lasts longer than it can have been meant to when it was
// written. written is the server's time. A record of a time to come was written before the
// clock was set back: it counts as written now.
func (l *lane) bound(written, now time.Time, delay, lease time.Duration) {
	if written.IsZero() {
		return
	}
	if ahead := written.Sub(now); ahead > soonOver {
		l.shift(-ahead, time.Time{})
		written = now
	}
	latest := func(after time.Duration) int64 { return written.Add(max(after, time.Minute)).UnixMilli() }
	l.Next, l.Guests = min(l.Next, latest(2*horizon)), min(l.Guests, latest(2*horizon))
	l.Free, l.Lease = min(l.Free, latest(generous*delay)), min(l.Lease, latest(generous*lease))
	for i, x := range l.Limits {
		l.Limits[i].Until = min(x.Until, latest(longestLimit+time.Minute))
	}
}

// shift moves the lane's times that are after one.
func (l *lane) shift(by time.Duration, after time.Time) {
	move := func(at *int64) {
		if *at > 0 && *at > after.UnixMilli() {
			*at += by.Milliseconds()
		}
	}
	for _, at := range []*int64{&l.Next, &l.Guests, &l.Free, &l.Lease, &l.Slowed} {
		move(at)
	}
	for i := range l.Limits {
		move(&l.Limits[i].Until)
	}
}

// waits reports whether something must not happen yet.
func (l *lane) waits(now time.Time) bool {
	for _, x := range l.Limits {
		if x.Until > now.UnixMilli() {
			return true
		}
	}
	return max(l.Next, l.Guests, l.Free, l.Lease) > now.UnixMilli()
}

// laneCache holds lanes as this process wrote them last.
type laneCache struct {
	mu    sync.Mutex
	known map[string]storedLane
}

// storedLane is a lane as it stands in HOSTS.
type storedLane struct {
	lane
	rev     uint64
	written time.Time // by the server's clock
}

// maxCachedLanes bounds the cache, at about 300 bytes each.
const maxCachedLanes = 10_000

func (c *laneCache) get(key string) (storedLane, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.known[key]
	e.Limits = slices.Clone(e.Limits) // they are changed in place
	return e, ok
}

func (c *laneCache) put(key string, l storedLane) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= maxCachedLanes {
		c.known = map[string]storedLane{}
	}
	c.known[key] = l
}

// waiting returns the lanes in which something must not happen yet.
func (c *laneCache) waiting(now time.Time) map[string]storedLane {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := map[string]storedLane{}
	for key, l := range c.known {
		if l.waits(now) {
			l.Limits = slices.Clone(l.Limits)
			list[key] = l
		}
	}
	return list
}

func (c *laneCache) drop(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.known, key)
}

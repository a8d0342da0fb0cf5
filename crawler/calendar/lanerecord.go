package calendar

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// lane is a host's record in HOSTS. Times are Unix milliseconds: the record is
// written at every request and should stay small.
type lane struct {
	Next   int64  `json:"n,omitempty"` // the next slot that can be booked
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

// laneCache holds lanes as this process wrote them last.
type laneCache struct {
	mu    sync.Mutex
	known map[string]cachedLane
}

type cachedLane struct {
	lane lane
	rev  uint64
}

// maxCachedLanes bounds the cache, at about 300 bytes each.
const maxCachedLanes = 10_000

func (c *laneCache) get(key string) (lane, uint64, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.known[key]
	e.lane.Limits = slices.Clone(e.lane.Limits) // they are changed in place
	return e.lane, e.rev, ok
}

func (c *laneCache) put(key string, l lane, rev uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= maxCachedLanes {
		c.known = map[string]cachedLane{}
	}
	c.known[key] = cachedLane{l, rev}
}

func (c *laneCache) drop(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.known, key)
}

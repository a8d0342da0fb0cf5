package calendar

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// lane is a host's record in HOSTS. Times are Unix milliseconds: the record is
// written at every request and should stay small.
type lane struct {
	Next   int64   `json:"n,omitempty"` // the next slot that can be booked
	Free   int64   `json:"f,omitempty"` // no request starts before
	Holder string  `json:"h,omitempty"` // the process whose request is in flight
	Lease  int64   `json:"l,omitempty"` // when Holder loses the lane
	Took   int64   `json:"t,omitempty"` // smoothed duration of an answer, ms
	Slow   int     `json:"s,omitempty"` // the delay is multiplied by 2^Slow
	Slowed int64   `json:"a,omitempty"` // when Slow last changed
	Crawl  int64   `json:"c,omitempty"` // Crawl-delay of the origin asked last, ms
	Limits []limit `json:"x,omitempty"`
}

// maxSlow bounds how far repeated 429s stretch a host's delay (×64); one step is
// taken back for every recovery without another.
const (
	maxSlow  = 6
	recovery = 10 * time.Minute
)

// leastSlowDelay is the delay that a throttled host gets at least, so that
// multiplying works for hosts that had none.
const leastSlowDelay = 500 * time.Millisecond

// Lane is a host taken by this process: its one request may start.
type Lane struct {
	c   *Calendar
	url string
	at  time.Time
}

// Answer is what the lane learns from a request.
type Answer struct {
	// Throttled says that the host answered 429: its delay is doubled.
	Throttled bool
	// Until is the time before which the host does not want to be asked for this
	// URL again; zero if it said nothing of it.
	Until time.Time
	// CrawlDelay is what the origin's robots.txt asks for.
	CrawlDelay time.Duration
}

// ClosedError says that a host does not want to be asked for a URL before a
// time.
type ClosedError struct {
	URL   string
	Until time.Time
}

func (e *ClosedError) Error() string {
	return fmt.Sprintf("%s asked not to be asked before %s", Host(e.URL), e.Until.UTC().Format(time.RFC3339))
}

// Take takes the lane of a URL's host. If it is not free, Take returns no lane
// and the time from which to ask again. A host that asked to be left alone is a
// *ClosedError.
func (c *Calendar) Take(ctx context.Context, url string) (*Lane, time.Time, error) {
	host, private := hostname(url)
	lease := c.pace.Load().lease
	var until, closed time.Time
	err := c.updateLane(ctx, Host(url), func(l *lane, now time.Time) bool {
		until = time.Time{}
		if closed = l.closed(host, url, private, now); !closed.IsZero() {
			return false
		}
		held := l.Holder != "" && l.Holder != c.self && !c.opts.Sole && now.UnixMilli() < l.Lease
		switch {
		case held && l.Took > 0 && l.Lease-lease.Milliseconds()+l.Took > now.UnixMilli():
			// The holder's answer is expected by then.
			until = time.UnixMilli(l.Lease - lease.Milliseconds() + l.Took)
		case held:
			until = now.Add(c.delay(l) + soon)
		case now.UnixMilli() < l.Free:
			until = time.UnixMilli(l.Free)
		}
		if !until.IsZero() {
			return false
		}
		l.Holder, l.Lease = c.self, now.Add(lease).UnixMilli()
		// If this process dies the host still gets its rest.
		l.Free = now.Add(c.delay(l)).UnixMilli()
		return true
	})
	switch {
	case err != nil:
		return nil, time.Time{}, err
	case !closed.IsZero():
		return nil, closed, &ClosedError{URL: url, Until: closed}
	case !until.IsZero():
		return nil, until, nil
	}
	return &Lane{c: c, url: url, at: time.Now()}, time.Time{}, nil
}

// Give gives the lane back when the answer is in: the next request to the host
// starts after its delay, counted from now, so that a slow host gets more rest.
func (l *Lane) Give(ctx context.Context, a Answer) error {
	took := time.Since(l.at).Milliseconds()
	host, _ := hostname(l.url)
	return l.c.updateLane(ctx, Host(l.url), func(r *lane, now time.Time) bool {
		if r.Holder != l.c.self {
			return false // the lease ran out and somebody else has it
		}
		r.Holder, r.Lease = "", 0
		r.Took += (took - r.Took) / 4
		r.Crawl = a.CrawlDelay.Milliseconds()
		switch {
		case a.Throttled:
			r.Slow, r.Slowed = min(r.Slow+1, maxSlow), now.UnixMilli()
		case r.Slow > 0 && now.Sub(time.UnixMilli(r.Slowed)) > recovery:
			r.Slow, r.Slowed = r.Slow-1, now.UnixMilli()
		}
		if a.Until.After(now) {
			r.limited(host, l.url, a.Until, now)
		}
		r.Free = now.UnixMilli()
		if rest := l.c.delay(r); rest > 0 {
			r.Free = now.Add(rest).UnixMilli() + 1 // rounded up: never early
		}
		return true
	})
}

// delay is the rest of a host after an answer: the configured one or longer
// where the host asks for more, is slow to answer, or answered 429.
func (c *Calendar) delay(l *lane) time.Duration {
	d := c.pace.Load().delay
	if d > 0 {
		d = max(d, time.Duration(l.Took)*time.Millisecond)
	}
	d = max(d, time.Duration(l.Crawl)*time.Millisecond)
	if l.Slow > 0 {
		d = max(d, leastSlowDelay) << l.Slow
	}
	return d
}

// reserve books n consecutive slots of a host's lane and returns their times.
func (c *Calendar) reserve(ctx context.Context, host string, n int) ([]time.Time, error) {
	slots := make([]time.Time, n)
	err := c.updateLane(ctx, host, func(l *lane, now time.Time) bool {
		step := c.delay(l)
		if step > 0 {
			// Slots leave room for the answer, or each job would find the lane taken.
			step += time.Duration(l.Took) * time.Millisecond
		}
		first := max(l.Next, l.Free, now.UnixMilli())
		for i := range slots {
			slots[i] = time.UnixMilli(first).Add(time.Duration(i) * step)
		}
		next := slots[n-1].Add(step).UnixMilli()
		if next == l.Next {
			return false
		}
		l.Next = next
		return step > 0 // a host without a delay has no slots to remember
	})
	return slots, err
}

// Slot books the next slot of the host's lane for a job that found it taken.
func (c *Calendar) Slot(ctx context.Context, host string) (time.Time, error) {
	slots, err := c.reserve(ctx, host, 1)
	if err != nil {
		return time.Time{}, err
	}
	return slots[0], nil
}

// updateLane changes a lane by compare-and-set. change returns false to leave
// the record as it is; it runs again when another process was faster.
//
// The first try is with the record as this process wrote it last: mostly nobody
// else has touched it, and if somebody has, the compare tells. Only what changes
// nothing is never decided on a record that may be old.
func (c *Calendar) updateLane(ctx context.Context, host string, change func(l *lane, now time.Time) bool) error {
	key := laneKey(host)
	for try := range casTries {
		l, rev, cached := c.lanes.get(key)
		if !cached {
			var err error
			if l, rev, err = c.readLane(ctx, key); err != nil {
				return err
			}
		}
		if !change(&l, time.Now()) {
			if !cached {
				return nil
			}
			c.lanes.drop(key)
			continue
		}
		value, err := json.Marshal(l)
		if err != nil {
			return fmt.Errorf("encode lane of %s: %w", host, err)
		}
		if rev, err = c.hosts.Update(ctx, key, value, rev); err == nil {
			c.lanes.put(key, l, rev)
			return nil
		}
		c.lanes.drop(key)
		if !errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
			return fmt.Errorf("write lane of %s: %w", host, err)
		}
		if err := pauseCAS(ctx, try); err != nil {
			return err
		}
	}
	return fmt.Errorf("write lane of %s: other processes changed it %d times in a row", host, casTries)
}

func (c *Calendar) readLane(ctx context.Context, key string) (l lane, rev uint64, err error) {
	entry, err := c.hosts.Get(ctx, key)
	switch {
	case errors.Is(err, jetstream.ErrKeyNotFound):
		return lane{}, 0, nil
	case err != nil:
		return lane{}, 0, fmt.Errorf("read lane %s: %w", key, err)
	}
	// A record that cannot be read is replaced: it only holds timing.
	_ = json.Unmarshal(entry.Value(), &l)
	return l, entry.Revision(), nil
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

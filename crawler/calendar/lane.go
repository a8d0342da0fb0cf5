package calendar

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

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
	// Took is how long the host took; zero: it is not known, and counts as as long as the lane was held. What came of the
	// answer may take longer to store, and that is not the host's doing.
	Took time.Duration
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

// Take takes the lane of a URL's host. If it is not free, Take returns a nil Lane
// and the time from which to ask again. A host that asked to be left alone is a
// *ClosedError.
func (c *Calendar) Take(ctx context.Context, url string) (*Lane, time.Time, error) {
	host, private := hostname(url)
	lease := c.pace.Load().lease
	var until, closed time.Time
	err := c.updateLane(ctx, Host(url), func(l *lane, now time.Time) bool {
		until = time.Time{}
		if closed = l.Limits.closed(host, url, private, now); !closed.IsZero() {
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
	took := cmp.Or(a.Took, time.Since(l.at)).Milliseconds()
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
			r.Limits = r.Limits.with(host, l.url, a.Until, now)
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

// updateLane changes a lane by compare-and-set. change returns false to leave
// the record as it is; it runs again when another process was faster.
//
// The first try is with the record as this process wrote it last: mostly nobody
// else has touched it, and if somebody has, the compare tells. Only what changes
// nothing is never decided on a record that may be old.
func (c *Calendar) updateLane(ctx context.Context, host string, change func(l *lane, now time.Time) bool) error {
	key := laneKey(host)
	c.stepping.RLock()
	defer c.stepping.RUnlock()
	for try := range casTries {
		known, cached := c.lanes.get(key)
		if !cached {
			var err error
			if known, err = c.readLane(ctx, key); err != nil {
				return err
			}
		}
		l, now := known.lane, c.Now()
		l.bound(known.written, now, c.delay(&l), c.pace.Load().lease)
		if !change(&l, now) {
			if !cached {
				return nil
			}
			c.lanes.drop(key)
			continue
		}
		err := c.writeLane(ctx, key, storedLane{l, known.rev, now})
		if err == nil {
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

func (c *Calendar) readLane(ctx context.Context, key string) (l storedLane, err error) {
	entry, err := c.hosts.Get(ctx, key)
	switch {
	case errors.Is(err, jetstream.ErrKeyNotFound):
		return l, nil
	case err != nil:
		return l, fmt.Errorf("read lane %s: %w", key, err)
	}
	// A record that cannot be read is replaced: it only holds timing.
	_ = json.Unmarshal(entry.Value(), &l.lane)
	l.rev, l.written = entry.Revision(), entry.Created()
	return l, nil
}

// writeLane stores a lane in the place of the revision it has, and remembers it.
func (c *Calendar) writeLane(ctx context.Context, key string, l storedLane) (err error) {
	value, err := json.Marshal(l.lane)
	if err != nil {
		return fmt.Errorf("encode lane: %w", err)
	}
	if l.rev, err = c.hosts.Update(ctx, key, value, l.rev); err != nil {
		return err
	}
	c.lanes.put(key, l)
	return nil
}

// restsTake bounds for how long keepRests keeps everybody waiting who looks at a lane.
const restsTake = 10 * time.Second

// keepRests sees to it that the rests of hosts last as long as they were meant to when
// the server's clock steps forward: of those that this process wrote last, and so has in
// hand. One that cannot be written keeps none of the others from it: its error is returned
// when all were tried. The caller holds stepping.
func (c *Calendar) keepRests(ctx context.Context, step time.Duration) (failed error) {
	ctx, cancel := context.WithTimeout(ctx, restsTake)
	defer cancel()
	now := c.Now()
	for key, l := range c.lanes.waiting(now) {
		l.shift(step, now)
		l.written = now.Add(step)
		err := c.writeLane(ctx, key, l)
		if err == nil {
			continue
		}
		c.lanes.drop(key)
		if failed == nil && !errors.Is(err, jetstream.ErrKeyRevisionMismatch) { // else another process has it in hand
			failed = fmt.Errorf("write lane %s: %w", key, err)
		}
	}
	return failed
}

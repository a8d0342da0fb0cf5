package calendar

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// LaneView is a host's lane as people want to see it.
type LaneView struct {
	Host string `json:"host"`
	// Delay is the rest after an answer, with all that lengthens it; CrawlDelay,
	// Latency and SlowedBy are what does.
	Delay      time.Duration `json:"delay"`
	CrawlDelay time.Duration `json:"crawl_delay,omitempty"`
	Latency    time.Duration `json:"latency,omitempty"`
	SlowedBy   int           `json:"slowed_by,omitempty"` // the factor that 429s brought
	// Busy says that a request is in flight, Free when the next may start, and
	// Closed until when the host asked not to be asked for the URL.
	Busy   bool      `json:"busy"`
	Free   time.Time `json:"free,omitzero"`
	Closed time.Time `json:"closed,omitzero"`
	// Queue is the next slot that can be booked: what waits is booked before it.
	Queue time.Time `json:"queue,omitzero"`
	// Guests is the same for pages that only other sites' feeds show.
	Guests time.Time `json:"guests,omitzero"`
	// Unreadable says that nothing of this is known, since the lane's record cannot be
	// read. The next request replaces it.
	Unreadable bool `json:"unreadable,omitempty"`
}

// LaneOf shows the lane of a URL's host.
func (c *Calendar) LaneOf(ctx context.Context, url string) (LaneView, error) {
	v := LaneView{Host: Host(url)}
	entry, err := c.hosts.Get(ctx, laneKey(v.Host))
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		v.Delay = c.pace.Load().delay
		return v, nil
	}
	if err != nil {
		return v, fmt.Errorf("read lane of %s: %w", v.Host, err)
	}
	var l lane
	if json.Unmarshal(entry.Value(), &l) != nil { // it only holds timing
		v.Unreadable, v.Delay = true, c.pace.Load().delay
		return v, nil //nolint:nilerr // that is what it says
	}
	now := c.Now()
	host, private := hostname(url)
	v.Delay, v.CrawlDelay, v.Latency = c.delay(&l), time.Duration(l.Crawl)*time.Millisecond, time.Duration(l.Took)*time.Millisecond
	if l.Slow > 0 {
		v.SlowedBy = 1 << l.Slow
	}
	v.Busy = l.Holder != "" && now.UnixMilli() < l.Lease
	v.Closed = l.Limits.closed(host, url, private, now)
	if free := time.UnixMilli(l.Free); free.After(now) {
		v.Free = free
	}
	if next := time.UnixMilli(l.Next); next.After(now) {
		v.Queue = next
	}
	if next := time.UnixMilli(l.Guests); next.After(now) {
		v.Guests = next
	}
	return v, nil
}

package crawler

import (
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// robotsCache keeps what this process has lately read of HOSTS.
type robotsCache struct {
	mu    sync.Mutex
	known map[string]*calendar.RobotsRecord
	size  int
}

// maxRobotsCache bounds the cache, in bytes.
const maxRobotsCache = 32 << 20

func robotsSize(origin string, r *calendar.RobotsRecord) int {
	n := 200 + 2*len(origin) + len(r.Error)
	if r.Rules != nil {
		n += r.Rules.Size()
	}
	return n
}

func (c *robotsCache) get(origin string, now time.Time) *calendar.RobotsRecord {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r := c.known[origin]; r != nil && r.Fresh(now) {
		return r
	}
	return nil
}

func (c *robotsCache) put(origin string, r *calendar.RobotsRecord) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.known[origin]; old != nil {
		c.size -= robotsSize(origin, old)
	}
	if c.size += robotsSize(origin, r); c.size > maxRobotsCache || c.known == nil {
		// Everything can be read again from HOSTS.
		c.known, c.size = map[string]*calendar.RobotsRecord{}, robotsSize(origin, r)
	}
	c.known[origin] = r
}

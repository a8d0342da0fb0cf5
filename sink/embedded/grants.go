package embedded

import (
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// grants say which consumers each connection may fetch from and acknowledge to. The
// server itself refuses everything else, so that neither costs a detour. They may be
// used concurrently.
type grants struct {
	options Options
	alive   func(cid uint64) bool
	open    func(reader) []string // what is granted from the beginning

	mu    sync.Mutex
	conns map[uint64]*granted
}

// granted is one connection.
type granted struct {
	reader
	client server.ClientAuthentication
	names  []string // the oldest first
	pulls  *pace
}

// mayPull says whether a connection has asked for messages no more often than it may:
// of each request the server remembers for a while where its answers go. Others than
// readers may.
func (g *grants) mayPull(cid uint64, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	c := g.conns[cid]
	if c == nil {
		return true
	}
	_, ok := c.pulls.take(now, 1, 0)
	return ok
}

func newGrants(o Options, alive func(uint64) bool, open func(reader) []string) *grants {
	return &grants{options: o, alive: alive, open: open, conns: map[uint64]*granted{}}
}

// begin returns the permissions of a reader that has just connected.
func (g *grants) begin(c server.ClientAuthentication, by reader) *server.Permissions {
	names := g.open(by)
	if len(names) > grantsEach {
		names = names[:grantsEach]
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for cid := range g.conns {
		if !g.alive(cid) {
			delete(g.conns, cid)
		}
	}
	g.conns[c.GetID()] = &granted{reader: by, client: c, names: names, pulls: newPace(pullRate, pullBurst)}
	return readerPermissions(g.options, names)
}

// give grants a consumer to all connections of its owner, or the one that holds it.
func (g *grants) give(by reader, name string) {
	g.each(func(c *granted) bool {
		if c.owner != by.owner || c.cid != by.cid || slices.Contains(c.names, name) {
			return false
		}
		if len(c.names) >= grantsEach {
			c.names = c.names[1:]
		}
		c.names = append(c.names, name)
		return true
	})
}

// anyHolder stands for whichever connection of an owner holds a consumer.
const anyHolder = ^uint64(0)

// take takes a consumer from all but one reader.
func (g *grants) take(name string, but reader) {
	g.each(func(c *granted) bool {
		i := slices.Index(c.names, name)
		if i < 0 || c.owner == but.owner && (c.cid == but.cid || but.cid == anyHolder) {
			return false
		}
		c.names = slices.Delete(c.names, i, i+1)
		return true
	})
}

// reader is who has a connection.
func (g *grants) reader(cid uint64) (reader, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c := g.conns[cid]
	if c == nil {
		return reader{}, false
	}
	return c.reader, true
}

// at are the connections that have a seat.
func (g *grants) at(s *seat) (cids []uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for cid, c := range g.conns {
		if c.seat == s {
			cids = append(cids, cid)
		}
	}
	return cids
}

// each changes what is granted to connections, and tells the server where change says
// that it did. Without an account in it the server changes the permissions alone.
func (g *grants) each(change func(*granted) bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for cid, c := range g.conns {
		switch {
		case !g.alive(cid):
			delete(g.conns, cid)
		case change(c):
			c.client.RegisterUser(&server.User{Permissions: readerPermissions(g.options, c.names)})
		}
	}
}

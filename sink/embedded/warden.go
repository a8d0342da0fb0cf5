package embedded

import (
	"net/netip"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

const (
	wardenRound = 50 * time.Millisecond
	// violations are how many forbidden things a connection may try.
	violations = 200
	// flood is how many messages a reader may send between two rounds.
	flood = 2000
	// silence is how long a connection may say nothing while others wait for room.
	silence = 6 * wardenRound
	// globalAccount is where the server keeps who has not logged in.
	globalAccount = "$G"
)

// warden looks after readers that are connected: it disconnects those that do not read
// what they have asked for, and those that flood the server. The server's own limit
// for what waits is the same for everybody, also for us, and much higher.
type warden struct {
	limits Limits
	counts *counts
	punish func(netip.Addr, time.Time)
	conns  func(*server.ConnzOptions) (*server.Connz, error)
	cut    func(cid uint64) error
	total  func() int
	tick   func(time.Time) // each round
	from   func(cid uint64) netip.Addr

	mu      sync.Mutex
	clients map[uint64]*client
	wanted  chan uint64 // have tried too much that is forbidden
	done    chan struct{}
	ended   chan struct{}
}

// client is a reader's connection.
type client struct {
	address  netip.Addr
	messages int64
	faults   int
	since    time.Time
}

func newWarden(l Limits, c *counts) *warden {
	return &warden{
		limits: l, counts: c, clients: map[uint64]*client{}, wanted: make(chan uint64, 64),
		done: make(chan struct{}), ended: make(chan struct{}),
	}
}

// add begins to look after a connection.
func (w *warden) add(cid uint64, address netip.Addr) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clients[cid] = &client{address: address, since: time.Now()}
}

// connectedFrom is how many connections there are from an address.
func (w *warden) connectedFrom(address netip.Addr) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for _, c := range w.clients {
		if c.address == address {
			n++
		}
	}
	return n
}

func (w *warden) connected() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.clients)
}

// fault counts something forbidden that a connection has tried. The server says so
// while it works for that connection, and must not be held up.
func (w *warden) fault(cid uint64) {
	w.mu.Lock()
	c := w.clients[cid]
	if c != nil {
		c.faults++
	}
	w.mu.Unlock()
	if c != nil && c.faults > violations {
		w.flooded(cid)
	}
}

// flooded has a connection disconnected.
func (w *warden) flooded(cid uint64) {
	select {
	case w.wanted <- cid:
	default: // there are others first; it will go on, and be told again
	}
}

// slow disconnects a client that does not read while others wait for it.
func (w *warden) slow(cid uint64) { w.end(cid, &w.counts.slow) }

// run makes rounds until stop.
func (w *warden) run() {
	defer close(w.ended)
	tick := time.NewTicker(wardenRound)
	defer tick.Stop()
	for {
		select {
		case <-w.done:
			return
		case cid := <-w.wanted:
			w.end(cid, &w.counts.floods)
		case now := <-tick.C:
			w.tick(now)
			if w.connected() > 0 || w.crowded(w.total()) {
				w.round()
			}
		}
	}
}

func (w *warden) stop() {
	close(w.done)
	<-w.ended
}

// round looks at all connections.
func (w *warden) round() {
	all, err := w.conns(&server.ConnzOptions{Sort: server.ByPending, Limit: 1 << 20, Username: true})
	if err != nil {
		return // the server is going
	}
	if w.crowded(len(all.Conns)) {
		w.clear(all.Conns)
	}
	here := make(map[uint64]bool, len(all.Conns))
	var pending int64
	for _, c := range all.Conns { // the most pending first
		here[c.Cid] = true
		sent, ours := w.sent(c.Cid, c.InMsgs)
		switch {
		case !ours:
		case sent > flood:
			w.end(c.Cid, &w.counts.floods)
		case int64(c.Pending) > w.limits.Pending:
			w.end(c.Cid, &w.counts.slow)
		default:
			pending += int64(c.Pending)
		}
	}
	for _, c := range all.Conns {
		if pending <= w.limits.Pendings {
			break
		}
		if _, ours := w.sent(c.Cid, c.InMsgs); ours && int64(c.Pending) <= w.limits.Pending {
			pending -= int64(c.Pending)
			w.end(c.Cid, &w.counts.slow)
		}
	}
	w.keep(here)
}

// crowded says whether there is little room for more connections.
func (w *warden) crowded(connections int) bool { return connections > w.limits.Connections/2 }

// clear disconnects those who have not said within some rounds who they are.
func (w *warden) clear(conns []*server.ConnInfo) {
	for _, c := range conns {
		if c.Account == globalAccount && w.from(c.Cid).IsValid() && time.Since(c.Start) > silence {
			_ = w.cut(c.Cid) // or it has gone by itself
			w.counts.turnedAway.Add(1)
		}
	}
}

// sent is how many messages a connection has sent since this was asked; ours is false
// for who is no reader.
func (w *warden) sent(cid uint64, messages int64) (n int64, ours bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.clients[cid]
	if c == nil {
		return 0, false
	}
	n, c.messages = messages-c.messages, messages
	return n, true
}

// keep forgets the connections that have gone. One that has come during the round is
// not listed yet.
func (w *warden) keep(here map[uint64]bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for cid, c := range w.clients {
		if !here[cid] && time.Since(c.since) > 20*wardenRound {
			delete(w.clients, cid)
		}
	}
}

// end disconnects a reader.
func (w *warden) end(cid uint64, count interface{ Add(uint64) uint64 }) {
	w.mu.Lock()
	c := w.clients[cid]
	delete(w.clients, cid)
	w.mu.Unlock()
	if c == nil {
		return
	}
	_ = w.cut(cid) // or it has gone by itself
	count.Add(1)
	w.punish(c.address, time.Now())
}

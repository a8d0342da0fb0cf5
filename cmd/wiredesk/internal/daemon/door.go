package daemon

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// longAnswer is from when on a connection that is still being answered may have to make
// room: an event stream, which its page opens again by itself.
const longAnswer = 2 * time.Second

// doorPace is how fast connections come in while others have to leave for them: the
// rest waits in the system's queue, and who is in has time to ask.
const (
	doorPace = time.Millisecond
	atOnce   = 2 // of them
)

// door bounds the connections of the HTTP server, in all and per address. Somebody who
// comes when it is full takes the place of one who says nothing, or has not said all of
// a request, or of the oldest long answer: so nobody keeps others out by holding
// connections. It may be used concurrently.
type door struct {
	most, perAddress int

	mu    sync.Mutex
	conns map[net.Conn]*caller

	evicted, refused atomic.Uint64
}

// caller is a connection.
type caller struct {
	address netip.Addr
	since   time.Time // when its state changed last
	active  bool      // a request is being answered
}

// callersKey is that of a request's connection in its context.
type callersKey struct{}

func newDoor(most, perAddress int) *door {
	return &door{most: most, perAddress: perAddress, conns: map[net.Conn]*caller{}}
}

// guard lets the connections of a listener through the door.
func (d *door) guard(l net.Listener) net.Listener { return &guardedListener{Listener: l, door: d} }

type guardedListener struct {
	net.Listener
	door    *door
	crowded atomic.Uint64
}

func (g *guardedListener) Accept() (net.Conn, error) {
	for {
		c, err := g.Listener.Accept()
		if err != nil {
			return nil, err
		}
		entered, crowded := g.door.enter(c, time.Now())
		if crowded && g.crowded.Add(1)%atOnce == 0 {
			time.Sleep(doorPace)
		}
		if entered {
			return c, nil
		}
		_ = c.Close() // there is no room, which needs no answer
	}
}

// open is how many connections there are.
func (d *door) open() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.conns)
}

// events are how often what has happened.
func (d *door) events() map[string]uint64 {
	return map[string]uint64{"full": d.refused.Load(), "replaced": d.evicted.Load()}
}

// through is the context of a connection, by which its requests are known.
func (d *door) through(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, callersKey{}, c)
}

// answers wraps a handler, so that the door knows who is being answered: whoever has
// sent half a request is not.
func (d *door) answers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, _ := r.Context().Value(callersKey{}).(net.Conn)
		d.busy(c, true)
		defer d.busy(c, false)
		next.ServeHTTP(w, r)
	})
}

// busy notes that a connection is being answered, or has been.
func (d *door) busy(c net.Conn, active bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if who := d.conns[c]; who != nil {
		who.active, who.since = active, time.Now()
	}
}

// enter says whether a connection may come in, and whether the door is full.
func (d *door) enter(c net.Conn, now time.Time) (entered, crowded bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	from := callerAddress(c)
	of := 0
	for _, other := range d.conns {
		if other.address == from {
			of++
		}
	}
	full := of >= d.perAddress
	crowded = full || len(d.conns) >= d.most
	if crowded {
		leaves := d.weakest(from, full, now)
		if leaves == nil {
			d.refused.Add(1)
			return false, crowded
		}
		delete(d.conns, leaves)
		d.evicted.Add(1)
		_ = leaves.Close() // the server hears of it and ends what it does
	}
	d.conns[c] = &caller{address: from, since: now}
	return true, crowded
}

// weakest is who has to leave: the longest without a request, else the oldest long
// answer, of one address or of all.
func (d *door) weakest(from netip.Addr, ofOne bool, now time.Time) net.Conn {
	var idle, long net.Conn
	for c, who := range d.conns {
		switch {
		case ofOne && who.address != from:
		case !who.active:
			if idle == nil || who.since.Before(d.conns[idle].since) {
				idle = c
			}
		case now.Sub(who.since) > longAnswer:
			if long == nil || who.since.Before(d.conns[long].since) {
				long = c
			}
		}
	}
	if idle != nil {
		return idle
	}
	return long
}

// changed hears from the server that a connection has ended.
func (d *door) changed(c net.Conn, state http.ConnState) {
	if state != http.StateClosed && state != http.StateHijacked {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.conns, c)
}

// callerAddress is where a connection comes from; of IPv6 the network.
func callerAddress(c net.Conn) netip.Addr {
	tcp, ok := c.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	address := tcp.AddrPort().Addr().Unmap().WithZone("")
	if address.Is6() && !address.IsLoopback() {
		if prefix, err := address.Prefix(64); err == nil {
			return prefix.Addr()
		}
	}
	return address
}

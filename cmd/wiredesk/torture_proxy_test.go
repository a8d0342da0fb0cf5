package main

import (
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// network is what lies between a crawler and a server: a TCP proxy that fails
// at a moment of the crawler's work.
type network struct {
	target   string
	listener net.Listener
	links    sync.WaitGroup

	mu    sync.Mutex
	tap   *tap
	lost  bool          // when the moment comes, bytes are swallowed instead of the connections cut
	away  time.Duration // and for this long nobody can connect
	until time.Time
	open  map[net.Conn]bool
}

// newNetwork leads to a server's URL.
func newNetwork(t testing.TB, target string) *network {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &network{target: strings.TrimPrefix(target, "nats://"), listener: l, tap: &tap{}, open: map[net.Conn]bool{}}
	n.links.Go(n.accept)
	t.Cleanup(func() {
		_ = l.Close()
		n.hangUp()
		n.links.Wait()
	})
	return n
}

func (n *network) url() string { return "nats://" + n.listener.Addr().String() }

// fail readies the failure: at the times-th time of a moment the connections
// are cut, or, if lost, swallow what is sent and say nothing; for as long as
// away nobody can connect anew.
func (n *network) fail(m instant, times int, lost bool, away time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.tap, n.lost, n.away = &tap{moment: m, n: times}, lost, away
}

// failed reports whether it came to that.
func (n *network) failed() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.tap.mu.Lock()
	defer n.tap.mu.Unlock()
	return n.tap.n == 0
}

func (n *network) accept() {
	for {
		client, err := n.listener.Accept()
		if err != nil {
			return
		}
		n.mu.Lock()
		away := time.Now().Before(n.until)
		n.mu.Unlock()
		server, err := net.Dial("tcp", n.target)
		if err != nil || away {
			_ = client.Close()
			if err == nil {
				_ = server.Close()
			}
			continue
		}
		n.keep(client, server)
		l := &link{network: n}
		n.links.Go(func() { l.pump(out, client, server) })
		n.links.Go(func() { l.pump(in, server, client) })
	}
}

func (n *network) keep(conns ...net.Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, c := range conns {
		n.open[c] = true
	}
}

// hangUp closes all connections.
func (n *network) hangUp() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for c := range n.open {
		_ = c.Close()
	}
	clear(n.open)
}

// link is one connection through the network.
type link struct {
	network *network
	mu      sync.Mutex
	silent  bool
}

// pump carries one direction. A link that fell silent stays open on the
// server's side, as when a cable is pulled.
func (l *link) pump(way direction, from, to net.Conn) {
	var s splitter
	buffer := make([]byte, 32<<10)
	for {
		size, err := from.Read(buffer)
		l.mu.Lock()
		silent := l.silent
		l.mu.Unlock()
		if err != nil {
			_ = from.Close()
			if !silent {
				_ = to.Close()
			}
			return
		}
		if silent {
			continue
		}
		l.network.mu.Lock()
		t, lost := l.network.tap, l.network.lost
		l.network.mu.Unlock()
		through, now := t.pass(way, &s, buffer[:size])
		_, err = to.Write(through)
		if now {
			l.network.goAway()
			if lost {
				l.mu.Lock()
				l.silent = true
				l.mu.Unlock()
				continue
			}
			l.network.hangUp()
		}
		if err != nil {
			_ = from.Close()
			return
		}
	}
}

func (n *network) goAway() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.until = time.Now().Add(n.away)
}

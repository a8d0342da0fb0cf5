package embedded

import (
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// lobbyPace is how fast clients come in while there is no room for them: the rest
	// waits in the system's queue.
	lobbyPace = time.Millisecond
	// infoSize is the longest greeting of the server, in bytes.
	infoSize = 16 << 10
	// helloSize is how much of a client is handed to the server at a time, answerSize how
	// much of the server to a client.
	helloSize, answerSize = 4 << 10, 16 << 10
	// handshakeTime is how long a client may take to agree on encryption.
	handshakeTime = 2 * time.Second
)

// lobby accepts clients in the place of the server, which accepts as many at a time as
// come and counts them then: the files of its own store would be missing. Each is
// handed on through a pipe in memory, so that it takes one file. Who comes when there
// is no room takes the place of the one that has said nothing for longest. It may be
// used concurrently.
type lobby struct {
	listener net.Listener
	together *pace  // what all strangers say
	turns    *turns // what all strangers get
	done     chan struct{}
	connect  func() (net.Conn, error) // to the server
	most     int
	tls      *tls.Config // nil: none
	counts   *counts

	mu     sync.Mutex
	guests map[net.Conn]*guest
	byCID  map[uint64]visitor
	closed bool
	all    sync.WaitGroup
}

// guest is a client.
type guest struct {
	since  time.Time
	spoken bool
}

// visitor is a client that the server knows by a number.
type visitor struct {
	from netip.Addr
	free *atomic.Bool // it may say as much as it likes
	end  func()       // ends both of its connections
}

func newLobby(l net.Listener, o Options, c *counts) *lobby {
	done := make(chan struct{})
	return &lobby{
		listener: l, most: o.Limits.Connections, counts: c, done: done, turns: newTurns(o.Limits.Pendings, done),
		together: newPace(linesTogether, 2*linesTogether), guests: map[net.Conn]*guest{}, byCID: map[uint64]visitor{},
	}
}

// run lets clients in until close.
func (l *lobby) run() {
	l.all.Go(func() {
		for {
			conn, err := l.listener.Accept()
			switch {
			case errors.Is(err, net.ErrClosed):
				return
			case err != nil: // for want of files, which passes
				time.Sleep(100 * lobbyPace)
				continue
			}
			entered, crowded := l.enter(conn, time.Now())
			if entered {
				l.all.Go(func() { l.serve(conn) })
			}
			if crowded {
				time.Sleep(lobbyPace)
			}
		}
	})
}

// close ends all, and returns when they have gone.
func (l *lobby) close() error {
	close(l.done)
	l.mu.Lock()
	l.closed = true
	for conn := range l.guests {
		_ = conn.Close()
	}
	l.mu.Unlock()
	err := l.listener.Close()
	l.all.Wait()
	return err
}

// enter says whether a client may come in, and whether there is no room.
func (l *lobby) enter(conn net.Conn, now time.Time) (entered, crowded bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if crowded = len(l.guests) >= l.most; crowded {
		l.counts.turnedAway.Add(1)
		quiet := l.quietest()
		if quiet == nil {
			quiet = conn
		}
		_ = quiet.Close()
		delete(l.guests, quiet)
		if quiet == conn {
			return false, crowded
		}
	}
	if l.closed {
		_ = conn.Close()
		return false, crowded
	}
	l.guests[conn] = &guest{since: now}
	return true, crowded
}

// quietest is who has said nothing for longest; the caller holds mu.
func (l *lobby) quietest() net.Conn {
	var best net.Conn
	for conn, g := range l.guests {
		if !g.spoken && (best == nil || g.since.Before(l.guests[best].since)) {
			best = conn
		}
	}
	return best
}

// know notes by what number the server knows a client.
func (l *lobby) know(cid uint64, v visitor) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.byCID[cid] = v
}

// from is where a client comes from; invalid if it is in this process.
func (l *lobby) from(cid uint64) netip.Addr {
	if l == nil {
		return netip.Addr{}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.byCID[cid].from
}

// release lets a client say as much as it likes: it is the operator, or a writer.
func (l *lobby) release(cid uint64) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if v, ok := l.byCID[cid]; ok {
		v.free.Store(true)
	}
}

// drop ends a client at once. The server itself waits until what it has for the client
// can be written, or its patience has ended.
func (l *lobby) drop(cid uint64) {
	l.mu.Lock()
	v, ok := l.byCID[cid]
	l.mu.Unlock()
	if ok {
		v.end()
	}
}

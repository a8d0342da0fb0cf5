package embedded

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
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
	tlsHandshake          = 0x16
)

// lobby accepts clients in the place of the server, which accepts as many at a time as
// come and counts them then: the files of its own store would be missing. Each is
// handed on through a pipe in memory, so that it takes one file. Who comes when there
// is no room takes the place of the one that has said nothing for longest. It may be
// used concurrently.
type lobby struct {
	listener net.Listener
	together *pace // what all strangers say
	done     chan struct{}
	connect  func() (net.Conn, error) // to the server
	most     int
	tls      bool
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
	return &lobby{
		listener: l, most: o.Limits.Connections, tls: o.CertFile != "", counts: c, done: make(chan struct{}),
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

// serve hands a client on to the server, and answers back, until either has ended.
func (l *lobby) serve(conn net.Conn) {
	var cid uint64
	defer func() {
		_ = conn.Close()
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.guests, conn)
		delete(l.byCID, cid)
	}()
	inside, err := l.connect()
	if err != nil {
		return // the server is going
	}
	defer func() { _ = inside.Close() }()
	answers := bufio.NewReaderSize(inside, infoSize)
	greeting, err := answers.ReadSlice('\n')
	if err != nil {
		return
	}
	free := new(atomic.Bool)
	end := func() { _, _ = conn.Close(), inside.Close() }
	if cid, greeting, err = l.greet(greeting, visitor{addressOf(conn.RemoteAddr()), free, end}); err != nil {
		return
	}
	if _, err := conn.Write(greeting); err != nil {
		return
	}
	var asking sync.WaitGroup
	asking.Go(func() { // ends with either connection
		defer func() { _ = inside.Close() }()
		l.forward(conn, inside, free)
	})
	_, _ = io.CopyBuffer(onlyWriter{conn}, onlyReader{answers}, make([]byte, answerSize)) // either has gone: nobody is to be told
	_ = conn.Close()
	asking.Wait()
}

// onlyWriter and onlyReader hide what else connections can, so that copying has no
// buffers of its own.
type (
	onlyWriter struct{ io.Writer }
	onlyReader struct{ io.Reader }
)

// forward hands on what a client says. Where there is a certificate it begins with a
// handshake, or is not heard. Who says more than strangers may has to wait with it: what
// is not read costs nothing here.
func (l *lobby) forward(conn, inside net.Conn, free *atomic.Bool) {
	own := newPace(linesEach, linesEach)
	b := make([]byte, helloSize)
	n, err := conn.Read(b)
	if n == 0 || l.tls && b[0] != tlsHandshake {
		return
	}
	l.mu.Lock()
	if g := l.guests[conn]; g != nil {
		g.spoken = true
	}
	l.mu.Unlock()
	for {
		if !free.Load() && !l.wait(own, b[:n]) {
			return
		}
		if _, failed := inside.Write(b[:n]); failed != nil || err != nil {
			return
		}
		if n, err = conn.Read(b); n == 0 && err != nil {
			return
		}
	}
}

// wait waits until so much may be said; false says that the lobby has closed. What is
// encrypted has few ends of lines: there bytes count.
func (l *lobby) wait(own *pace, said []byte) bool {
	lines := float64(max(bytes.Count(said, []byte{'\n'}), len(said)/bytesALine))
	now := time.Now()
	mine, _ := own.take(now, lines, time.Hour)
	all, _ := l.together.take(now, lines, time.Hour)
	d := max(mine, all)
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-l.done:
		return false
	}
}

// greet reads the server's greeting, and writes it as it would be to who comes over the
// network.
func (l *lobby) greet(line []byte, v visitor) (cid uint64, greeting []byte, err error) {
	text, ok := bytes.CutPrefix(line, []byte("INFO "))
	if !ok {
		return 0, nil, errors.New("no greeting")
	}
	var info struct {
		ID uint64 `json:"client_id"`
	}
	members := map[string]json.RawMessage{}
	if err := errors.Join(json.Unmarshal(text, &info), json.Unmarshal(text, &members)); err != nil {
		return 0, nil, err
	}
	if l.tls {
		members["tls_required"] = json.RawMessage("true")
		delete(members, "tls_available")
	}
	if members["client_ip"], err = json.Marshal(v.from.String()); err != nil {
		return 0, nil, err
	}
	b, err := json.Marshal(members)
	if err != nil {
		return 0, nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.byCID[info.ID] = v
	return info.ID, append(append([]byte("INFO "), b...), '\r', '\n'), nil
}

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
	connect  func() (net.Conn, error) // to the server
	most     int
	tls      bool
	counts   *counts

	mu     sync.Mutex
	guests map[net.Conn]*guest
	byCID  map[uint64]netip.Addr
	closed bool
	all    sync.WaitGroup
}

// guest is a client.
type guest struct {
	since  time.Time
	spoken bool
}

func newLobby(l net.Listener, o Options, c *counts) *lobby {
	return &lobby{
		listener: l, most: o.Limits.Connections, tls: o.CertFile != "", counts: c,
		guests: map[net.Conn]*guest{}, byCID: map[uint64]netip.Addr{},
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
	return l.byCID[cid]
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
	if cid, greeting, err = l.greet(greeting, conn); err != nil {
		return
	}
	if _, err := conn.Write(greeting); err != nil {
		return
	}
	var asking sync.WaitGroup
	asking.Go(func() { // ends with either connection
		defer func() { _ = inside.Close() }()
		l.forward(conn, inside)
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
// handshake, or is not heard.
func (l *lobby) forward(conn, inside net.Conn) {
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
		if _, failed := inside.Write(b[:n]); failed != nil || err != nil {
			return
		}
		if n, err = conn.Read(b); n == 0 && err != nil {
			return
		}
	}
}

// greet reads the server's greeting, and writes it as it would be to who comes over the
// network.
func (l *lobby) greet(line []byte, conn net.Conn) (cid uint64, greeting []byte, err error) {
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
	if tcp, ok := conn.RemoteAddr().(*net.TCPAddr); ok {
		if members["client_ip"], err = json.Marshal(tcp.IP.String()); err != nil {
			return 0, nil, err
		}
	}
	b, err := json.Marshal(members)
	if err != nil {
		return 0, nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.byCID[info.ID] = addressOf(conn.RemoteAddr())
	return info.ID, append(append([]byte("INFO "), b...), '\r', '\n'), nil
}

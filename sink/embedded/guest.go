package embedded

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// serve hands a client on to the server, and answers back, until either has ended.
func (l *lobby) serve(conn net.Conn) {
	f := &flow{}
	listen(conn, strangersBacklog)
	defer func() {
		_ = conn.Close()
		l.turns.leave(f)
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.guests, conn)
		delete(l.byCID, f.cid)
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
	v := visitor{from: addressOf(conn.RemoteAddr()), free: free, end: func() { _, _ = conn.Close(), inside.Close() }}
	if f.cid, greeting, err = greet(greeting, v.from, l.tls != nil); err != nil {
		return
	}
	l.know(f.cid, v)
	if _, err := conn.Write(greeting); err != nil {
		return
	}
	outside, err := l.encrypt(conn)
	if err != nil {
		return
	}
	var asking sync.WaitGroup
	gone := make(chan struct{})
	asking.Go(func() { // ends with either connection
		defer func() { _ = inside.Close() }()
		_ = l.forward(conn, outside, inside, f, free, gone) // either has gone: nobody is to be told
	})
	l.answer(outside, answers, f, free)
	close(gone)
	_ = conn.Close()
	l.turns.leave(f)
	asking.Wait()
}

const (
	// strangersBacklog is about how much of what a client has said waits with the system, in
	// bytes: what is said faster than it is heard is still heard when the client has gone.
	strangersBacklog, freeBacklog = 16 << 10, 1 << 20
)

// listen has so much of what a client says wait with the system.
func listen(conn net.Conn, backlog int) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetReadBuffer(backlog) // a wish
	}
}

// encrypt agrees with a client on encryption where there is a certificate.
func (l *lobby) encrypt(conn net.Conn) (net.Conn, error) {
	if l.tls == nil {
		return conn, nil
	}
	secure := tls.Server(conn, l.tls)
	ctx, cancel := context.WithTimeout(context.Background(), handshakeTime)
	defer cancel()
	return secure, secure.HandshakeContext(ctx)
}

// unread is how long a client may leave unread what was written to it. The server ends its
// side sooner, and cannot end this one.
const unread = 30 * time.Second

// answer hands on what the server says, until either end has gone.
func (l *lobby) answer(outside net.Conn, answers io.Reader, f *flow, free *atomic.Bool) {
	for b := make([]byte, answerSize); ; {
		n, err := answers.Read(b)
		bounded := !free.Load()
		messages := 0
		if bounded {
			messages = f.counts.count(b[:n])
			l.turns.came(f)
		}
		_ = outside.SetWriteDeadline(time.Now().Add(unread)) // fails only with the connection
		if _, failed := outside.Write(b[:n]); failed != nil || err != nil {
			return
		}
		if bounded {
			l.turns.read(f, messages)
		}
	}
}

// forward hands on what a client says. Who says or asks for more than strangers may has
// to wait with it: what is not read costs nothing here. gone is closed when the client has
// gone.
func (l *lobby) forward(conn, outside, inside net.Conn, f *flow, free *atomic.Bool, gone <-chan struct{}) error {
	own := &allowance{own: newPace(linesEach, linesEach), together: l.together, free: greetingLines}
	r, w := bufio.NewReaderSize(outside, lineSize), bufio.NewWriterSize(inside, helloSize)
	for first, lines := true, 0.0; ; first = false {
		if r.Buffered() == 0 || lines >= linesAtATime {
			if !l.wait(own, lines, gone) {
				return net.ErrClosed
			}
			if err := w.Flush(); err != nil {
				return err
			}
			lines = 0
		}
		if free.Load() {
			listen(conn, freeBacklog)
			if err := w.Flush(); err != nil {
				return err
			}
			_, err := io.Copy(inside, r)
			return err
		}
		next, err := readFrame(r)
		if err != nil {
			return err
		}
		if next.connect && !first { // it would take another seat, and keep the one it has
			return errGarbled
		}
		if first {
			l.spoke(conn)
		}
		if lines += next.lines(); next.asks() {
			err = l.forwardRequest(w, r, next, f)
		} else {
			err = forwardFrame(w, r, next)
		}
		if err != nil {
			return err
		}
	}
}

// forwardFrame hands on a line and the message that follows it.
func forwardFrame(w *bufio.Writer, r *bufio.Reader, f frame) error {
	if _, err := w.Write(f.line); err != nil || !f.message {
		return err
	}
	return copyMessage(w, r, f.size)
}

// forwardRequest hands on what may ask for messages, when it is its turn.
func (l *lobby) forwardRequest(w *bufio.Writer, r *bufio.Reader, f frame, of *flow) error {
	n := len(f.line)
	whole := make([]byte, n+f.size+2)
	copy(whole, f.line)
	// The subject is part of what is read over.
	f.subject = append([]byte(nil), f.subject...)
	if _, err := io.ReadFull(r, whole[n:]); err != nil {
		return err
	}
	if whole[n+f.size] != '\r' || whole[n+f.size+1] != '\n' {
		return errGarbled
	}
	if wants := f.wants(whole[n+f.headers : n+f.size]); wants > 0 {
		if err := w.Flush(); err != nil { // what was said before need not wait
			return err
		}
		if !l.turns.ask(of, wants) {
			return net.ErrClosed
		}
	}
	_, err := w.Write(whole)
	return err
}

// linesAtATime are how many are handed on before it is asked whether they may be said.
const linesAtATime = 64

// lines are how many a frame counts for.
func (f frame) lines() float64 {
	if !f.message {
		return 1
	}
	return 2 + float64(f.size/bytesALine)
}

// spoke notes that a client has said something.
func (l *lobby) spoke(conn net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if g := l.guests[conn]; g != nil {
		g.spoken = true
	}
}

// wait waits until so many lines may be said; false says that the client has gone, or the
// lobby closes.
func (l *lobby) wait(a *allowance, lines float64, gone <-chan struct{}) bool {
	for lines > 0 {
		d, taken := a.take(time.Now(), lines)
		if taken {
			lines = 0
		}
		if d <= 0 {
			continue
		}
		timer := time.NewTimer(d)
		select {
		case <-timer.C:
		case <-gone:
			timer.Stop()
			return false
		case <-l.done:
			timer.Stop()
			return false
		}
	}
	return true
}

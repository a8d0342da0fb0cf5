// Package lossy loses requests of a NATS client, for tests. On a cluster that
// happens: a request for messages can reach a node before the news of who keeps the
// consumer does, and a question to a stream can find it without a leader. What goes
// on must not hang on one answer.
package lossy

import (
	"bytes"
	"net"
	"sync"
)

// Requests that can be lost.
const (
	MoreMessages = "$JS.API.CONSUMER.MSG.NEXT."
	StreamInfo   = "$JS.API.STREAM.INFO."
)

// Dialer dials connections for nats.SetCustomDialer. Its zero value loses nothing.
type Dialer struct {
	mu      sync.Mutex
	request string
	passes  int
	lost    bool
}

// Lose has a request of any connection go where nobody hears it: the one after so
// many of its kind that pass.
func (d *Dialer) Lose(request string, passes int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.request, d.passes, d.lost = request, passes, false
}

// Lost reports whether that has happened.
func (d *Dialer) Lost() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lost
}

// Dial implements nats.CustomDialer.
func (d *Dialer) Dial(network, address string) (net.Conn, error) {
	c, err := net.Dial(network, address)
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, Dialer: d}, nil
}

// mislead returns what to send in place of b.
func (d *Dialer) mislead(b []byte) []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.lost || d.request == "" {
		return b
	}
	for at := 0; ; d.passes-- {
		i := bytes.Index(b[at:], []byte(d.request))
		if i < 0 {
			return b
		}
		at += i + len(d.request)
		if d.passes == 0 {
			d.lost = true
			b = bytes.Clone(b)
			b[at-2] = '_' // the last letter of the request's name
			return b
		}
	}
}

type conn struct {
	net.Conn
	*Dialer
}

// Write looks for requests in what the client sends, which it does not split.
func (c *conn) Write(b []byte) (int, error) { return c.Conn.Write(c.mislead(b)) }

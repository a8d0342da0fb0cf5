// Package lossy loses a client's request for messages, for tests: on a cluster
// that happens to a request that reaches its node before the news of who keeps the
// consumer does. What goes on must not depend on that one request.
package lossy

import (
	"bytes"
	"net"
	"sync/atomic"
)

// Dialer dials connections for nats.SetCustomDialer. Its zero value loses nothing.
type Dialer struct{ lose atomic.Bool }

// LoseNext has the next request of any connection go where nobody hears it.
func (d *Dialer) LoseNext() { d.lose.Store(true) }

// Lost reports whether that has happened.
func (d *Dialer) Lost() bool { return !d.lose.Load() }

// Dial implements nats.CustomDialer.
func (d *Dialer) Dial(network, address string) (net.Conn, error) {
	c, err := net.Dial(network, address)
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, Dialer: d}, nil
}

type conn struct {
	net.Conn
	*Dialer
}

// Write looks for a request in what the client sends, which it does not split.
func (c *conn) Write(b []byte) (int, error) {
	i := bytes.Index(b, []byte("$JS.API.CONSUMER.MSG.NEXT."))
	if i >= 0 && c.lose.CompareAndSwap(true, false) {
		b = bytes.Clone(b)
		copy(b[i:], "$JS.API.CONSUMER.MSG.NONE.")
	}
	return c.Conn.Write(b)
}

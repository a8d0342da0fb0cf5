package fetch

import (
	"crypto/tls"
	"net/http/httptrace"
	"sync/atomic"
)

// way is how far a request came. Many errors of net/http have no type; what they are
// about shows in where they came up. The hooks run in goroutines of the transport.
type way struct {
	sent      atomic.Bool // the request's headers were written
	handshake atomic.Bool // TLS has begun and is not done, or failed
	connected atomic.Bool // the request has a connection
	answered  atomic.Bool // the first byte of the answer has come
}

// trace returns the hooks that note the way. The transport begins again, with another
// connection, when one that was kept is found closed or a server of HTTP/2 goes away or
// refuses the stream, some of that without end. That is let be while nothing was sent; a
// second request would not be in its host's lane, and is given up.
func (w *way) trace(giveUp func()) *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) {
			w.connected.Store(false)
			w.handshake.Store(false)
			if w.sent.Load() {
				giveUp()
			}
		},
		WroteHeaders:         func() { w.sent.Store(true) },
		TLSHandshakeStart:    func() { w.handshake.Store(true) },
		TLSHandshakeDone:     func(_ tls.ConnectionState, err error) { w.handshake.Store(err != nil) },
		GotConn:              func(httptrace.GotConnInfo) { w.connected.Store(true) },
		GotFirstResponseByte: func() { w.answered.Store(true) },
	}
}

// inHandshake reports whether TLS is what the request did not get past.
func (w *way) inHandshake() bool { return w.handshake.Load() && !w.connected.Load() }

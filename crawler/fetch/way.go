package fetch

import (
	"crypto/tls"
	"net/http/httptrace"
	"sync/atomic"
)

// way is how far a request came. Many errors of net/http have no type; what they are
// about shows in where they came up. The hooks run in goroutines of the transport.
type way struct {
	handshake atomic.Bool // TLS has begun and is not done, or failed
	connected atomic.Bool // the request has a connection
	answered  atomic.Bool // the first byte of the answer has come
}

// trace returns the hooks that note the way. The transport begins again with another
// connection when one that was kept is found closed.
func (w *way) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn:              func(string) { w.connected.Store(false); w.handshake.Store(false) },
		TLSHandshakeStart:    func() { w.handshake.Store(true) },
		TLSHandshakeDone:     func(_ tls.ConnectionState, err error) { w.handshake.Store(err != nil) },
		GotConn:              func(httptrace.GotConnInfo) { w.connected.Store(true) },
		GotFirstResponseByte: func() { w.answered.Store(true) },
	}
}

// inHandshake reports whether TLS is what the request did not get past.
func (w *way) inHandshake() bool { return w.handshake.Load() && !w.connected.Load() }

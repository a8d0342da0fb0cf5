package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
)

// Class says what kind of thing went wrong.
type Class string

// Classes of errors.
const (
	BadURL         Class = "bad_url"         // no URL of http or https
	BlockedAddress Class = "blocked_address" // an address we do not connect to
	DNS            Class = "dns"             // the name does not resolve
	Connect        Class = "connect"         // no connection, or it broke
	TLS            Class = "tls"             // the certificate or the handshake
	Timeout        Class = "timeout"         // no answer, or a body that stalled
	Protocol       Class = "protocol"        // what was answered is no HTTP
	Redirects      Class = "redirects"       // too many, a loop, to nowhere, or https to http
	TooLarge       Class = "too_large"       // over the size or the ratio limit
	Decode         Class = "decode"          // a content coding that is none
	Truncated      Class = "truncated"       // the body ended early
	Canceled       Class = "canceled"        // the caller gave up
	// Unanswered is a request whose connection the server closed, or whose stream it
	// refused, before it answered (RFC 9112 section 9.3.1, RFC 9113 section 8.7). It may be
	// made again, in its turn.
	Unanswered Class = "unanswered"
)

// errAgain keeps the transport from asking again by itself.
var errAgain = &fault{Unanswered, errors.New("the server closed the connection, or refused the request, before it answered")}

// temporary lists the classes that another try may find gone.
var temporary = map[Class]bool{DNS: true, Connect: true, TLS: true, Timeout: true, Protocol: true, Truncated: true, Canceled: true,
	Decode: true, Unanswered: true}

// Error is every error of Get.
type Error struct {
	URL   string // without userinfo
	Class Class
	// Answered says that the server had begun to answer: whatever went wrong then, it
	// was reached.
	Answered bool
	Err      error
}

func (e *Error) Error() string { return fmt.Sprintf("fetch %s: %s: %v", e.URL, e.Class, e.Err) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Temporary reports whether another try later may succeed.
func (e *Error) Temporary() bool { return temporary[e.Class] }

// fault carries a class from inside the chain to the top.
type fault struct {
	class Class
	err   error
}

func (f *fault) Error() string { return f.err.Error() }
func (f *fault) Unwrap() error { return f.err }

func faultf(c Class, format string, args ...any) error { return &fault{c, fmt.Errorf(format, args...)} }

// streamError is how the error of net/http for a stream of HTTP/2 that the server has
// ended can be asked for: it fits any type of this shape.
type streamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (s streamError) Error() string { return fmt.Sprintf("HTTP/2 stream ended with code %d", s.Code) }

// classify is the one table from causes to classes. begun says that the request was handed
// to the transport, w how far it came.
func classify(ctx context.Context, err error, begun bool, w *way) Class {
	var (
		own     *fault
		dns     *net.DNSError
		op      *net.OpError
		system  *os.SyscallError
		reset   streamError
		timeout interface{ Timeout() bool }
	)
	switch {
	case errors.As(err, &own):
		return own.class
	case errors.Is(err, context.Canceled) && errors.Is(context.Cause(ctx), context.Canceled):
		return Canceled
	case !begun: // nothing was tried: no request could be made of it
		return BadURL
	case ofTLS(err):
		return TLS
	case errors.As(err, &dns) && !dns.IsTimeout:
		return DNS
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return Timeout
	case w.inHandshake() && !errors.As(err, &system):
		return TLS
	case errors.Is(err, io.ErrUnexpectedEOF):
		return Truncated
	case errors.As(err, &op):
		return Connect
	case w.answered.Load(), errors.As(err, &reset):
		return Protocol
	}
	return Connect
}

// ofTLS reports whether an error is one that TLS has, by its type. Alerts have none of
// their own, but stand in a net.OpError that says so.
func ofTLS(err error) bool {
	var (
		op      *net.OpError
		record  tls.RecordHeaderError
		verify  *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		host    x509.HostnameError
		invalid x509.CertificateInvalidError
	)
	return errors.As(err, &record) || errors.As(err, &verify) ||
		errors.As(err, &unknown) || errors.As(err, &host) || errors.As(err, &invalid) ||
		errors.As(err, &op) && (op.Op == "remote error" || op.Op == "local error")
}

// ClassOf is the class of an error of Get, "" for any other.
func ClassOf(err error) Class {
	var fe *Error
	if errors.As(err, &fe) {
		return fe.Class
	}
	return ""
}

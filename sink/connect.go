package sink

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"net"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/synadia-io/orbit.go/natscontext"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

const (
	connectTimeout = 5 * time.Second
	// pingInterval and maxPings let a silent server go unnoticed for a minute.
	pingInterval = 20 * time.Second
	maxPings     = 2

	minReconnectWait = 100 * time.Millisecond
	maxReconnectWait = 10 * time.Second
)

var (
	// ErrUnreachable says that no NATS server answered.
	ErrUnreachable = errors.New("NATS server unreachable")
	// ErrUntrusted says that a NATS server has a certificate of an authority that is
	// not trusted, or for another name.
	ErrUntrusted = errors.New("the certificate of the NATS server is not trusted")
)

// DialOptions say which server to connect to, and as whom. Everything but one
// of URL and Context may be empty. Files are paths.
type DialOptions struct {
	URL      string // nats://, tls:// or wss://, several separated by commas
	Context  string // a context of the nats command, by name or absolute path
	Creds    string // file with a JWT and seed
	User     string
	Password string
	Token    string
	CA       string // PEM file with the authorities to trust
	Cert     string // PEM file, with Key
	Key      string // PEM file
	Name     string // how the server lists this connection
	// InboxPrefix begins the subjects of answers, for users who may subscribe to
	// none but those under it; empty: _INBOX.
	InboxPrefix string
	Logger      *slog.Logger
	Options     []nats.Option // applied after all of these, so they override them
}

// Dial connects, and the connection reconnects for ever, waiting between
// attempts. What goes wrong later is logged, a permission the server refuses
// among it: the calls it concerns only ever see a timeout. The caller owns the
// connection.
//
// Errors: ErrUnreachable with the URL, without user and password, if no server
// answers within 5 s an address, or less if ctx ends earlier;
// ErrUntrusted; ErrUnknown if it does not let us in; those of reading files.
func Dial(ctx context.Context, o DialOptions) (*nats.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if (o.URL == "") == (o.Context == "") {
		return nil, errors.New("connect to NATS: want either a URL or a context")
	}
	timeout := connectTimeout
	if deadline, ok := ctx.Deadline(); ok {
		timeout = min(timeout, time.Until(deadline))
	}
	opts := append(o.identity(), nats.Timeout(timeout))
	opts = append(opts, lasting(o.logger())...)
	opts = append(opts, o.Options...)
	var nc *nats.Conn
	var err error
	where := weburl.Masked(o.URL)
	if o.Context != "" {
		where = "context " + o.Context
		nc, _, err = natscontext.Connect(o.Context, opts...)
	} else {
		nc, err = nats.Connect(o.URL, opts...)
	}
	switch {
	case err == nil:
		return nc, nil
	case errors.As(err, new(*tls.CertificateVerificationError)):
		return nil, fmt.Errorf("connect to %s: %w: %w", where, ErrUntrusted, err)
	case stranger(err):
		return nil, fmt.Errorf("connect to %s: %w: %w", where, ErrUnknown, err)
	case unreachable(err):
		return nil, fmt.Errorf("connect to %s: %w: %w", where, ErrUnreachable, err)
	default:
		return nil, fmt.Errorf("connect to %s: %w", where, err)
	}
}

func (o DialOptions) logger() *slog.Logger {
	if o.Logger == nil {
		return slog.Default()
	}
	return o.Logger
}

// identity is who we are and whom we trust.
func (o DialOptions) identity() []nats.Option {
	var opts []nats.Option
	if o.Name != "" {
		opts = append(opts, nats.Name(o.Name))
	}
	if o.InboxPrefix != "" {
		opts = append(opts, nats.CustomInboxPrefix(o.InboxPrefix))
	}
	if o.Creds != "" {
		opts = append(opts, nats.UserCredentials(o.Creds))
	}
	if o.User != "" {
		opts = append(opts, nats.UserInfo(o.User, o.Password))
	}
	if o.Token != "" {
		opts = append(opts, nats.Token(o.Token))
	}
	if o.CA != "" {
		opts = append(opts, nats.RootCAs(o.CA))
	}
	if o.Cert != "" || o.Key != "" {
		opts = append(opts, nats.ClientCert(o.Cert, o.Key))
	}
	return opts
}

// lasting makes a connection that comes back and tells what happens to it.
func lasting(log *slog.Logger) []nats.Option {
	return []nats.Option{
		nats.MaxReconnects(-1),
		nats.CustomReconnectDelay(reconnectWait),
		nats.PingInterval(pingInterval),
		nats.MaxPingsOutstanding(maxPings),
		nats.ErrorHandler(func(_ *nats.Conn, sub *nats.Subscription, err error) {
			if errors.Is(err, nats.ErrPermissionViolation) {
				log.Error("NATS refuses permission", "error", err)
				return
			}
			subject := ""
			if sub != nil {
				subject = sub.Subject
			}
			log.Warn("NATS connection", "subject", subject, "error", err)
		}),
		nats.DisconnectErrHandler(func(nc *nats.Conn, err error) {
			if err != nil && !nc.IsClosed() {
				log.Warn("NATS disconnected", "error", err)
			}
		}),
		nats.ReconnectHandler(func(nc *nats.Conn) {
			log.Info("NATS reconnected", "url", nc.ConnectedUrlRedacted())
		}),
	}
}

// reconnectWait doubles from 0.1 s to 10 s, each up to a quarter shorter so
// that a fleet does not come back at once.
func reconnectWait(attempts int) time.Duration {
	wait := maxReconnectWait
	if attempts < 8 {
		wait = min(minReconnectWait<<max(attempts, 0), maxReconnectWait)
	}
	return wait - rand.N(wait/4)
}

// stranger reports whether the server does not know who we say we are, or no longer.
func stranger(err error) bool {
	for _, refusal := range []error{nats.ErrAuthorization, nats.ErrAuthExpired, nats.ErrAuthRevoked, nats.ErrAccountAuthExpired} {
		if errors.Is(err, refusal) {
			return true
		}
	}
	return false
}

// unreachable tells "nobody answers" from "somebody refuses us": the first may
// pass by itself.
func unreachable(err error) bool {
	var file *fs.PathError // credentials that cannot be read
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &file) || errors.As(err, &certificate) {
		return false
	}
	var network net.Error
	return errors.Is(err, nats.ErrNoServers) || errors.Is(err, nats.ErrTimeout) ||
		errors.Is(err, io.EOF) || errors.As(err, &network)
}

package subscribe

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink/internal/cursor"
)

// Options say what to receive and from where. The zero value receives every
// article in the stream of the server on this machine, and waits for more.
type Options struct {
	URL   string // of the server, or several with commas; empty: nats://127.0.0.1:4222
	Creds string // path of a credentials file; empty: anonymous, or as the URL says
	// Connect are further options of the connection, as nats.go has them:
	// nats.RootCAs, nats.ClientCert, nats.Nkey, nats.CustomInboxPrefix.
	Connect []nats.Option

	Stream string // empty: ARTICLES
	// Durable is the name under which the server remembers the position. One
	// program, or several that share the work, use the same name.
	Durable string
	// Filter and Subjects choose messages. Subjects are NATS subjects with
	// wildcards and win over Filter.
	Filter   Filter
	Subjects []string
	// Where to begin: at the first that is set of From, a stream sequence; Last,
	// a number of messages before the end; Since, a time. With none, at the
	// beginning. A durable that exists goes on where it is; Reset moves it.
	From  uint64
	Last  int
	Since time.Time
	// Follow makes Read wait for more at the end of the stream. Run always does,
	// unless Once is set: then Run with a durable name returns nil when everything
	// that is stored has been acknowledged.
	Follow bool
	Once   bool
	// Desk says that the reader is a part of the desk itself, such as its page: it is not
	// counted as a subscriber.
	Desk bool
	// Prefetch is how many messages a durable fetches ahead; 0: 8, or twice
	// Concurrency if that is more. Handlers that need longer than AckWait for that
	// many get some of them twice: use 1.
	Prefetch int
	// Concurrency is how many articles of a durable are handled at the same time;
	// 0: 1. Two versions of one story never are: the second waits for the first.
	Concurrency int

	// MaxDeliver is after how many deliveries an article that the handler refuses
	// is given up; 0: never. A delivery that a program died of counts too.
	MaxDeliver int
	// DeadLetter, if set, receives what is given up, with the handler's last
	// error: after MaxDeliver, or by Skip. When it returns an error itself, the
	// article comes again.
	DeadLetter func(ctx context.Context, m Message, reason error) error

	// OnHeartbeat, if set, is called each Heartbeat (0: 30 s) while Run runs, from
	// a goroutine of its own, whether or not articles come: so that "no news" can
	// be told from "no connection" and from "not keeping up".
	OnHeartbeat func(Status)
	Heartbeat   time.Duration

	Logger *slog.Logger // nil: slog.Default()
}

// AckWait is when the server gives a message to another subscriber of the same
// durable, if it hears nothing. While a handler works, Run tells it so. A durable
// that somebody else has made may have another one.
const AckWait = time.Minute

func (o Options) withDefaults() Options {
	if o.URL == "" {
		o.URL = "nats://127.0.0.1:4222"
	}
	if o.Stream == "" {
		o.Stream = "ARTICLES"
	}
	if len(o.Subjects) == 0 {
		o.Subjects = o.Filter.Subjects()
	}
	o.Concurrency = max(o.Concurrency, 1)
	if o.Prefetch <= 0 {
		o.Prefetch = max(8, 2*o.Concurrency)
	}
	if o.Heartbeat <= 0 {
		o.Heartbeat = 30 * time.Second
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	return o
}

// check refuses what would be ignored.
func (o Options) check() error {
	if o.Durable == "" && (o.Concurrency > 1 || o.Once) {
		return errors.New("subscribe: Concurrency and Once need a Durable name")
	}
	return nil
}

// begin turns Last into a sequence, and keeps of the three the one that counts.
func (o Options) begin(ctx context.Context, js jetstream.JetStream) (Options, error) {
	switch {
	case o.From > 0:
		o.Since = time.Time{}
	case o.Last > 0:
		from, err := cursor.LastN(ctx, js, o.Stream, o.Subjects, uint64(o.Last))
		if err != nil {
			return o, fmt.Errorf("last %d articles: %w", o.Last, err)
		}
		o.From, o.Since = from, time.Time{}
	}
	return o, nil
}

func (o Options) hasStart() bool { return o.From > 0 || o.Last > 0 || !o.Since.IsZero() }

package subscribe

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/internal/cursor"
	"github.com/wiredesk/wiredesk/sink/internal/subject"
)

// Options say what to receive and from where. The zero value receives every
// article in the stream of the server on this machine, and waits for more.
type Options struct {
	URL   string // of the server, or several with commas; empty: nats://127.0.0.1:4222
	Creds string // path of a credentials file; empty: anonymous, or as the URL says

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
	// beginning. A durable that exists goes on where it is.
	From  uint64
	Last  int
	Since time.Time

	// Follow makes Read wait for more at the end of the stream. Run always does,
	// unless Once is set: then Run with a durable name returns nil when everything
	// that is stored has been acknowledged.
	Follow bool
	Once   bool
	// Prefetch is how many messages a durable fetches ahead; 0: 8. A handler that
	// needs longer than AckWait for that many gets some of them twice: use 1.
	Prefetch int

	Logger *slog.Logger // nil: slog.Default()
}

// AckWait is when the server gives a message to another subscriber of the same
// durable, if it hears nothing. While a handler works, Run tells it so.
const AckWait = time.Minute

// Filter chooses by the parts of the subject; empty parts match everything.
type Filter struct {
	Prefix   string // empty: articles.v1
	Language string // BCP 47; regions do not count: "en"
	Site     string // host name of the publisher, in A-labels: "themoscowtimes.com"
	Event    article.Event
}

func (f Filter) subject() string {
	part := func(s string, token func(string) string) string {
		if s == "" {
			return "*"
		}
		return token(s)
	}
	prefix := f.Prefix
	if prefix == "" {
		prefix = "articles.v1"
	}
	return strings.Join([]string{prefix, part(f.Language, subject.Language), part(f.Site, subject.Site), part(string(f.Event), subject.Token)}, ".")
}

func (o Options) withDefaults() Options {
	if o.URL == "" {
		o.URL = "nats://127.0.0.1:4222"
	}
	if o.Stream == "" {
		o.Stream = "ARTICLES"
	}
	if len(o.Subjects) == 0 {
		o.Subjects = []string{o.Filter.subject()}
	}
	if o.Prefetch <= 0 {
		o.Prefetch = 8
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	return o
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

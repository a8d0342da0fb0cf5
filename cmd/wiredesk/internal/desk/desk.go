package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ledger"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// laneMargin is what a fetch may take beyond its timeout before its host's lane
// is taken to be abandoned.
const laneMargin = 2 * time.Second

// Reader is a connection to the articles.
type Reader struct {
	Config *config.Config
	Log    *slog.Logger
	NC     *nats.Conn
	JS     jetstream.JetStream

	// Ledger is what is written down of the desk; nil unless the server runs in this
	// process, or it crawls.
	Ledger *ledger.Keeper

	server *embedded.Server // nil unless it runs in this process
	crawls bool             // this process takes jobs
	// nothing is the folder of a server that only shows that nothing is stored; empty: it
	// is none.
	nothing string
	// unbooked counts the feeds whose bookings were lost.
	unbooked atomic.Int64
	feeds    func(context.Context) ([]*calendar.Feed, error)
}

// Desk is a Reader with the calendar.
type Desk struct {
	*Reader
	Calendar *calendar.Calendar

	synced atomic.Pointer[synced]
}

// Serves reports whether the NATS server runs in this process: it ends with it, and
// a new start makes it anew.
func (r *Reader) Serves() bool { return r.server != nil }

// Door tells what happens at the listener of the NATS server of this process; it is nil
// if there is none.
func (r *Reader) Door() func() embedded.DoorStats {
	if r.server == nil || r.server.URL() == "" {
		return nil
	}
	return r.server.Door
}

// Unattended reports whether nobody crawls or publishes here: this command brought
// the server along, and only looks.
func (r *Reader) Unattended() bool { return r.server != nil && !r.crawls }

// Listening is the address at which others reach the server of this process; empty
// if there is none, or it does not listen.
func (r *Reader) Listening() string {
	if r.server == nil {
		return ""
	}
	return r.server.URL()
}

// Address is where the server is that is worked on, for people.
func (r *Reader) Address() string {
	switch {
	case r.server == nil:
		return r.NC.ConnectedUrlRedacted()
	case r.Listening() == "":
		return "built in, not listening"
	}
	return r.Listening()
}

// Diagnosis says why nothing is stored, as far as that can be known: what the
// server has refused this connection, or whether the built-in one can still write.
func (r *Reader) Diagnosis() string {
	if err := r.NC.LastError(); errors.Is(err, nats.ErrPermissionViolation) {
		return ": " + err.Error()
	}
	if r.server == nil {
		return "; look at the server's disk and limits"
	}
	if err := r.server.Check(); err != nil {
		return ": " + err.Error()
	}
	if f := r.server.Fault(); f != nil {
		return ": " + f.Text
	}
	return ""
}

// StoreFault says that the built-in server stores nothing any more until it is opened
// anew; nil if it does, or the server is elsewhere.
func (r *Reader) StoreFault() *embedded.Fault {
	if r.server == nil {
		return nil
	}
	return r.server.Fault()
}

// StoreReady says why the built-in server would store nothing now if it were opened anew;
// nil: it would.
func (r *Reader) StoreReady() error {
	if r.server == nil {
		return nil
	}
	return r.server.Check()
}

// Away says that the state directory of the built-in server is not where it was; the error
// is an *embedded.AwayError.
func (r *Reader) Away() error {
	if r.server == nil {
		return nil
	}
	return r.server.Away()
}

// Home is the state directory of the built-in server, which may be asked whether it is away
// when that is closed.
func (r *Reader) Home() embedded.Home {
	if r.server == nil {
		return embedded.Home{}
	}
	return r.server.Home()
}

// AnnounceHTTP tells commands beside this process where it answers HTTP. It does
// nothing on a server elsewhere: their configuration says it.
func (r *Reader) AnnounceHTTP(url string) error {
	if r.server == nil {
		return nil
	}
	return r.server.AnnounceHTTP(url)
}

// Close hangs up, and stops the server if it runs here.
func (r *Reader) Close() error {
	writeDown(r.Ledger, r.JS, r.StoreFault() != nil, r.Log, r.feeds)
	r.NC.Close()
	if r.server == nil {
		return nil
	}
	err := r.server.Close()
	if r.nothing != "" {
		err = errors.Join(err, os.RemoveAll(r.nothing))
	}
	return err
}

// newReader opens JetStream on a connection. It closes both if that fails.
func newReader(cfg *config.Config, log *slog.Logger, nc *nats.Conn, server *embedded.Server) (*Reader, error) {
	r := &Reader{Config: cfg, Log: log, NC: nc, server: server}
	var err error
	if r.JS, err = jetstream.New(nc); err != nil {
		return nil, errors.Join(fmt.Errorf("open JetStream: %w", err), r.Close())
	}
	return r, nil
}

// withCalendar opens the calendar. It closes the reader if that fails.
func withCalendar(ctx context.Context, r *Reader) (*Desk, error) {
	var changed func(string, *calendar.Feed)
	if r.Ledger != nil {
		changed = r.Ledger.See
	}
	c, err := calendar.Open(ctx, r.JS, calendar.Options{
		Changed:   changed,
		Unbooked:  func(*calendar.Feed) { r.unbooked.Add(1) },
		Replicas:  r.Config.NATS.Stream.Replicas,
		Lease:     r.Config.Crawl.Lease.Duration(),
		LaneLease: LaneLease(r.Config),
		Delay:     r.Config.Crawl.PerHost.Delay.Duration(),
		Sole:      r.server != nil,
		Slept:     slept,
		Unreadable: func(id string, err error) {
			r.Log.Warn("a feed is passed over", "id", id, "error", err, "help", "`wiredesk feeds remove "+id+"` forgets it")
		},
	})
	if err != nil {
		return nil, errors.Join(sink.Explain(r.NC, err), r.Close())
	}
	r.feeds = c.Feeds
	return &Desk{Reader: r, Calendar: c}, nil
}

// synced is what SyncFeeds was last told.
type synced struct {
	feeds  []calendar.Feed
	source string
}

// LaneLease is for how long a host's lane may be held before it is taken to be
// abandoned.
func LaneLease(cfg *config.Config) time.Duration { return cfg.Crawl.Timeout.Duration() + laneMargin }

package daemon

import (
	"context"
	"errors"
	"log/slog"
	"os"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ingest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/page"
)

// Role is what a daemon does about feeds.
type Role string

// Roles.
const (
	// Keeper keeps the feeds as its configuration lists them.
	Keeper Role = "daemon"
	// Worker adds no feeds of its own: it takes what there is.
	Worker Role = "worker"
)

// ErrAlone says that a worker has no server that daemons share.
var ErrAlone = errors.New("a worker needs a NATS server that daemons share: set nats.url or nats.context, or give --nats-context NAME; " +
	"`wiredesk daemon` brings one of its own")

// Options say how a daemon works. Nil functions and channels are passed over.
type Options struct {
	Role   Role
	Config *config.Config
	Log    *slog.Logger
	// Observers hear of everything that the crawl does.
	Observers []ingest.Observer
	// Reading is told how far the index was read.
	Reading func(read, total uint64)
	// Hangups ask for a reload, with what Load returns then; Loaded is told of a
	// configuration that was taken over.
	Hangups <-chan os.Signal
	Load    func(context.Context) (*config.Config, error)
	Loaded  func(*config.Config)
	// AnyPort serves HTTP elsewhere if somebody has the default address.
	AnyPort bool
	// Journal is what the page remembers of before; nil: nothing.
	Journal *page.Journal
	// Up is called once, when all is open, before the first job is taken.
	Up func(ctx context.Context, up Up) error
	// Stopping is called once when the daemon was told to stop. It returns what it
	// said of that.
	Stopping func(inFlight int, grace config.Duration) string
	// Getenv finds systemd; nil: os.Getenv.
	Getenv func(string) string
	// NATS are added to the options of the connection, last.
	NATS []nats.Option
}

// Up is what a daemon has open when its work begins.
type Up struct {
	*ingest.Pipeline
	HTTP string // the address of the page; "none" if it is turned off
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// desk is a connection to JetStream with the calendar on it: to the server of
// nats.url, to the built-in one of this process, or to that of the process that
// holds the state directory.
type desk struct {
	cfg      *config.Config
	log      *slog.Logger
	server   *embedded.Server // nil unless it runs in this process
	nc       *nats.Conn
	js       jetstream.JetStream
	calendar *calendar.Calendar
	crawls   bool // this process takes jobs
}

// laneMargin is what a fetch may take beyond its timeout before its host's lane
// is taken to be abandoned.
const laneMargin = 2 * time.Second

// lockPatience is how long a command waits for another short command to let go
// of the state directory.
const lockPatience = 15 * time.Second

// openDesk opens the desk for a process that crawls. Without nats.url it needs
// the state directory for itself: embedded.LockedError says who has it.
func openDesk(ctx context.Context, cfg *config.Config, log *slog.Logger, command string, opts ...nats.Option) (d *desk, err error) {
	defer func() {
		if err == nil {
			d.crawls = true
		}
	}()
	if cfg.External() {
		return dialDesk(ctx, cfg, log, opts...)
	}
	for start := time.Now(); ; {
		d, err := serveDesk(ctx, cfg, log, command, cfg.NATS.Listen, opts...)
		var locked *embedded.LockedError
		switch {
		case !errors.As(err, &locked):
			return d, err
		case crawls(locked.Holder.Command) || time.Since(start) > lockPatience:
			return nil, fmt.Errorf("%w%s", err, wayOut(cfg))
		}
		// A command that only looks is gone in a moment.
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// crawls reports whether a command that holds a state directory keeps it.
func crawls(command string) bool { return command == "daemon" || command == "run" }

// wayOut says how to work with the process that holds the state directory.
func wayOut(cfg *config.Config) string {
	info, err := embedded.Running(cfg.StateDir())
	if err != nil || info == nil {
		return "; wait for it with --lock-wait"
	}
	return fmt.Sprintf("; it serves %s: tail, add, feeds and status join it by themselves, subscribers connect there", info.URL)
}

// joinDesk opens the desk for a command that only looks or changes a record: it
// joins the process that holds the state directory, or serves for a moment.
func joinDesk(ctx context.Context, cfg *config.Config, log *slog.Logger, command string) (*desk, error) {
	if cfg.External() {
		return dialDesk(ctx, cfg, log)
	}
	for start := time.Now(); ; {
		if info, err := embedded.Running(cfg.StateDir()); err != nil {
			return nil, otherFolder(cfg, fmt.Errorf("state directory %s: %w", cfg.StateDir(), err))
		} else if info != nil {
			nc, err := nats.Connect(info.URL, embedded.Operator(cfg.StateDir()), nats.Name("wiredesk "+command), nats.MaxReconnects(-1))
			if err != nil {
				return nil, fmt.Errorf("%w: %s, where %s (pid %d) should listen: %w", sink.ErrUnreachable, info.URL, info.Command, info.PID, err)
			}
			return newDesk(ctx, cfg, log, nc, nil)
		}
		d, err := serveDesk(ctx, cfg, log, command, "none")
		var locked *embedded.LockedError
		if !errors.As(err, &locked) || time.Since(start) > lockPatience {
			return d, err
		}
		// Its holder is on its way up or down, or a short command like this one.
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func dialDesk(ctx context.Context, cfg *config.Config, log *slog.Logger, opts ...nats.Option) (*desk, error) {
	dial, err := cfg.NATS.DialOptions()
	if err != nil {
		return nil, err
	}
	dial.Name, dial.Logger, dial.Options = "wiredesk", log, opts
	nc, err := sink.Dial(ctx, dial)
	if err != nil {
		return nil, err
	}
	if err := sink.CheckServer(ctx, nc); err != nil {
		nc.Close()
		return nil, err
	}
	return newDesk(ctx, cfg, log, nc, nil)
}

func serveDesk(ctx context.Context, cfg *config.Config, log *slog.Logger, command, listen string, opts ...nats.Option) (*desk, error) {
	o := embedded.Options{
		Dir: cfg.StateDir(), Listen: listen, Holder: command, Logger: log,
		CertFile: cfg.NATS.ListenTLS.Cert, KeyFile: cfg.NATS.ListenTLS.Key,
		SyncAlways: cfg.NATS.Sync == "always",
		Stream:     cfg.NATS.Stream.Name, Subjects: []string{cfg.NATS.Subject + ".>", "wiredesk.events.>"},
	}
	if cfg.NATS.Users != "" && listen != "none" {
		var err error
		if o.Users, err = embedded.ReadUsers(cfg.NATS.Users); err != nil {
			return nil, coded{exitConfig, fmt.Errorf("nats.users: %w", err)}
		}
		if cfg.Exposed() && o.CertFile == "" {
			log.Warn("passwords and articles can be read on the way to other machines", "listen", listen, "help", "set nats.listen_tls")
		}
	}
	server, err := embedded.Open(o)
	if err != nil {
		return nil, otherFolder(cfg, err)
	}
	if origin := cfg.Origin("nats.listen"); origin != "default" && elsewhere(listen, server.URL()) {
		log.Warn("another program has nats.listen: subscribers must connect elsewhere", "listen", listen, "from", origin, "elsewhere", server.URL())
	}
	nc, err := server.Connect(append([]nats.Option{nats.Name("wiredesk " + command)}, opts...)...)
	if err != nil {
		return nil, errors.Join(err, server.Close())
	}
	return newDesk(ctx, cfg, log, nc, server)
}

// otherFolder adds the way out to an error of the state directory's files: no rights,
// no room, no folder.
func otherFolder(cfg *config.Config, err error) error {
	if !errors.As(err, new(*fs.PathError)) {
		return err
	}
	return fmt.Errorf("%w; state.dir (%s) chooses another folder", err, cfg.Origin("state.dir"))
}

// elsewhere reports whether a server listens on another port than was wanted.
func elsewhere(listen, at string) bool {
	_, port, err := net.SplitHostPort(listen)
	u, unreadable := url.Parse(at)
	return err == nil && unreadable == nil && port != "0" && u.Port() != port
}

func newDesk(ctx context.Context, cfg *config.Config, log *slog.Logger, nc *nats.Conn, server *embedded.Server) (*desk, error) {
	d := &desk{cfg: cfg, log: log, nc: nc, server: server}
	err := d.open(ctx)
	if err != nil {
		return nil, errors.Join(sink.Explain(nc, err), d.Close())
	}
	return d, nil
}

func (d *desk) open(ctx context.Context) (err error) {
	if d.js, err = jetstream.New(d.nc); err != nil {
		return fmt.Errorf("open JetStream: %w", err)
	}
	d.calendar, err = calendar.Open(ctx, d.js, calendar.Options{
		Replicas:  d.cfg.NATS.Stream.Replicas,
		Lease:     d.cfg.Crawl.Lease.Duration(),
		LaneLease: d.cfg.Crawl.Timeout.Duration() + laneMargin,
		Delay:     d.cfg.Crawl.PerHost.Delay.Duration(),
		Sole:      d.server != nil,
	})
	return err
}

// away marks the errors of a NATS server that fell silent between two steps:
// they say no more than that time was over.
func away(err error) error {
	for _, said := range []error{sink.ErrUnreachable, sink.ErrServer, sink.ErrPermission} {
		if errors.Is(err, said) {
			return err
		}
	}
	for _, silence := range []error{
		context.DeadlineExceeded, nats.ErrTimeout, nats.ErrNoResponders, nats.ErrDisconnected, nats.ErrConnectionReconnecting,
		nats.ErrStaleConnection, jetstream.ErrNoStreamResponse,
	} {
		if errors.Is(err, silence) {
			return fmt.Errorf("%w: %w", sink.ErrUnreachable, err)
		}
	}
	return err
}

// announceHTTP tells commands beside this process where it answers HTTP.
func (d *desk) announceHTTP(url string) error {
	if d.server == nil || url == "none" {
		return nil
	}
	return d.server.AnnounceHTTP(url)
}

// Close hangs up, and stops the server if it runs here.
func (d *desk) Close() error {
	d.nc.Close()
	if d.server != nil {
		return d.server.Close()
	}
	return nil
}

package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"syscall"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/echo"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ledger"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

const (
	// lockPatience is how long a command waits for another short command to let go
	// of the state directory.
	lockPatience = 15 * time.Second
	// lockRetry is the pause between two tries.
	lockRetry = 50 * time.Millisecond
)

// Open opens the desk for a process that crawls; command is its name. Without
// nats.url it needs the state directory for itself: embedded.LockedError says who
// has it.
func Open(ctx context.Context, cfg *config.Config, log *slog.Logger, command string, opts ...nats.Option) (*Desk, error) {
	r, err := openReader(ctx, cfg, log, command, opts...)
	if err != nil {
		return nil, faultOf(ctx, cfg, err)
	}
	r.crawls = true
	if cfg.External() {
		r.Ledger = newKeeper(cfg, log, false)
		if err := r.compare(ctx); err != nil {
			return nil, errors.Join(sink.Explain(r.NC, err), r.Close())
		}
	}
	d, err := withCalendar(ctx, r)
	if err != nil {
		return nil, err
	}
	if err := d.heal(ctx); err != nil {
		return nil, errors.Join(sink.Explain(r.NC, err), d.Close())
	}
	return d, nil
}

func openReader(ctx context.Context, cfg *config.Config, log *slog.Logger, command string, opts ...nats.Option) (*Reader, error) {
	if cfg.External() {
		return dialChecked(ctx, cfg, log, opts...)
	}
	if err := cfg.CheckState(); err != nil {
		return nil, err
	}
	for start := time.Now(); ; {
		r, err := serve(ctx, cfg, log, command, cfg.NATS.Listen, opts...)
		var locked *embedded.LockedError
		switch {
		case !errors.As(err, &locked):
			return r, err
		case keeps(locked.Holder) || time.Since(start) > lockPatience:
			return nil, fmt.Errorf("%w%s", err, wayOut(cfg))
		}
		// A command that only looks is gone in a moment.
		if err := pause(ctx); err != nil {
			return nil, err
		}
	}
}

// pause waits before another try; its error is that of ctx.
func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(lockRetry):
		return nil
	}
}

// keeps reports whether the holder of a state directory keeps it. The name of one that has
// ended stands there until the next, who may only look, has written its own.
func keeps(h embedded.Holder) bool {
	return (h.Command == "daemon" || h.Command == "run") && !h.Ended()
}

// wayOut says how to work with the process that holds the state directory.
func wayOut(cfg *config.Config) string {
	info, err := embedded.Running(cfg.StateDir())
	if err != nil || info == nil {
		return "; wait for it with --lock-wait"
	}
	return fmt.Sprintf("; it serves %s: tail, add, feeds and status join it by themselves, subscribers connect there", info.URL)
}

// Join opens the desk for a command that changes a record: it joins the process that
// holds the state directory, or serves for a moment.
func Join(ctx context.Context, cfg *config.Config, log *slog.Logger, command string) (*Desk, error) {
	return join(ctx, cfg, log, command, false)
}

// Look opens the desk as Join does for a command that only looks. It makes no state
// directory: where nothing is stored yet there is an empty desk, which is gone after Close.
func Look(ctx context.Context, cfg *config.Config, log *slog.Logger, command string) (*Desk, error) {
	return join(ctx, cfg, log, command, true)
}

func join(ctx context.Context, cfg *config.Config, log *slog.Logger, command string, looks bool) (*Desk, error) {
	r, err := joinReader(ctx, cfg, log, command, looks)
	if err != nil {
		return nil, faultOf(ctx, cfg, err)
	}
	return withCalendar(ctx, r)
}

func joinReader(ctx context.Context, cfg *config.Config, log *slog.Logger, command string, looks bool) (*Reader, error) {
	if cfg.External() {
		return dialChecked(ctx, cfg, log)
	}
	if err := cfg.CheckState(); err != nil {
		return nil, err
	}
	for start := time.Now(); ; {
		if info, err := embedded.Running(cfg.StateDir()); err != nil {
			return nil, otherFolder(cfg, fmt.Errorf("state directory %s: %w", cfg.StateDir(), err))
		} else if info != nil {
			return joinHolder(cfg, log, command, info)
		}
		if looks && !embedded.Stored(cfg.StateDir()) && !ledger.Exists(cfg.StateDir()) {
			return serveNothing(ctx, cfg, log, command)
		}
		r, err := serve(ctx, cfg, log, command, "none")
		var locked *embedded.LockedError
		if !errors.As(err, &locked) || time.Since(start) > lockPatience {
			return r, err
		}
		// Its holder is on its way up or down, or a short command like this one.
		if pause(ctx) != nil {
			return nil, err
		}
	}
}

// joinHolder connects to the process that holds the state directory.
func joinHolder(cfg *config.Config, log *slog.Logger, command string, info *embedded.Info) (*Reader, error) {
	nc, err := nats.Connect(info.URL, embedded.Operator(cfg.StateDir()), nats.Name("wiredesk "+command), nats.MaxReconnects(-1))
	if err != nil {
		return nil, fmt.Errorf("%w: %s, where %s (pid %d) should listen: %w", sink.ErrUnreachable, info.URL, info.Command, info.PID, err)
	}
	return newReader(cfg, log, nc, nil)
}

// Read opens what a command needs that only reads articles. Of a server of nats.url
// it asks no more than a reader may: the stream's configuration is not touched.
func Read(ctx context.Context, cfg *config.Config, log *slog.Logger, command string) (*Reader, error) {
	if cfg.External() {
		r, err := dial(ctx, cfg, log, "wiredesk "+command)
		return r, faultOf(ctx, cfg, err)
	}
	r, err := joinReader(ctx, cfg, log, command, true)
	if err != nil {
		return nil, faultOf(ctx, cfg, err)
	}
	if _, err := sink.EnsureStream(ctx, r.JS, StreamConfig(cfg)); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// dial connects to the server of nats.url.
func dial(ctx context.Context, cfg *config.Config, log *slog.Logger, name string, opts ...nats.Option) (*Reader, error) {
	o, err := cfg.NATS.DialOptions(ctx)
	if err != nil {
		return nil, err
	}
	o.Name, o.Options = name, opts
	o.Logger = slog.New(echo.New(log.Handler(), "subject", "error")) // what is refused is refused again and again
	nc, err := sink.Dial(ctx, o)
	if err != nil {
		return nil, err
	}
	return newReader(cfg, log, nc, nil)
}

// dialChecked connects to the server of nats.url, and makes sure that it can do what
// a calendar needs.
func dialChecked(ctx context.Context, cfg *config.Config, log *slog.Logger, opts ...nats.Option) (*Reader, error) {
	r, err := dial(ctx, cfg, log, "wiredesk", opts...)
	if err != nil {
		return nil, err
	}
	if err := sink.CheckServer(ctx, r.NC); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// serve starts the built-in server on the state directory and connects to it.
func serve(ctx context.Context, cfg *config.Config, log *slog.Logger, command, listen string, opts ...nats.Option) (*Reader, error) {
	return serveIn(ctx, cfg.StateDir(), cfg, log, newKeeper(cfg, log, false), command, listen, opts...)
}

// serveIn starts the built-in server on a folder, whose ledger keeper keeps, and connects to
// it; nil: it has none.
func serveIn(ctx context.Context, dir string, cfg *config.Config, log *slog.Logger, keeper *ledger.Keeper, command, listen string,
	opts ...nats.Option) (*Reader, error) {
	o := embedded.Options{
		Dir: dir, Listen: listen, Holder: command, Logger: log,
		CertFile: cfg.NATS.ListenTLS.Cert, KeyFile: cfg.NATS.ListenTLS.Key,
		SyncAlways: cfg.NATS.Sync == "always",
		Stream:     cfg.NATS.Stream.Name, Subjects: []string{cfg.NATS.Subject + ".>", sink.AllEvents, sink.AllReplays},
	}
	if keeper != nil {
		o.Opening, o.Closed = keeper.Opening, keeper.Closed
	}
	if listen != "none" {
		room := RoomFor(cfg)
		l := cfg.NATS.Limits
		o.Limits = embedded.Limits{
			Connections: room.NATS, PerAddress: l.PerAddress, Subscriptions: l.Subscriptions, Consumers: l.Consumers, Requests: l.Requests,
			Pending: l.Pending.Bytes(), Pendings: 3 * l.Pending.Bytes(),
		}
		if room.Short != "" && command == "daemon" {
			log.Warn("fewer connections are let in", "why", room.Short)
		}
	}
	if cfg.NATS.Users != "" && listen != "none" {
		var err error
		if o.Users, err = embedded.ReadUsers(cfg.NATS.Users); err != nil {
			return nil, &SettingError{Key: "nats.users", Err: err}
		}
		if cfg.Exposed() && o.CertFile == "" {
			log.Warn("passwords and articles can be read on the way to other machines", "listen", listen, "help", "set nats.listen_tls")
		}
	}
	// A short command that finds the default address taken tells nobody to connect there.
	o.NextFree = cfg.NATS.Listen == "auto" || cfg.Origin("nats.listen") == "default" && command != "daemon"
	if listen == "auto" {
		o.Listen = config.Default().NATS.Listen
	}
	server, err := embedded.Open(o)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("nats.listen (%s): %w: subscribers would speak to another program. Another port, auto (the next that is free) "+
			"or none is the way out, or nats.url if that is your NATS server", cfg.Origin("nats.listen"), err)
	case err != nil:
		return nil, otherFolder(cfg, err)
	case o.NextFree && elsewhere(o.Listen, server.URL()) && command == "daemon":
		log.Warn("another program has the usual address: subscribers must connect elsewhere", "usual", o.Listen, "elsewhere", server.URL())
	}
	nc, err := server.Connect(append([]nats.Option{nats.Name("wiredesk " + command)}, opts...)...)
	if err != nil {
		return nil, errors.Join(err, server.Close())
	}
	r, err := newReader(cfg, log, nc, server)
	if err != nil {
		return nil, err
	}
	r.Ledger = keeper // nil if it has none
	if err := r.compare(ctx); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
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

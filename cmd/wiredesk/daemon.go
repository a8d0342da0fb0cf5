package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/daemon"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
)

func (a *app) daemonCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "daemon",
		Short: "Poll and publish until told to stop",
		Long: `Daemon polls each feed when it is due and publishes what is new, until it gets
SIGINT or SIGTERM. Requests in flight are finished within crawl.grace; what is
not done by then is done by the next start. Any number of daemons can share an
external NATS (nats.url).

At SIGHUP it reads its configuration again. Feeds, crawl settings and the log
level count from then on, all together; what needs a restart is named in the log,
and a configuration with a mistake, or without any of the feeds that it had,
changes nothing ("feeds: []" says that none is meant).

On http.listen (127.0.0.1:8090) it serves a page that shows what it does, and
for programs /articles.atom, the last articles as a
feed: ?language=en&site=example.org&event=corrected&limit=100; /metrics for
Prometheus; /livez, and /readyz, which tells with 503 and in words why it does not
do its work.`,
		Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.daemon(cmd.Context(), daemon.Keeper) },
	}
}

func (a *app) workerCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "worker",
		Short: "Help the daemons of a NATS server with their work",
		Long: `Worker is a daemon that adds no feeds of its own: it takes due jobs from the NATS
server that daemons elsewhere share, and publishes what comes of them. It needs
nats.url, nats.context or --nats-context. Start as many as you like; each host is
still asked by one at a time.`,
		Example: "  wiredesk worker --nats-context prod",
		Args:    usage.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.daemon(cmd.Context(), daemon.Worker) },
	}
}

func (a *app) daemon(ctx context.Context, role daemon.Role) error {
	hangups, ignore := hangups() // from the start: a hangup must not end it
	defer ignore()
	cfg, err := a.config(ctx)
	if err != nil {
		return err
	}
	log := a.logger(cfg)
	reading, endReading := a.indexProgress()
	defer endReading()
	sum, err := daemon.Run(ctx, daemon.Options{
		Role: role, Config: cfg, Log: log, NATS: a.natsOptions,
		Reading: reading,
		Hangups: hangups,
		Load:    a.reload,
		Loaded:  a.setLevel,
		Up: func(context.Context, daemon.Up) error {
			endReading()
			return nil
		},
		Stopping: func(inFlight int, grace config.Duration) string { return a.noteStop(log, inFlight, grace) },
	})
	if err != nil {
		return desk.AsUnreachable(err)
	}
	if a.json {
		return ndjson.New(a.out).Summary(sum)
	}
	return nil
}

// reload reads the configuration again.
func (a *app) reload(ctx context.Context) (*config.Config, error) {
	opts := a.loadOptions()
	opts.Again = true
	return config.Load(ctx, opts)
}

// hangups are the SIGHUPs of the process, until they are given back.
func hangups() (signals <-chan os.Signal, ignore func()) {
	c := make(chan os.Signal, 1) // while one is obeyed, more than one other makes no difference
	signal.Notify(c, syscall.SIGHUP)
	return c, func() { signal.Stop(c) }
}

package doctor

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ledger"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// How long an examination may take. What has not answered by then is what is wrong:
// a server somewhere else, that is. The built-in one is as slow as this machine.
const (
	doctorTime  = 2800 * time.Millisecond
	joinTime    = 1500 * time.Millisecond
	builtInTime = 20 * time.Second
)

// Examine looks at everything: the configuration, this machine, the web as far as it
// can be known without a request, NATS, and the feeds. The error is in the findings.
func Examine(ctx context.Context, cfg *config.Config) []Finding {
	most, join := doctorTime, joinTime
	if !cfg.External() {
		most, join = builtInTime, builtInTime
	}
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	var machine, web, server, store []Finding
	var beside sync.WaitGroup
	beside.Go(func() { machine = append(examineDisk(cfg), examineState(cfg)...) })
	beside.Go(func() { web = append([]Finding{examineCertificates()}, examineProxy(ctx, cfg, os.Getenv)...) })
	beside.Go(func() { server = examineServer(ctx, cfg, join) })
	beside.Go(func() { store = examineStore(ctx, cfg) })
	beside.Wait()
	return slices.Concat([]Finding{examineConfig(cfg), examineIdentity(cfg)}, machine, store, web, examineExposure(cfg), server)
}

// examineServer looks at NATS, which has to answer within a time, at what is kept
// there, and at what depends on the feeds.
func examineServer(ctx context.Context, cfg *config.Config, within time.Duration) []Finding {
	joining, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	d, err := desk.Look(joining, cfg, slog.New(slog.DiscardHandler), "doctor")
	if err != nil {
		return append(withoutServer(ctx, cfg), broken("nats", err.Error(), natsHelp(cfg, err)))
	}
	feeds, err := d.SyncFeeds(ctx, cfg)
	if err != nil {
		return []Finding{broken("nats", errors.Join(err, d.Close()).Error(), natsHelp(cfg, err))}
	}
	checks := []func() []Finding{
		func() []Finding { return examineDNS(ctx, cfg, net.DefaultResolver, feeds) },
		func() []Finding { return examineFiles(cfg, len(feeds)) },
		func() []Finding { return examineNATS(ctx, d) },
		func() []Finding { return examineWork(ctx, d) },
		func() []Finding { return examineStream(ctx, d) },
		func() []Finding { return examineSights(ctx, d) },
		func() []Finding { return examineBuckets(ctx, d) },
		func() []Finding { return examineFeeds(d, feeds, d.Calendar.Now()) },
		func() []Finding { return examineExtraction(ctx, d) },
		func() []Finding { return examineJobs(ctx, d) },
		func() []Finding { return examineLosses(d) },
	}
	found := make([][]Finding, len(checks))
	var beside sync.WaitGroup
	for i, check := range checks {
		beside.Go(func() { found[i] = check() })
	}
	beside.Wait()
	if err := d.Close(); err != nil {
		found = append(found, []Finding{broken("nats", err.Error(), natsHelp(cfg, err))})
	}
	return slices.Concat(found...)
}

// withoutServer looks at what can be known of the feeds without their records.
func withoutServer(ctx context.Context, cfg *config.Config) []Finding {
	configured, err := desk.ConfiguredFeeds(ctx, cfg)
	if err != nil {
		return []Finding{broken("config", err.Error(), "`wiredesk check` says where")}
	}
	var feeds []*calendar.Feed
	for i := range configured {
		feeds = append(feeds, &configured[i])
	}
	return append(examineDNS(ctx, cfg, net.DefaultResolver, feeds), examineFiles(cfg, len(feeds))...)
}

// natsHelp is the way out of an error of NATS.
func natsHelp(cfg *config.Config, err error) string {
	var locked *embedded.LockedError
	key := "nats.url"
	if cfg.NATS.Context != "" {
		key = "nats.context"
	}
	switch {
	case errors.As(err, new(*ledger.LossError)):
		return desk.Remedy(err)
	case errors.As(err, &locked):
		return fmt.Sprintf("wait until process %d ends, or stop it", locked.Holder.PID)
	case errors.Is(err, sink.ErrUntrusted):
		return desk.Remedy(err)
	case errors.Is(err, sink.ErrServer):
		return "run nats-server 2.12 or newer with -js, or leave nats.url empty to have one built in"
	case errors.Is(err, sink.ErrPermission), errors.Is(err, nats.ErrPermissionViolation):
		return "nats.user, creds or token must have a role of docs/nats.md"
	case errors.Is(err, sink.ErrUnknown):
		return desk.Remedy(err)
	case cfg.External():
		return fmt.Sprintf("is it running, and is the address right? %s comes from %s", key, cfg.Origin(key))
	}
	return "the log of the process that holds " + cfg.StateDir() + " says more"
}

package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/page"
	"github.com/wiredesk/wiredesk/crawler"
)

// bookEvery is how often a daemon looks for feeds without a booked poll. Each
// poll books the next one itself; this is the net below it, and how a feed
// added by another process gets into the calendar.
const bookEvery = time.Minute

func (a *app) daemonCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "daemon",
		Short: "Poll and publish until told to stop",
		Long: `Daemon polls each feed when it is due and publishes what is new, until it gets
SIGINT or SIGTERM. Requests in flight are finished within crawl.grace; what is
not done by then is done by the next start. Any number of daemons can share an
external NATS (nats.url).

On http.listen (127.0.0.1:8090) it serves a page that shows what it does, and
for programs /articles.atom, the last articles as a
feed: ?language=en&site=example.org&event=corrected&limit=100; /metrics for
Prometheus; and /livez.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return away(a.daemon(cmd.Context())) },
	}
}

func (a *app) daemon(ctx context.Context) (err error) {
	cfg, err := a.config()
	if err != nil {
		return err
	}
	log := a.logger(cfg)
	d, err := openDesk(ctx, cfg, log, "daemon", a.natsOptions...)
	if err != nil {
		return err
	}
	tally, journal := newTally(log), page.NewJournal(cfg.External())
	p, err := openPipeline(ctx, d, crawlOptions{metrics: newMetrics(cfg, true), report: func(e crawler.Event) {
		tally.report(e)
		journal.Record(e)
	}})
	if err != nil {
		return errors.Join(err, d.Close())
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	feeds, err := p.syncFeeds(ctx)
	if err != nil {
		return err
	}
	if _, err = p.bookMissing(ctx, feeds); err != nil {
		return err
	}
	p.metrics.SeeFeeds(feeds)
	front, err := p.openPage(journal)
	if err != nil {
		return err
	}
	w, err := openWeb(ctx, p, log, front.Handler())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	log.Info("wiredesk is up", "version", version(), "feeds", len(feeds), "nats", d.nc.ConnectedUrlRedacted(), "listen", d.listening(), "http", w.address(), "articles", p.index.Len())

	p.brake.look(time.Now())  // before anything is begun
	var beside sync.WaitGroup // ends with ctx
	beside.Go(func() { p.keepBooked(ctx) })
	beside.Go(func() { p.brake.watch(ctx) })
	beside.Go(func() { p.rot.Run(ctx) })
	beside.Go(func() { front.Run(ctx) })
	p.crawler.Run(ctx)
	beside.Wait()
	s := tally.summary()
	log.Info("wiredesk stops", "polled", s.Polled, "published", s.Published, "updated", s.Updated)
	if a.json {
		return (&ndjson{w: a.out}).summary(s)
	}
	return nil
}

// keepBooked books missing polls until ctx ends.
func (p *pipeline) keepBooked(ctx context.Context) {
	tick := time.NewTicker(bookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		feeds, err := p.calendar.Feeds(ctx)
		if err == nil {
			p.metrics.SeeFeeds(feeds)
			_, err = p.bookMissing(ctx, feeds)
		}
		if err != nil && ctx.Err() == nil {
			p.log.Warn("looking for feeds without a booked poll", "error", err)
		}
	}
}

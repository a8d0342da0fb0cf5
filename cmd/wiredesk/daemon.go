package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/notify"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/page"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
)

// bookEvery is how often a daemon looks for feeds without a booked poll. Each
// poll books the next one itself; this is the net below it, and how a feed
// added by another process gets into the calendar.
const bookEvery = time.Minute

// bookShare bounds what that costs: reading 100,000 feeds takes seconds, and is done
// for at most a thirtieth of the time.
const bookShare = 30

func (a *app) daemonCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "daemon",
		Short: "Poll and publish until told to stop",
		Long: `Daemon polls each feed when it is due and publishes what is new, until it gets
SIGINT or SIGTERM. Requests in flight are finished within crawl.grace; what is
not done by then is done by the next start. Any number of daemons can share an
external NATS (nats.url).

At SIGHUP it reads its configuration again. Feeds, crawl settings and the log
level count from then on; what needs a restart is named in the log, and a
configuration with a mistake changes nothing.

On http.listen (127.0.0.1:8090) it serves a page that shows what it does, and
for programs /articles.atom, the last articles as a
feed: ?language=en&site=example.org&event=corrected&limit=100; /metrics for
Prometheus; /livez, and /readyz, which tells with 503 and in words why it does not
do its work.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return away(a.daemon(cmd.Context(), "daemon")) },
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
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return away(a.daemon(cmd.Context(), "worker")) },
	}
}

// service is a daemon or a worker at work.
type service struct {
	*app
	role    string         // daemon or worker
	started *config.Config // as it was when the daemon began
	cfg     *config.Config // as it is since the last reload
	log     *slog.Logger
	tally   *tally
	options crawlOptions            // of each of its pipelines
	beside  []func(context.Context) // what else runs as long as it does
	health  *health
	systemd *notify.Systemd
	remark  atomic.Pointer[string] // what systemd's status says beside the counts
}

// daemon opens all parts in order, works until ctx ends, and closes them in the
// reverse of it.
func (a *app) daemon(ctx context.Context, role string) (err error) {
	hangups, ignore := hangups() // from the start: a hangup must not end it
	defer ignore()
	cfg, err := a.config()
	if err != nil {
		return err
	}
	if role == "worker" && !cfg.External() {
		return coded{exitConfig, errors.New("a worker needs a NATS server that daemons share: set nats.url or nats.context, or give --nats-context NAME; `wiredesk daemon` brings one of its own")}
	}
	s := &service{
		app: a, role: role, started: cfg, cfg: cfg, log: a.logger(cfg),
		health: &health{}, systemd: notify.New(os.Getenv),
	}
	d, err := openDesk(ctx, cfg, s.log, role, a.natsOptions...)
	if err != nil {
		return err
	}
	s.tally = newTally(s.log)
	journal := page.NewJournal(cfg.External())
	s.options = crawlOptions{metrics: newMetrics(cfg, true), report: func(e crawler.Event) {
		s.tally.report(e)
		journal.Record(e)
	}}
	p, err := a.openCrawl(ctx, d, s.options)
	if err != nil {
		return errors.Join(err, d.Close())
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	feeds, err := s.feeds(ctx, d)
	if err == nil {
		_, _, err = p.calendar.BookMissing(ctx, feeds)
	}
	if err != nil {
		return sink.Explain(d.nc, err)
	}
	p.metrics.SeeFeeds(feeds)
	w, err := s.serve(ctx, p, journal)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	s.log.Info("wiredesk is up", "version", version.String(), "feeds", len(feeds), "nats", d.address(), "http", w.address(), "articles", p.index.Len())
	s.work(ctx, p, hangups)
	sum := s.tally.summary()
	s.log.Info("wiredesk stops", "polled", sum.Polled, "published", sum.Published, "updated", sum.Updated)
	if a.json {
		return (&ndjson{w: a.out}).summary(sum)
	}
	return nil
}

// serve opens the page and what else is served over HTTP, and tells commands beside
// this process where.
func (s *service) serve(ctx context.Context, p *pipeline, journal *page.Journal) (*web, error) {
	s.health.watch(p)
	front, err := openPage(s.health.pipeline, journal)
	if err != nil {
		return nil, err
	}
	s.beside = append(s.beside, front.Run, p.drift.Run)
	w, err := openWeb(ctx, p, s.log, front.Handler(), s.health)
	if err != nil {
		return nil, err
	}
	if err := p.announceHTTP(w.address()); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// feeds are those to work on: a daemon's agree with its configuration, a worker
// takes what there is.
func (s *service) feeds(ctx context.Context, d *desk) ([]*calendar.Feed, error) {
	if s.role == "daemon" {
		return d.syncFeeds(ctx)
	}
	if len(s.cfg.Feeds)+len(s.cfg.OPML) > 0 {
		s.log.Warn("a worker adds no feeds: those of the configuration are left to daemons")
	}
	return d.calendar.Feeds(ctx)
}

// work crawls until ctx ends. Systemd hears how it goes.
func (s *service) work(ctx context.Context, p *pipeline, hangups <-chan os.Signal) {
	var beside sync.WaitGroup
	ended, end := context.WithCancel(context.WithoutCancel(ctx))
	beside.Go(func() { s.tellSystemd(ctx, ended) })
	for _, run := range s.beside {
		beside.Go(func() { run(ctx) })
	}
	for p != nil {
		p = s.crawl(ctx, p, hangups)
	}
	end()
	beside.Wait()
}

// crawl runs one pipeline. It returns the one that is to go on, when a reload has
// made another, or nil when ctx has ended.
func (s *service) crawl(ctx context.Context, p *pipeline, hangups <-chan os.Signal) (next *pipeline) {
	s.health.watch(p)
	work, end := context.WithCancel(ctx)
	defer end()
	p.brake.look(time.Now())  // before anything is begun
	var beside sync.WaitGroup // ends with work
	beside.Go(func() { p.keepBooked(work) })
	beside.Go(func() { p.brake.watch(work) })
	beside.Go(func() {
		next = s.obey(work, p, hangups)
		end()
	})
	p.crawler.Run(work)
	end()
	beside.Wait()
	p.fetcher.Close()
	return next
}

// keepBooked books missing polls until ctx ends.
func (p *pipeline) keepBooked(ctx context.Context) {
	timer := time.NewTimer(bookEvery)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		began := time.Now()
		feeds, err := p.calendar.Feeds(ctx)
		if err == nil {
			p.metrics.SeeFeeds(feeds)
			_, _, err = p.calendar.BookMissing(ctx, feeds)
		}
		if err != nil && ctx.Err() == nil {
			p.log.Warn("looking for feeds without a booked poll", "error", err)
		}
		timer.Reset(max(bookEvery, bookShare*time.Since(began)))
	}
}

// statusEvery is how often systemd's status is renewed, where its watchdog does
// not want to hear more often.
const statusEvery = 10 * time.Second

// tellSystemd says that the service is ready, then how it is and, as long as it
// does its work, that it is alive; and when ctx ends, that it stops. It returns
// when ended does.
func (s *service) tellSystemd(ctx, ended context.Context) {
	every := statusEvery
	if w := s.systemd.Watchdog(); w > 0 {
		every = min(every, w/2)
	}
	s.told(s.systemd.Ready(s.statusLine(nil)))
	tick := time.NewTicker(every)
	defer tick.Stop()
	stop := ctx.Done()
	for {
		select {
		case <-ended.Done():
			if stop != nil { // it stopped so soon that the other came second
				s.told(s.systemd.Stopping("ending"))
			}
			return
		case <-stop:
			stop = nil
			s.told(s.systemd.Stopping(s.farewell(s.log, s.health.pipeline())))
		case <-tick.C:
			problems := s.health.problems(ended)
			if stop != nil {
				s.told(s.systemd.Status(s.statusLine(problems)))
			}
			if alive(problems) {
				s.told(s.systemd.Alive())
			}
		}
	}
}

// statusLine is what `systemctl status` shows of the service.
func (s *service) statusLine(problems []problem) string {
	sum := s.tally.summary()
	line := fmt.Sprintf("%s polled, %s published, %d updated", words.Plural(sum.Polled, "feed"), words.Plural(sum.Published, "article"), sum.Updated)
	if why := s.health.pipeline().brake.paused(); why != "" {
		line = "paused: " + why
	}
	if len(problems) > 0 {
		line = strings.Join(inWords(problems), "; ")
	}
	if remark := s.remark.Load(); remark != nil && *remark != "" {
		line = *remark + "; " + line
	}
	return line
}

// told logs that systemd could not be told.
func (s *service) told(err error) {
	if err != nil {
		s.log.Debug("systemd", "error", err)
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/metrics"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// runFlags are the flags of `wiredesk run`.
type runFlags struct {
	only         []string
	maxTime      time.Duration
	lockWait     time.Duration
	skipIfLocked bool
	failOn       string
	natsWait     time.Duration
	metricsFile  string
}

func (a *app) runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Poll what is due, publish what is new, and end",
		Long: `Run polls the feeds that are due, publishes their new and changed articles and
ends when nothing is left to do. It is made for a cron line or a timer.

It ends with 3 if feeds have failed for a day or longer, 4 if no fetch got an
answer, 69 if NATS is away, 74 if the disk is nearly full, 75 if another process holds the state directory.`,
		Example: `  wiredesk run
  */5 * * * * wiredesk run -q --max-time 4m --skip-if-locked`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return away(a.run(cmd.Context(), f)) },
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.only, "only", nil, "only this `feed` (URL, name or id; repeatable)")
	flags.DurationVar(&f.maxTime, "max-time", 0, "end after this time; what is left stays booked")
	flags.DurationVar(&f.lockWait, "lock-wait", 0, "wait this long for another run to end")
	flags.BoolVar(&f.skipIfLocked, "skip-if-locked", false, "end with 0, not 75, when another process is at work")
	flags.StringVar(&f.failOn, "fail-on", "persistent", "end with 3 if feeds fail: never, persistent (a day or longer) or any")
	flags.StringVar(&f.metricsFile, "metrics-file", "", "write metrics to this `file`, for node_exporter's textfile collector")
	flags.DurationVar(&f.natsWait, "nats-wait", 30*time.Second, "how long NATS may be away before the run ends with 69")
	return cmd
}

func (a *app) run(ctx context.Context, f runFlags) error {
	switch f.failOn {
	case "never", "persistent", "any":
	default:
		return usage("--fail-on %q: want never, persistent or any", f.failOn)
	}
	if f.metricsFile != "" {
		if s, err := os.Stat(filepath.Dir(f.metricsFile)); err != nil || !s.IsDir() {
			return usage("--metrics-file %s: there is no folder %s", f.metricsFile, filepath.Dir(f.metricsFile))
		}
	}
	cfg, err := a.config()
	if err != nil {
		return err
	}
	m, began := newMetrics(cfg, false), time.Now()
	err = a.runOnce(ctx, cfg, f, m)
	switch {
	case errors.Is(err, errSkipped):
		if a.json {
			return (&ndjson{w: a.out}).summary(map[string]bool{"skipped": true})
		}
		return nil
	case f.metricsFile == "", errors.As(err, new(*embedded.LockedError)): // the run that is at work writes its own
		return err
	}
	code := exitCode(ctx, away(err))
	m.RunEnded(began, code == exitOK || code == exitFailing)
	unwritten := m.WriteFile(f.metricsFile)
	if unwritten != nil && err != nil && silent(ctx, err) {
		return unwritten // else nobody would hear of it
	}
	return errors.Join(err, unwritten)
}

// runOnce is one run, counted.
func (a *app) runOnce(ctx context.Context, cfg *config.Config, f runFlags, m *metrics.Metrics) error {
	if err := newBrake(cfg, nil).check(); err != nil {
		return err
	}
	log := a.logger(cfg)
	d, err := a.lockDesk(ctx, f, func() (*desk, error) { return openDesk(ctx, cfg, log, "run", a.natsOptions...) })
	if err != nil {
		return err
	}
	feeds, err := d.runFeeds(ctx, f.only)
	if err != nil {
		return errors.Join(sink.Explain(d.nc, err), d.Close())
	}
	tally := newTally(log)
	p, err := a.openCrawl(ctx, d, crawlOptions{report: tally.report, only: onlyIDs(feeds, f.only), metrics: m})
	if err != nil {
		return errors.Join(err, d.Close())
	}
	m.SeeFeeds(feeds)
	err = sink.Explain(d.nc, a.runPipeline(ctx, p, f, tally, feeds))
	p.flushDrift()
	m.Detach()
	return errors.Join(err, p.Close())
}

// runFeeds are the feeds that a run is about: all, or those it was told.
func (d *desk) runFeeds(ctx context.Context, only []string) ([]*calendar.Feed, error) {
	feeds, err := d.syncFeeds(ctx)
	if err != nil {
		return nil, err
	}
	if len(feeds) == 0 {
		return nil, usage("no feeds yet: `wiredesk add https://your.site`, or list some in wiredesk.yaml (`wiredesk config init`)")
	}
	return selectFeeds(feeds, only)
}

// onlyIDs are the ids of the feeds a run is limited to; nil if it is not.
func onlyIDs(feeds []*calendar.Feed, only []string) map[string]bool {
	if len(only) == 0 {
		return nil
	}
	ids := map[string]bool{}
	for _, f := range feeds {
		ids[f.ID] = true
	}
	return ids
}

// errSkipped says that another process is at work, and that this is as it should be.
var errSkipped = errors.New("another process is at work")

// lockDesk opens the desk, waiting or giving way to another process as the
// flags say. Its error is errSkipped if the run is to be skipped.
func (a *app) lockDesk(ctx context.Context, f runFlags, open func() (*desk, error)) (*desk, error) {
	for start := time.Now(); ; {
		d, err := open()
		var locked *embedded.LockedError
		if !errors.As(err, &locked) {
			return d, err
		}
		if time.Since(start) >= f.lockWait {
			if f.skipIfLocked {
				a.note("%v; this run gives way (--skip-if-locked)", locked)
				return nil, errSkipped
			}
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (a *app) runPipeline(ctx context.Context, p *pipeline, f runFlags, tally *tally, feeds []*calendar.Feed) error {
	if url := p.listening(); url != "" {
		p.log.Info("built-in NATS is up", "url", url)
	}
	due, overdue, err := p.calendar.BookMissing(ctx, feeds)
	if err != nil {
		return err
	}
	work, stop := p.outage(ctx, f.natsWait, tally)
	defer stop()
	if f.maxTime > 0 {
		var cancel context.CancelFunc
		work, cancel = context.WithTimeout(work, f.maxTime)
		defer cancel()
	}
	work, give := context.WithCancelCause(work)
	defer give(nil)
	p.brake.told = func(paused bool, why string) {
		if paused { // a run does not wait: the next one goes on
			give(fmt.Errorf("%w: %s; what is missing stays booked", errDiskLow, why))
		}
	}
	var beside sync.WaitGroup
	beside.Go(func() { p.brake.watch(work) })
	left, end := a.takeLeave(ctx, p), a.progress(func() string { return tally.progress(due) })
	p.crawler.Drain(work)
	late, bookErr := p.calendar.BookLate(work, overdue)
	if late {
		p.crawler.Drain(work)
	}
	end()
	left()
	err = context.Cause(work)
	give(nil)
	beside.Wait()
	if err == nil && bookErr != nil {
		return bookErr
	}
	if errors.Is(err, sink.ErrUnreachable) || errors.Is(err, errStuck) || errors.Is(err, errDiskLow) {
		return err
	}
	return a.endRun(ctx, p, f, tally, feeds, due)
}

// endRun prints what was done and chooses the exit code.
func (a *app) endRun(ctx context.Context, p *pipeline, f runFlags, tally *tally, feeds []*calendar.Feed, due int) error {
	s := tally.summary()
	s.Feeds = len(feeds)
	// The state is read after a stop, too.
	read, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	all, err := p.calendar.Feeds(read)
	if err != nil {
		return err
	}
	p.metrics.SeeFeeds(all)
	failing := failingNow(all, feeds)
	for _, feed := range failing {
		if feed.Persistent(time.Now()) {
			s.FailingPersistently++
		}
	}
	s.Failing = len(failing)
	if a.json {
		out := &ndjson{w: a.out}
		for _, feed := range failing {
			if err := out.write(failingLine(feed)); err != nil {
				return err
			}
		}
		if err := out.summary(s); err != nil {
			return err
		}
	} else {
		for _, feed := range failing {
			if !a.quiet || f.failOn == "any" || f.failOn == "persistent" && feed.Persistent(time.Now()) {
				fmt.Fprintf(a.err, "failing %s: %s since %s, next try %s\n", feed.URL, words.OneLine(feed.Error), words.Clock(feed.Failing), words.Clock(feed.Next))
			}
		}
		a.say("%s", s)
		if due == 0 && s.Polled+s.Pages == 0 {
			a.say("%s", nothingDue(feeds))
		}
	}
	switch {
	case s.Fetches > 0 && s.Unanswered == s.Fetches:
		return coded{exitNetwork, errors.New("no fetch got an answer: is the network or the proxy down?")}
	case f.failOn == "any" && s.Failing > 0, f.failOn == "persistent" && s.FailingPersistently > 0:
		return coded{code: exitFailing}
	}
	return nil
}

// failingNow are the feeds among these that fail now.
func failingNow(all, these []*calendar.Feed) (failing []*calendar.Feed) {
	mine := map[string]bool{}
	for _, f := range these {
		mine[f.ID] = true
	}
	for _, f := range all {
		if mine[f.ID] && f.Failures > 0 && !f.Resting() && crawler.Outcome(f.Outcome) != crawler.Throttled {
			failing = append(failing, f)
		}
	}
	return failing
}

func failingLine(f *calendar.Feed) map[string]any {
	return map[string]any{"feed": f.URL, "outcome": f.Outcome, "error": f.Error, "since": f.Failing, "next": f.Next}
}

// nothingDue says when the next poll is.
func nothingDue(feeds []*calendar.Feed) string {
	var next *calendar.Feed
	for _, f := range feeds {
		if !f.Resting() && (next == nil || f.Next.Before(next.Next)) {
			next = f
		}
	}
	if next == nil {
		return "no poll is planned: all feeds are paused or parked"
	}
	return fmt.Sprintf("nothing was due; the next poll is %s at %s (%s)", next.URL, words.Clock(next.Next), next.Why)
}

func selectFeeds(feeds []*calendar.Feed, only []string) ([]*calendar.Feed, error) {
	if len(only) == 0 {
		return feeds, nil
	}
	var selected []*calendar.Feed
	for _, key := range only {
		f, err := findFeed(feeds, key)
		if err != nil {
			return nil, err
		}
		selected = append(selected, f)
	}
	return selected, nil
}

// listening is the address others can reach the built-in server at.
func (d *desk) listening() string {
	if d.server == nil {
		return ""
	}
	return d.server.URL()
}

// address is where the server is reached that is worked on.
func (d *desk) address() string {
	switch {
	case d.server == nil:
		return d.nc.ConnectedUrlRedacted()
	case d.listening() == "":
		return "built in, not listening"
	}
	return d.listening()
}

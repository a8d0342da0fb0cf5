package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ingest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/metrics"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// usualRun is how long a run may last if nobody says.
const usualRun = 30 * time.Minute

func (a *app) runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Poll what is due, publish what is new, and end",
		Long: `Run polls the feeds that are due, publishes their new and changed articles and
ends when nothing is left to do, or after half an hour (--max-time): a site that is
slow, or asks for long rests, does not hold the others' next run up. It is made for a
cron line or a timer.

It ends with 3 if feeds have failed for a day or longer, 4 if no fetch got an
answer, 69 if NATS is away, 74 if the disk is nearly full, 75 if another process
holds the state directory.`,
		Example: `  wiredesk run
  */5 * * * * wiredesk run -q --max-time 4m --skip-if-locked`,
		Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return desk.AsUnreachable(a.run(cmd.Context(), f)) },
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.only, "only", nil, "only this `feed` (URL, name or id; repeatable)")
	flags.DurationVar(&f.maxTime, "max-time", usualRun, "end after this time and leave the rest booked; 0: when nothing is left")
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
		return usage.Errorf("--fail-on %q: want never, persistent or any", f.failOn)
	}
	if f.metricsFile != "" {
		if s, err := os.Stat(filepath.Dir(f.metricsFile)); err != nil || !s.IsDir() {
			return usage.Errorf("--metrics-file %s: there is no folder %s", f.metricsFile, filepath.Dir(f.metricsFile))
		}
	}
	cfg, err := a.config(ctx)
	if err != nil {
		return err
	}
	m, began := ingest.NewMetrics(cfg, false), time.Now()
	err = a.runOnce(ctx, cfg, f, m)
	switch {
	case errors.Is(err, errSkipped):
		if a.json {
			return ndjson.New(a.out).Summary(map[string]bool{"skipped": true})
		}
		return nil
	case f.metricsFile == "", errors.As(err, new(*embedded.LockedError)): // the run that is at work writes its own
		return err
	}
	code := exitCode(ctx, desk.AsUnreachable(err))
	m.RunEnded(began, code == exitOK || code == exitFailing)
	unwritten := m.WriteFile(f.metricsFile)
	if unwritten != nil && err != nil && silent(ctx, err) {
		return unwritten // else nobody would hear of it
	}
	return errors.Join(err, unwritten)
}

// runOnce is one run, counted.
func (a *app) runOnce(ctx context.Context, cfg *config.Config, f runFlags, m *metrics.Metrics) error {
	if err := desk.NewDiskGuard(cfg).Check(); err != nil {
		return err
	}
	log := a.logger(cfg)
	d, err := a.lockDesk(ctx, f, func() (*desk.Desk, error) { return desk.Open(ctx, cfg, log, "run", a.natsOptions...) })
	if err != nil {
		return err
	}
	feeds, err := runFeeds(ctx, d, f.only)
	if err != nil {
		return errors.Join(sink.Explain(d.NC, err), d.Close())
	}
	r := &run{app: a, runFlags: f, stats: ingest.NewStats(), feeds: feeds}
	if r.pipeline, err = r.open(ctx, d, m); err != nil {
		return errors.Join(err, d.Close())
	}
	m.SetFeeds(feeds)
	err = sink.Explain(d.NC, r.work(ctx))
	r.pipeline.FlushDrift()
	m.Detach()
	return errors.Join(err, r.pipeline.Close())
}

// runFeeds are the feeds that a run is about: all, or those it was told.
func runFeeds(ctx context.Context, d *desk.Desk, only []string) ([]*calendar.Feed, error) {
	feeds, err := d.SyncFeeds(ctx, d.Config)
	if err != nil {
		return nil, err
	}
	if len(feeds) == 0 {
		return nil, usage.Errorf("no feeds yet: `wiredesk add https://your.site`, or list some in wiredesk.yaml (`wiredesk config init`)")
	}
	return selectFeeds(feeds, only)
}

// errSkipped says that another process is at work, and that this is as it should be.
var errSkipped = errors.New("another process is at work")

// lockDesk opens the desk, waiting or giving way to another process as the
// flags say. Its error is errSkipped if the run is to be skipped.
func (a *app) lockDesk(ctx context.Context, f runFlags, open func() (*desk.Desk, error)) (*desk.Desk, error) {
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

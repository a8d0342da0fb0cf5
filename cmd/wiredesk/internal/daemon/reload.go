package daemon

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ingest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// obey reads the configuration again at each hangup, until ctx ends. It returns
// early with a crawl when one is to take the place of c; then no worker of c is at
// work any more.
func (s *service) obey(ctx context.Context, c *ingest.Crawl) *ingest.Crawl {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.Hangups:
		}
		s.logUntold(s.systemd.Reloading())
		next, err := s.reload(ctx, c)
		if ctx.Err() != nil {
			return nil
		}
		remark := ""
		if err != nil {
			s.Log.Error("the configuration was not taken over, the one before stays", "error", err)
			remark = "configuration refused, the one before stays: " + err.Error()
		}
		s.remark.Store(&remark)
		s.pipeline.Metrics.ConfigReloaded(err == nil, time.Now())
		s.logUntold(s.systemd.Ready(s.statusLine(nil)))
		if next != nil {
			return next
		}
	}
}

// syncTries is how often it is tried to store the feeds of a configuration, and syncPause
// the time between.
const (
	syncTries = 3
	syncPause = time.Second
)

// reload takes over what a running daemon can of a configuration that was changed: all of
// it together, or nothing. What may be refused comes before anything is changed. If the crawl
// itself is affected, its workers finish what they have in hands before the feeds change,
// so that none is polled with settings that are not its own, and reload returns the crawl that
// goes on; else nil.
func (s *service) reload(ctx context.Context, c *ingest.Crawl) (next *ingest.Crawl, err error) {
	loaded, err := s.Load(ctx)
	if err != nil {
		return nil, err
	}
	_, restart := loaded.Changed(s.Config)
	cfg := loaded.Over(s.Config)
	taken, _ := cfg.Changed(s.cfg)
	configured, err := s.configured(ctx, cfg)
	if err != nil {
		return nil, err
	}
	var back *ingest.Crawl // goes on if the feeds cannot be stored
	if crawlChanged(taken) {
		if next, back, err = s.crawls(cfg); err != nil {
			return nil, err
		}
		c.Halt(ctx)
	}
	feeds, err := s.takeOver(ctx, cfg, configured)
	if err != nil {
		s.takeBack(ctx)
		closeCrawl(next)
		return back, err
	}
	closeCrawl(back)
	s.cfg, s.listed = cfg, configured
	s.pipeline.Disk.SetBelow(cfg.State.PauseBelow)
	s.pipeline.Calendar.SetPace(cfg.Crawl.PerHost.Delay.Duration(), desk.LaneLease(cfg))
	s.pipeline.Metrics.SetFeeds(feeds)
	goesOn := next
	if goesOn == nil {
		goesOn = c
	}
	if err := goesOn.Replan(ctx, feeds); err != nil && ctx.Err() == nil {
		s.Log.Warn("not all polls are planned again yet: a restart does it", "error", err)
	}
	if _, _, err := s.pipeline.Calendar.BookMissing(ctx, feeds); err != nil && ctx.Err() == nil {
		s.Log.Warn("new feeds are not booked yet, and will be within a minute", "error", err)
	}
	if s.Loaded != nil {
		s.Loaded(cfg)
	}
	s.logReload(cfg, taken, restart, len(feeds))
	return next, nil
}

// configured are the feeds of a configuration, if they may take the place of those that are
// there; a worker has none.
func (s *service) configured(ctx context.Context, cfg *config.Config) ([]calendar.Feed, error) {
	configured, err := desk.ConfiguredFeeds(ctx, cfg)
	if err == nil && s.Role != Worker {
		err = s.pipeline.CheckFeeds(ctx, cfg, configured)
	}
	return configured, err
}

// crawls are the crawl of a configuration, and another like the one that runs.
func (s *service) crawls(cfg *config.Config) (next, back *ingest.Crawl, err error) {
	if next, err = s.pipeline.NewCrawl(cfg); err != nil {
		return nil, nil, err
	}
	if back, err = s.pipeline.NewCrawl(s.cfg); err != nil {
		next.Close()
		return nil, nil, err
	}
	return next, back, nil
}

func closeCrawl(c *ingest.Crawl) {
	if c != nil {
		c.Close()
	}
}

// takeOver makes the records agree with the feeds of a configuration.
func (s *service) takeOver(ctx context.Context, cfg *config.Config, configured []calendar.Feed) ([]*calendar.Feed, error) {
	if s.Role == Worker {
		return s.pipeline.Calendar.Feeds(ctx)
	}
	feeds, err := s.stubbornly(ctx, func() ([]*calendar.Feed, error) { return s.pipeline.SyncTo(ctx, cfg, configured) })
	if err != nil {
		return nil, fmt.Errorf("take over the feeds: %w", err)
	}
	return feeds, nil
}

// takeBack brings the feeds back to how they were, after some were changed.
func (s *service) takeBack(ctx context.Context) {
	if s.Role == Worker {
		return
	}
	_, err := s.stubbornly(ctx, func() ([]*calendar.Feed, error) { return s.pipeline.Calendar.Sync(ctx, s.listed, s.cfg.File, nil) })
	if err != nil && ctx.Err() == nil {
		s.Log.Error("some feeds may have settings of the refused configuration: reload again when NATS stores", "error", err)
	}
}

// stubbornly tries a change of the feeds some times.
func (s *service) stubbornly(ctx context.Context, change func() ([]*calendar.Feed, error)) (feeds []*calendar.Feed, err error) {
	for range syncTries {
		if feeds, err = change(); err == nil {
			return feeds, nil
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(syncPause):
		}
	}
	return nil, err
}

// logReload says what a reload has changed, and what it could not.
func (s *service) logReload(cfg *config.Config, taken, restart []string, feeds int) {
	for _, w := range cfg.Warnings {
		s.Log.Warn("configuration", "warning", w)
	}
	s.Log.Info("the configuration was read again", "changed", words.List(taken), "feeds", feeds)
	if len(restart) > 0 {
		s.Log.Warn("changed, but needs a restart", "keys", strings.Join(restart, ", "))
	}
}

// crawlChanged reports whether keys are among these that the crawl is made of.
func crawlChanged(keys []string) bool {
	for _, key := range keys {
		if key == "backfill" || key == "state.pause_below" || strings.HasPrefix(key, "crawl.") {
			return true
		}
	}
	return false
}

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

// reload takes over what a running daemon can of a configuration that was changed.
// All that may fail comes before anything is changed. If the crawl itself is
// affected, reload lets its workers finish what they have in hands and returns the
// crawl that goes on; else nil.
func (s *service) reload(ctx context.Context, c *ingest.Crawl) (next *ingest.Crawl, err error) {
	loaded, err := s.Load(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := desk.ConfiguredFeeds(ctx, loaded); err != nil {
		return nil, err
	}
	_, restart := loaded.Changed(s.Config)
	cfg := loaded.Over(s.Config)
	taken, _ := cfg.Changed(s.cfg)
	if crawlChanged(taken) {
		if next, err = s.pipeline.NewCrawl(cfg); err != nil {
			return nil, err
		}
	}
	feeds, err := s.feeds(ctx, cfg)
	if err == nil {
		_, _, err = s.pipeline.Calendar.BookMissing(ctx, feeds)
	}
	if err != nil {
		if next != nil {
			next.Close()
		}
		return nil, fmt.Errorf("take over the feeds: %w", err)
	}
	s.pipeline.Metrics.SetFeeds(feeds)
	s.cfg = cfg
	if s.Loaded != nil {
		s.Loaded(cfg)
	}
	s.logReload(cfg, taken, restart, len(feeds))
	if next != nil {
		c.Halt(ctx)
		s.pipeline.Disk.SetBelow(cfg.State.PauseBelow)
		s.pipeline.Calendar.SetPace(cfg.Crawl.PerHost.Delay.Duration(), desk.LaneLease(cfg))
	}
	return next, nil
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

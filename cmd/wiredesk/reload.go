package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// hangups are the SIGHUPs of the process, until they are given back.
func hangups() (signals <-chan os.Signal, ignore func()) {
	c := make(chan os.Signal, 1) // while one is obeyed, more than one other makes no difference
	signal.Notify(c, syscall.SIGHUP)
	return c, func() { signal.Stop(c) }
}

// obey reads the configuration again at each hangup, until ctx ends. It returns
// early with a pipeline when one is to take the place of p; then no worker of p is
// at work any more.
func (s *service) obey(ctx context.Context, p *pipeline, hangups <-chan os.Signal) *pipeline {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hangups:
		}
		s.told(s.systemd.Reloading())
		next, err := s.reload(ctx, p)
		if ctx.Err() != nil {
			return nil
		}
		remark := ""
		if err != nil {
			s.log.Error("the configuration was not taken over, the one before stays", "error", err)
			remark = "configuration refused, the one before stays: " + err.Error()
		}
		s.remark.Store(&remark)
		p.metrics.ConfigReloaded(err == nil, time.Now())
		s.told(s.systemd.Ready(s.statusLine(nil)))
		if next != nil {
			return next
		}
	}
}

// reload takes over what a running daemon can of a configuration that was changed.
// All that may fail comes before anything is changed. If the crawl itself is
// affected, reload lets its workers finish what they have in hands and returns the
// pipeline that goes on.
func (s *service) reload(ctx context.Context, p *pipeline) (next *pipeline, err error) {
	loaded, err := config.Load(config.LoadOptions{Path: s.configFile, Env: os.Environ(), NATSContext: s.natsContext})
	if err != nil {
		return nil, err
	}
	if _, err := configuredFeeds(loaded); err != nil {
		return nil, err
	}
	_, restart := loaded.Changed(s.started)
	cfg := loaded.Over(s.started)
	taken, _ := cfg.Changed(s.cfg)
	fresh := *p.desk
	fresh.cfg = cfg
	if crawlChanged(taken) {
		changed := *p
		changed.desk = &fresh
		next = &changed
		if err := next.equip(s.options); err != nil {
			return nil, err
		}
	}
	feeds, err := s.feeds(ctx, &fresh)
	if err == nil {
		_, _, err = fresh.calendar.BookMissing(ctx, feeds)
	}
	if err != nil {
		if next != nil {
			next.fetcher.Close()
		}
		return nil, fmt.Errorf("take over the feeds: %w", err)
	}
	p.metrics.SeeFeeds(feeds)
	s.setLevel(cfg)
	s.cfg = cfg
	for _, w := range cfg.Warnings {
		s.log.Warn("configuration", "warning", w)
	}
	s.log.Info("the configuration was read again", "changed", words.List(taken), "feeds", len(feeds))
	if len(restart) > 0 {
		s.log.Warn("changed, but needs a restart", "keys", strings.Join(restart, ", "))
	}
	if next != nil {
		p.gate.shut(ctx)
		p.brake.setBelow(cfg.State.PauseBelow)
		p.calendar.SetPace(cfg.Crawl.PerHost.Delay.Duration(), cfg.Crawl.Timeout.Duration()+laneMargin)
	}
	return next, nil
}

// crawlChanged reports whether keys are among these that the pipeline is made of.
func crawlChanged(keys []string) bool {
	for _, key := range keys {
		if key == "backfill" || key == "state.pause_below" || strings.HasPrefix(key, "crawl.") {
			return true
		}
	}
	return false
}

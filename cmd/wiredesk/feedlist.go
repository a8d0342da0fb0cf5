package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/suggest"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
)

// configuredFeeds are the feeds of the configuration and of the OPML files it
// names. Their origin is "FILE:LINE".
func configuredFeeds(cfg *config.Config) ([]calendar.Feed, error) {
	var feeds []calendar.Feed
	for _, f := range cfg.Feeds {
		origin := fmt.Sprintf("%s:%d", cfg.File, f.Line)
		if cfg.File == "" || f.Line == 0 {
			origin = "environment"
		}
		feeds = append(feeds, calendar.Feed{URL: f.URL, Settings: calendar.Settings{
			Name: f.Name, Tags: f.Tags, Origin: origin, Source: cfg.File,
			MinEvery: f.Every.Min, MaxEvery: f.Every.Max, FullText: f.FullText, Backfill: f.Backfill.Rule(),
			AnyCertificate: f.Certificate == "any", CrossSite: f.CrossSite == "allow",
		}})
	}
	for _, path := range cfg.OPMLFiles() {
		subs, err := readOPML(path)
		if err != nil {
			return nil, err
		}
		for _, s := range subs {
			origin := fmt.Sprintf("%s:%d", path, s.Line)
			feeds = append(feeds, calendar.Feed{URL: s.URL, Settings: calendar.Settings{
				Name: s.Title, Tags: s.Tags, Origin: origin, Source: cfg.File,
			}})
		}
	}
	return feeds, nil
}

func readOPML(path string) ([]feed.Subscription, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, coded{exitConfig, fmt.Errorf("opml: %w", err)}
	}
	defer f.Close()
	subs, _, err := feed.ReadOPML(f)
	if err != nil {
		return nil, coded{exitConfig, fmt.Errorf("opml %s: %w", path, err)}
	}
	return subs, nil
}

// syncFeeds makes the records in FEEDS agree with the configuration. Feeds that came
// by `add` or from another file are left alone.
func (d *desk) syncFeeds(ctx context.Context) ([]*calendar.Feed, error) {
	configured, err := configuredFeeds(d.cfg)
	if err != nil {
		return nil, err
	}
	return d.calendar.Sync(ctx, configured, d.cfg.File)
}

// mostFits bounds the feeds that are named to somebody who has to say which he means.
const mostFits = 5

// findFeed finds a feed by what somebody called it, or says how to find it.
func findFeed(feeds []*calendar.Feed, key string) (*calendar.Feed, error) {
	f, err := calendar.Find(feeds, key)
	var many *calendar.AmbiguousFeedError
	switch {
	case errors.As(err, &many):
		urls := many.URLs[:min(mostFits, len(many.URLs))]
		return nil, usage("%w, say which:\n  %s", err, strings.Join(urls, "\n  "))
	case err != nil:
		return nil, usage("%w%s; `wiredesk feeds` lists them", err, meantFeed(feeds, key))
	}
	return f, nil
}

// meantFeed suggests the feed that was meant by a mistyped name, host or URL.
func meantFeed(feeds []*calendar.Feed, key string) string {
	urls := map[string]string{} // of each thing a feed can be called
	var known []string
	for _, f := range feeds {
		for _, name := range f.Names() {
			if _, ok := urls[name]; !ok && name != "" {
				urls[name] = f.URL
				known = append(known, name)
			}
		}
	}
	if near := suggest.Nearest(key, known); near != "" {
		return fmt.Sprintf("; did you mean %s?", urls[near])
	}
	return ""
}

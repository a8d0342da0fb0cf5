package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/suggest"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
)

// Origins of feeds that no configuration names.
const (
	originAdded  = "added"
	originImport = "import"
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
		feeds = append(feeds, calendar.Feed{
			URL: f.URL, Name: f.Name, Tags: f.Tags, Origin: origin, Source: cfg.File,
			MinEvery: f.Every.Min, MaxEvery: f.Every.Max, FullText: f.FullText, Backfill: f.Backfill.String(),
			AnyCertificate: f.Certificate == "any", CrossSite: f.CrossSite == "allow",
		})
	}
	for _, path := range cfg.OPMLFiles() {
		subs, err := readOPML(path)
		if err != nil {
			return nil, err
		}
		for _, s := range subs {
			feeds = append(feeds, calendar.Feed{URL: s.URL, Name: s.Title, Tags: s.Tags, Origin: fmt.Sprintf("%s:%d", path, s.Line), Source: cfg.File})
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

// syncFeeds makes the records in FEEDS agree with the configuration: new feeds
// are added, changed settings taken over, and feeds that this configuration
// file named before and no longer does are removed. Feeds that came by `add` or
// from another file are left alone.
func (d *desk) syncFeeds(ctx context.Context) ([]*calendar.Feed, error) {
	configured, err := configuredFeeds(d.cfg)
	if err != nil {
		return nil, err
	}
	have, err := d.calendar.Feeds(ctx)
	if err != nil {
		return nil, err
	}
	known := make(map[string]*calendar.Feed, len(have))
	for _, f := range have {
		known[f.ID] = f
	}
	wanted := map[string]bool{}
	changed := false
	for _, f := range configured {
		f.ID = calendar.FeedID(f.URL)
		if wanted[f.ID] {
			continue
		}
		wanted[f.ID] = true
		switch old := known[f.ID]; {
		case old == nil:
			err = d.calendar.AddFeed(ctx, f)
			if errors.Is(err, calendar.ErrFeedExists) { // another process was faster
				err = nil
			}
			changed = true
		case !sameSettings(old, &f):
			_, err = d.calendar.UpdateFeed(ctx, f.ID, func(r *calendar.Feed) error { takeSettings(r, &f); return nil })
			changed = true
		}
		if err != nil {
			return nil, err
		}
	}
	for _, f := range have {
		// A sitemap that an index named goes when the index does.
		named := wanted[f.ID] || f.Parent != "" && wanted[f.Parent]
		if !named && f.Source != "" && f.Source == d.cfg.File {
			if err := d.calendar.RemoveFeed(ctx, f.ID); err != nil {
				return nil, err
			}
			changed = true
		}
	}
	if !changed {
		return have, nil
	}
	return d.calendar.Feeds(ctx)
}

func sameSettings(a, b *calendar.Feed) bool {
	return a.Name == b.Name && a.Origin == b.Origin && a.Source == b.Source && slices.Equal(a.Tags, b.Tags) &&
		a.MinEvery == b.MinEvery && a.MaxEvery == b.MaxEvery && a.FullText == b.FullText && a.Backfill == b.Backfill && a.AnyCertificate == b.AnyCertificate && a.CrossSite == b.CrossSite
}

func takeSettings(to, from *calendar.Feed) {
	to.Name, to.Origin, to.Source, to.Tags = from.Name, from.Origin, from.Source, from.Tags
	to.MinEvery, to.MaxEvery, to.FullText, to.Backfill = from.MinEvery, from.MaxEvery, from.FullText, from.Backfill
	to.AnyCertificate, to.CrossSite = from.AnyCertificate, from.CrossSite
}

// schedulesFire is how late the server may be with a poll whose time has come.
const schedulesFire = 2 * time.Second

// bookMissing books the next poll of every feed that has none booked, and now
// those whose time came this moment: a run does not wait for the server to see
// that. Polls that are longer overdue the server makes due when it starts: those
// that it has not yet are left to it. One that is on its way may carry what it has got.
func (d *desk) bookMissing(ctx context.Context, feeds []*calendar.Feed) (due int, left []*calendar.Feed, err error) {
	booked, err := d.calendar.Booked(ctx)
	if err != nil {
		return 0, nil, err
	}
	now := time.Now()
	for _, f := range feeds {
		if f.Resting() {
			continue
		}
		underWay, known := booked[f.ID]
		late := now.Sub(f.Next)
		if late >= 0 {
			due++
		}
		if known && !underWay && late > schedulesFire {
			left = append(left, f)
		}
		if underWay || known && (late < 0 || late > schedulesFire) {
			continue
		}
		if err := d.calendar.BookAt(ctx, f.Job(), f.Next); err != nil {
			return due, left, err
		}
	}
	return due, left, nil
}

// bookLate books now the polls that were left to the server and that it has not
// made due, and reports whether there are any. If it does so in this very moment, the
// feed is still polled once: its slot is taken then.
func (d *desk) bookLate(ctx context.Context, left []*calendar.Feed) (late bool, err error) {
	for _, was := range left {
		f, err := d.calendar.Feed(ctx, was.ID)
		if errors.Is(err, calendar.ErrNoFeed) || err == nil && (f.Resting() || f.Next.After(time.Now())) {
			continue
		}
		if err == nil {
			err = d.calendar.BookAt(ctx, f.Job(), f.Next)
		}
		if err != nil {
			return late, err
		}
		late = true
	}
	return late, nil
}

// findFeed finds a feed by its id, URL or name, or by a beginning of one that
// fits only one feed.
func findFeed(feeds []*calendar.Feed, key string) (*calendar.Feed, error) {
	var near []*calendar.Feed
	for _, f := range feeds {
		if f.ID == key || f.URL == key || f.Name != "" && strings.EqualFold(f.Name, key) {
			return f, nil
		}
		bare := strings.TrimPrefix(strings.TrimPrefix(f.URL, "https://"), "http://")
		if len(key) >= 3 && (strings.HasPrefix(f.ID, key) || strings.HasPrefix(f.URL, key) ||
			strings.HasPrefix(bare, key) || strings.HasPrefix(strings.TrimPrefix(bare, "www."), key)) {
			near = append(near, f)
		}
	}
	switch len(near) {
	case 0:
		return nil, usage("no feed %q%s; `wiredesk feeds` lists them", key, meantFeed(feeds, key))
	case 1:
		return near[0], nil
	}
	var urls []string
	for _, f := range near[:min(5, len(near))] {
		urls = append(urls, "  "+f.URL)
	}
	return nil, usage("%q fits %d feeds, say which:\n%s", key, len(near), strings.Join(urls, "\n"))
}

// meantFeed suggests the feed that was meant by a mistyped name, host or URL.
func meantFeed(feeds []*calendar.Feed, key string) string {
	urls := map[string]string{} // of each thing a feed can be called
	var known []string
	for _, f := range feeds {
		bare := strings.TrimPrefix(strings.TrimPrefix(f.URL, "https://"), "http://")
		host, _, _ := strings.Cut(bare, "/")
		for _, name := range []string{f.Name, f.URL, bare, host, strings.TrimPrefix(host, "www.")} {
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

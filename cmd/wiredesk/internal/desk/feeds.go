package desk

import (
	"bytes"
	"context"
	"fmt"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/wholefile"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
)

// ConfiguredFeeds are the feeds of the configuration and of the OPML files it names.
// Their origin is "FILE:LINE". A file that cannot be read is a *SettingError.
func ConfiguredFeeds(ctx context.Context, cfg *config.Config) ([]calendar.Feed, error) {
	var feeds []calendar.Feed
	for _, f := range cfg.Feeds {
		origin := fmt.Sprintf("%s:%d", cfg.File, f.Line)
		if cfg.File == "" || f.Line == 0 {
			origin = "environment"
		}
		sites, err := config.ParseSites(f.SpeaksFor)
		if err != nil {
			return nil, &SettingError{Key: "speaks_for", Err: err}
		}
		feeds = append(feeds, calendar.Feed{URL: f.URL, Settings: calendar.Settings{
			Name: f.Name, Tags: f.Tags, Origin: origin, Source: cfg.File, SpeaksFor: sites,
			MinEvery: f.Every.Min, MaxEvery: f.Every.Max, FullText: f.FullText, Backfill: f.Backfill.Rule(),
			AnyCertificate: f.Certificate == "any", CrossSite: f.CrossSite == "allow",
		}})
	}
	for _, path := range cfg.OPMLFiles() {
		subs, err := readOPML(ctx, path, cfg.Again)
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

func readOPML(ctx context.Context, path string, settled bool) ([]feed.Subscription, error) {
	text, err := wholefile.Read(ctx, path, wholefile.Options{Max: feed.MaxBytes, Settled: settled})
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		return nil, &SettingError{Key: "opml", Err: err}
	}
	subs, _, err := feed.ReadOPML(bytes.NewReader(text))
	if err != nil {
		return nil, &SettingError{Key: "opml " + path, Err: err}
	}
	return subs, nil
}

// SyncFeeds makes the records in FEEDS agree with a configuration. Feeds that came by
// `add` or from another file are left alone. A file that has lost all of its feeds at once
// changes nothing: the error is a *SettingError.
func (d *Desk) SyncFeeds(ctx context.Context, cfg *config.Config) ([]*calendar.Feed, error) {
	configured, err := ConfiguredFeeds(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return d.SyncTo(ctx, cfg, configured)
}

// SyncTo does what SyncFeeds does, with the feeds of a configuration that were read before.
func (d *Desk) SyncTo(ctx context.Context, cfg *config.Config, configured []calendar.Feed) ([]*calendar.Feed, error) {
	feeds, err := d.Calendar.Sync(ctx, configured, cfg.File, func(gone []*calendar.Feed) error { return lost(cfg, configured, gone) })
	if err == nil && d.Ledger != nil {
		d.Ledger.Saw(feeds)
		err = d.Ledger.WriteFeeds(ctx, func(context.Context) ([]*calendar.Feed, error) { return feeds, nil })
	}
	if err == nil { // else they are taken back
		d.synced.Store(&synced{configured, cfg.File})
	}
	return feeds, err
}

// CheckFeeds says whether SyncTo would refuse.
func (d *Desk) CheckFeeds(ctx context.Context, cfg *config.Config, configured []calendar.Feed) error {
	gone, err := d.Calendar.Gone(ctx, configured, cfg.File)
	if err != nil {
		return err
	}
	return lost(cfg, configured, gone)
}

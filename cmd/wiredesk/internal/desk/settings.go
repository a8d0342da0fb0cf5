package desk

import (
	"fmt"
	"path/filepath"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/sink"
)

// StreamConfig is the stream of articles as the configuration has it.
func StreamConfig(cfg *config.Config) sink.StreamConfig {
	s := cfg.NATS.Stream
	out := sink.StreamConfig{
		Name: s.Name, Prefix: cfg.NATS.Subject, MaxAge: s.MaxAge.Duration(), MaxBytes: s.MaxBytes.Bytes(),
		Replicas: s.Replicas, DuplicateWindow: s.DuplicateWindow.Duration(),
	}
	if cfg.Origin("nats.stream.max_bytes") == "default" {
		out.MaxBytes = 0 // as much of the default as the server can grant
	}
	return out
}

// SnapshotPath is where the index of what was published is kept between runs.
func SnapshotPath(cfg *config.Config) string {
	return filepath.Join(cfg.StateDir(), cfg.NATS.Stream.Name+".index")
}

// NewFetcher returns a fetcher as the configuration has it; the caller closes it.
func NewFetcher(cfg *config.Config) (*fetch.Fetcher, error) {
	proxy, err := cfg.Crawl.ProxyURL()
	if err != nil {
		return nil, err
	}
	f, err := fetch.New(fetch.Options{
		UserAgent:    cfg.Agent(version.String()),
		Timeout:      cfg.Crawl.Timeout.Duration(),
		MaxFeed:      cfg.Crawl.MaxFeed.Bytes(),
		MaxPage:      cfg.Crawl.MaxPage.Bytes(),
		Ports:        cfg.Crawl.Ports.Numbers(),
		AllowPrivate: cfg.Crawl.AllowPrivate.Prefixes(),
		Proxy:        proxy,
	})
	if err != nil {
		return nil, fmt.Errorf("set up fetching: %w", err)
	}
	return f, nil
}

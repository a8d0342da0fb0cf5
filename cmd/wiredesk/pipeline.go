package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nuid"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/drift"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/metrics"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

// pipeline is a desk with everything that crawls and publishes, built in order
// and closed in the reverse of it.
type pipeline struct {
	*desk
	index     *sink.Index
	publisher *sink.Publisher
	fetcher   *fetch.Fetcher
	crawler   *crawler.Crawler
	brake     *brake
	gate      *gate
	metrics   *metrics.Metrics
	drift     *drift.Watch
}

// crawlOptions are what the commands that crawl differ in.
type crawlOptions struct {
	report  func(crawler.Event) // is told of everything
	only    map[string]bool     // ids of the feeds to poll; nil: all
	metrics *metrics.Metrics    // count everything; nil: those of nobody
	// reading is told how far the index was read; nil: nobody wants to know.
	reading func(read, total uint64)
}

// openPipeline opens the stream, reads the index back from it, and readies a
// crawler.
func openPipeline(ctx context.Context, d *desk, o crawlOptions) (_ *pipeline, err error) {
	p := &pipeline{desk: d}
	defer func() {
		if err != nil {
			err = sink.Explain(d.nc, err)
			p.closeParts()
		}
	}()
	stream := streamConfig(d.cfg)
	if _, err := sink.EnsureStream(ctx, d.js, stream); err != nil {
		return nil, err
	}
	if err := sink.PublishSchema(ctx, d.js, stream.Replicas); ctx.Err() != nil {
		return nil, context.Cause(ctx)
	} else if err != nil {
		d.log.Warn("subscribers will not find the schema beside the stream", "error", err) // no reason not to crawl
	}
	snapshot := filepath.Join(d.cfg.StateDir(), stream.Name+".index")
	if p.index, err = sink.OpenIndex(ctx, d.js, stream, sink.IndexOptions{Snapshot: snapshot, Logger: d.log, Reading: o.reading}); err != nil {
		return nil, err
	}
	if p.publisher, err = sink.NewPublisher(p.index, stream); err != nil {
		return nil, err
	}
	p.brake = newBrake(d.cfg, p.brakeTold)
	p.observe(o.metrics, p.publisher)
	if err := p.equip(o); err != nil {
		return nil, err
	}
	return p, nil
}

// equip readies what crawls, as the desk's configuration has it.
func (p *pipeline) equip(o crawlOptions) (err error) {
	d := p.desk
	if p.fetcher, err = newFetcher(d.cfg); err != nil {
		return err
	}
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	handler := &editor{
		index:     p.index,
		publisher: p.publisher,
		reserved:  d.cfg.Crawl.Reserved,
		pipeline:  article.Pipeline{Version: version.String(), Node: host, Run: nuid.Next()},
	}
	crawl := d.cfg.Crawl
	bounds, blind := d.cfg.Intervals()
	p.gate = newGate(crawl.Workers, p.brake.gate)
	p.crawler = crawler.New(d.calendar, p.fetcher, handler, crawler.Options{
		Workers:  crawl.Workers,
		Grace:    crawl.Grace.Duration(),
		MinEvery: bounds.Min, MaxEvery: bounds.Max, BlindEvery: blind,
		FeedsIgnoreRobots: crawl.Robots.Feeds == "ignore",
		Backfill:          d.cfg.Backfill.Rule(),
		Rechecks:          crawl.Recheck.Times(),
		Only:              o.only,
		Gate:              p.gate.pass,
		Report: func(e crawler.Event) {
			p.brake.heard(e)
			p.announce(e)
			p.observed(e)
			o.report(e)
		},
	})
	return nil
}

// announce tells subscribers of wiredesk.events.> of the turns in a feed's life.
// They are news for people at work now, not a log: nobody waits for them.
func (p *pipeline) announce(e crawler.Event) {
	if e.Notice == "" {
		return
	}
	b, err := json.Marshal(struct {
		Type string    `json:"type"`
		Feed string    `json:"feed"`
		ID   string    `json:"id"`
		Text string    `json:"text"`
		Time time.Time `json:"time"`
	}{"feed." + string(e.Notice), e.URL, e.FeedID, e.Text, time.Now().UTC()})
	if err == nil {
		err = p.nc.Publish("wiredesk.events.feed."+string(e.Notice), b)
	}
	if err != nil {
		p.log.Warn("could not announce", "feed", e.URL, "notice", string(e.Notice), "error", err)
	}
}

func (p *pipeline) closeParts() {
	p.flushDrift()
	if p.fetcher != nil {
		p.fetcher.Close()
	}
	if p.index != nil {
		p.index.Close()
	}
}

// Close closes the pipeline and its desk.
func (p *pipeline) Close() error {
	p.closeParts()
	return p.desk.Close()
}

func streamConfig(cfg *config.Config) sink.StreamConfig {
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

func newFetcher(cfg *config.Config) (*fetch.Fetcher, error) {
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

// errStuck is the cause of a run that ended because nothing was stored.
var errStuck = errors.New("NATS has acknowledged nothing")

// diagnosis asks the built-in server whether it can still write.
func (p *pipeline) diagnosis() string {
	if err := p.nc.LastError(); errors.Is(err, nats.ErrPermissionViolation) {
		return ": " + err.Error()
	}
	if p.server == nil {
		return "; look at the server's disk and limits"
	}
	if err := p.server.Check(); err != nil {
		return ": " + err.Error()
	}
	return ""
}

// outage ends a context when NATS stays away, or takes nothing, for longer than
// patience; the cause says which. A cron run had better end and be repeated than
// hang: what it had not finished is still booked.
func (p *pipeline) outage(ctx context.Context, patience time.Duration, t *tally) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	go func() { // ends with ctx
		var away time.Time
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			switch {
			case !p.nc.IsConnected() && away.IsZero():
				away = time.Now()
			case !p.nc.IsConnected() && time.Since(away) > patience:
				cancel(fmt.Errorf("%w: no connection for %s; nothing was marked as seen, the next run repeats what is missing",
					sink.ErrUnreachable, patience))
				return
			case p.nc.IsConnected():
				away = time.Time{}
				// Fetches end within their timeout: a worker that is busy for longer
				// waits for an acknowledgement.
				waits := patience + p.cfg.Crawl.Timeout.Duration()
				if n, oldest := p.crawler.InFlight(); n > 0 && time.Since(oldest) > waits && t.idle() > waits {
					err := fmt.Errorf("%w for %s, what is missing stays booked%s", errStuck, t.idle().Round(time.Second), p.diagnosis())
					if p.server == nil { // a cluster between two leaders, for one
						err = fmt.Errorf("%w: %w", sink.ErrUnreachable, err)
					}
					cancel(err)
					return
				}
			}
		}
	}()
	return ctx, func() { cancel(context.Canceled) }
}

package ingest

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/nats-io/nuid"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// stuckAfter is how long a job may take beyond the time that its request may: past
// that it waits for something that does not come.
const stuckAfter = 30 * time.Second

// Crawl is what works on jobs as one configuration says.
type Crawl struct {
	Config *config.Config

	pipeline *Pipeline
	fetcher  *fetch.Fetcher
	gate     *gate
	crawler  *crawler.Crawler
}

// NewCrawl readies what crawls as a configuration says. The caller closes it.
func (p *Pipeline) NewCrawl(cfg *config.Config) (*Crawl, error) {
	fetcher, err := desk.NewFetcher(cfg)
	if err != nil {
		return nil, err
	}
	crawl := cfg.Crawl
	bounds, blind := cfg.Intervals()
	c := &Crawl{Config: cfg, pipeline: p, fetcher: fetcher, gate: newGate(crawler.Hands(crawl.Workers), p.wait)}
	c.crawler = crawler.New(p.Calendar, fetcher, p.handler(cfg), crawler.Options{
		Workers:  crawl.Workers,
		Grace:    crawl.Grace.Duration(),
		MinEvery: bounds.Min, MaxEvery: bounds.Max, BlindEvery: blind,
		FeedsIgnoreRobots: crawl.Robots.Feeds == "ignore",
		Backfill:          cfg.Backfill.Rule(),
		RereadBefore:      p.RereadBefore,
		Rechecks:          crawl.Recheck.Times(),
		Hold:              crawl.Hold.Duration(),
		Only:              p.options.Only,
		Budget:            budget(crawl.Budget),
		Gate:              c.gate.pass,
		Ours:              p.Net.Ours,
		Observe:           p.observe,
	})
	return c, nil
}

// Replan books the polls again that changed settings move, and says how many.
func (c *Crawl) Replan(ctx context.Context, feeds []*calendar.Feed) error {
	moved, err := c.crawler.Replan(ctx, feeds)
	if moved > 0 {
		c.pipeline.Log.Info("every has changed: polls are planned again", "moved", moved)
	}
	return err
}

func budget(b config.Budget) crawler.Budget {
	return crawler.Budget{Stories: b.Stories, Changes: b.Changes, Elsewhere: b.Elsewhere, Children: b.Children, Bytes: int64(b.Bytes)}
}

// handler publishes what a crawl brings.
func (p *Pipeline) handler(cfg *config.Config) *handler {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return &handler{
		index:     p.Index,
		publisher: p.publisher,
		reserved:  cfg.Crawl.Reserved,
		pipeline:  article.Pipeline{Version: version.String(), Node: host, Run: nuid.Next()},
	}
}

// Run works until ctx ends.
func (c *Crawl) Run(ctx context.Context) { c.crawler.Run(ctx) }

// Drain works until nothing is due any more, or ctx ends.
func (c *Crawl) Drain(ctx context.Context) { c.crawler.Drain(ctx) }

// InFlight counts the jobs that are being worked on, and tells when work on the
// oldest began.
func (c *Crawl) InFlight() (jobs int, oldest time.Time) { return c.crawler.InFlight() }

// Halt has no worker begin anything any more, and returns when all have finished what
// they have, or when ctx ends. Another crawl may go on then.
func (c *Crawl) Halt(ctx context.Context) { c.gate.shut(ctx) }

// Stuck says in words that the crawl does not go on, though nothing has told it to
// pause; it is empty if it does.
func (c *Crawl) Stuck(now time.Time) string {
	patience := c.Config.Crawl.Timeout.Duration() + stuckAfter
	if n, oldest := c.InFlight(); n > 0 && now.Sub(oldest) > patience {
		return fmt.Sprintf("the crawl is stuck: %s in hands, the oldest since %s%s",
			words.Plural(n, "job"), words.Clock(oldest), c.pipeline.Diagnosis())
	}
	if silent := c.gate.silent(now); silent > patience {
		return "the crawl is stuck: no worker has come for a job for " + words.Roughly(silent)
	}
	return ""
}

// Extract makes an article of a page that somebody wants to try. It takes its turn
// at the host like any request of the crawl; nothing is stored or published.
func (c *Crawl) Extract(ctx context.Context, url string) (*article.Article, error) {
	visitor := crawler.NewVisitor(c.fetcher, c.pipeline.Calendar, c.Config.Crawl.PerHost.Delay.Duration())
	doc, err := visitor.Page(ctx, url)
	if err != nil {
		return nil, err
	}
	return normalize.Article(doc)
}

// Close closes the crawl's connections. It must not run any more.
func (c *Crawl) Close() { c.fetcher.Close() }

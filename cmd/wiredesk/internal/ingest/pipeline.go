package ingest

import (
	"context"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/drift"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/metrics"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/sink"
)

// driftPatience is how long the end of a process waits until what the pages gave is
// stored.
const driftPatience = 2 * time.Second

// Observer hears of everything that happens, as it happens: Observe is called by many
// goroutines at once, and must not wait.
type Observer interface {
	Observe(crawler.Event)
}

// Options are what the commands that crawl differ in.
type Options struct {
	// Observers hear of everything, in this order and after the pipeline's own.
	Observers []Observer
	// Only are the ids of the feeds to poll; nil: all.
	Only map[string]bool
	// Metrics count everything; nil: those of nobody.
	Metrics *metrics.Metrics
	// Reading is told how far the index was read; nil: nobody wants to know.
	Reading func(read, total uint64)
}

// Pipeline is a desk with what publishes, as long as the process.
type Pipeline struct {
	*desk.Desk
	Index   *sink.Index
	Disk    *desk.DiskGuard
	Net     *desk.NetGuard
	Metrics *metrics.Metrics
	Drift   *drift.Watch

	publisher *sink.Publisher
	options   Options
	pulse     heartbeat
}

func (p *Pipeline) closeParts() {
	p.FlushDrift()
	if p.Index != nil {
		p.Index.Close()
	}
}

// Close closes the pipeline and its desk. All its crawls must have ended.
func (p *Pipeline) Close() error {
	p.closeParts()
	return p.Desk.Close()
}

// FlushDrift stores what the pages gave, if there is somebody to store it.
func (p *Pipeline) FlushDrift() {
	if p.Drift == nil || !p.NC.IsConnected() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), driftPatience)
	defer cancel()
	if err := p.Drift.Flush(ctx); err != nil {
		p.Log.Warn("what the last pages gave is not among the statistics of their sites", "error", err)
	}
}

// Drifted lists the sites whose pages have stopped giving what they used to.
func (p *Pipeline) Drifted(ctx context.Context) ([]drift.Row, error) { return drift.Rows(ctx, p.JS) }

package ingest

import (
	"context"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/drift"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/metrics"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// observe is where all events of the crawler come by. The guard is first: it stops
// workers.
func (p *Pipeline) observe(e crawler.Event) {
	if e.Kind == crawler.Storage {
		e.Err = desk.AsUnreachable(e.Err)
	}
	p.Disk.Observe(e)
	p.announceFeed(e)
	p.Drift.Observe(e)
	p.Metrics.Observe(e)
	for _, o := range p.options.Observers {
		o.Observe(e)
	}
}

// NewMetrics returns metrics at zero: of a process that serves them, or for the file
// of a run.
func NewMetrics(cfg *config.Config, served bool) *metrics.Metrics {
	m := metrics.New(metrics.Options{Version: version.String(), PerFeed: cfg.Metrics.PerFeed, Process: served})
	m.ConfigReloaded(true, time.Now())
	return m
}

// attachMetrics tells the metrics where they find what only NATS knows.
func (p *Pipeline) attachMetrics() {
	if p.Metrics == nil {
		p.Metrics = NewMetrics(p.Config, false)
	}
	articles := p.Config.NATS.Stream.Name
	d := metrics.Desk{
		Conn: p.NC, JS: p.JS, Calendar: p.Calendar, Articles: articles,
		Streams: []string{
			articles, calendar.StreamName, "KV_" + calendar.FeedsBucket, "KV_" + calendar.HostsBucket, "KV_" + drift.Bucket,
		},
		Duplicates: p.publisher.Duplicates,
		Drift: func(ctx context.Context) (int, error) {
			rows, err := p.Drifted(ctx)
			return len(rows), err
		},
		Paused:  func() bool { return p.Disk.Paused() != "" },
		Offline: func() bool { return p.Net.Paused() != "" },
	}
	if !p.Config.External() {
		d.Free = func() (uint64, error) {
			s, err := embedded.SpaceOf(p.Config.StateDir())
			return s.Free, err
		}
	}
	if door := p.Door(); door != nil {
		p.CountDoor("nats", func() int { return door().Connections }, func() map[string]uint64 {
			d := door()
			return map[string]uint64{
				"full": d.Full, "login": d.Logins, "refused": d.Refused, "foreign": d.Foreign, "unanswerable": d.Unanswerable,
				"delayed": d.Delayed, "slow": d.Slow, "flood": d.Floods,
			}
		})
	}
	p.Metrics.Attach(d)
}

// CountDoor has the metrics tell of a door for clients, "http" or "nats".
func (p *Pipeline) CountDoor(name string, connections func() int, events func() map[string]uint64) {
	p.Metrics.SetDoor(name, metrics.Door{Connections: connections, Events: events})
}

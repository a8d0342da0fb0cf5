package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/drift"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/metrics"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/page"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// driftPatience is how long the end of a process waits until what the pages gave is
// stored.
const driftPatience = 2 * time.Second

// newMetrics returns metrics at zero: of a process that serves them, or for the file
// of a run.
func newMetrics(cfg *config.Config, served bool) *metrics.Metrics {
	m := metrics.New(metrics.Options{Version: version.String(), PerFeed: cfg.Metrics.PerFeed, Process: served})
	m.ConfigReloaded(true, time.Now())
	return m
}

// observe readies what counts and watches the crawl.
func (p *pipeline) observe(m *metrics.Metrics, publisher *sink.Publisher) {
	p.drift = drift.New(p.js, drift.Options{Replicas: p.cfg.NATS.Stream.Replicas, Told: p.driftTold, Log: p.log})
	p.metrics = m
	if p.metrics == nil {
		p.metrics = newMetrics(p.cfg, false)
	}
	articles := p.cfg.NATS.Stream.Name
	desk := metrics.Desk{
		Conn: p.nc, JS: p.js, Calendar: p.calendar, Articles: articles,
		Streams:    []string{articles, calendar.StreamName, "KV_" + calendar.FeedsBucket, "KV_" + calendar.HostsBucket, "KV_" + drift.Bucket},
		Duplicates: publisher.Duplicates,
		Drift: func(ctx context.Context) (int, error) {
			rows, err := p.drifted(ctx)
			return len(rows), err
		},
		Paused: func() bool { return p.brake.paused() != "" },
	}
	if !p.cfg.External() {
		desk.Free = func() (uint64, error) {
			s, err := embedded.SpaceOf(p.cfg.StateDir())
			return s.Free, err
		}
	}
	p.metrics.Attach(desk)
}

// observed counts an event.
func (p *pipeline) observed(e crawler.Event) {
	p.drift.Heard(e)
	if e.Kind == crawler.Storage {
		e.Err = away(e.Err)
	}
	p.metrics.Heard(e)
}

// drifted lists the sites whose pages have stopped giving what they used to.
func (d *desk) drifted(ctx context.Context) ([]drift.Row, error) { return drift.Rows(ctx, d.js) }

// pageDrift lists them for the page.
func (p *pipeline) pageDrift(ctx context.Context) ([]page.Drift, error) {
	rows, err := p.drifted(ctx)
	list := make([]page.Drift, len(rows))
	for i, r := range rows {
		id, _ := r.Example()
		list[i] = page.Drift{Site: r.Site, Text: r.Text(), Since: r.Since, Example: id}
	}
	return list, err
}

// flushDrift stores what the pages gave, if there is somebody to store it.
func (p *pipeline) flushDrift() {
	if p.drift == nil || !p.nc.IsConnected() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), driftPatience)
	defer cancel()
	if err := p.drift.Flush(ctx); err != nil {
		p.log.Warn("what the last pages gave is not among the statistics of their sites", "error", err)
	}
}

// driftTold logs and announces that a site has lost fields, or has them again.
func (p *pipeline) driftTold(turn drift.Turn, r drift.Row) {
	if turn == drift.Began {
		p.log.Warn("a site's pages have stopped giving what they used to", "site", r.Site, "text", r.Text(), "since", words.Clock(r.Since))
	} else {
		p.log.Info("a site's pages give again what they used to, or have become usual", "site", r.Site)
	}
	b, err := json.Marshal(struct {
		Type string `json:"type"`
		Text string `json:"text"`
		drift.Row
		Time time.Time `json:"time"`
	}{"site." + string(turn), r.Text(), r, time.Now().UTC()})
	if err == nil {
		err = p.nc.Publish("wiredesk.events.site."+string(turn), b)
	}
	if err != nil {
		p.log.Warn("could not announce", "site", r.Site, "turn", string(turn), "error", err)
	}
}

// examineExtraction looks, as doctor does, for sites whose pages are not understood
// any more.
func (d *desk) examineExtraction(ctx context.Context) (findings []finding) {
	rows, err := d.drifted(ctx)
	if err != nil {
		return []finding{broken("extraction", err.Error(), "does nats.user have the role it needs? docs/nats.md lists the roles")}
	}
	for _, r := range rows {
		f := finding{Check: "extraction", Result: "warning", Text: r.Site + " gives less since " + words.Clock(r.Since) + ": " + r.Text()}
		id, url := r.Example()
		f.Help = "`wiredesk show " + id + "` is an example"
		if url != "" {
			f.Help += ", `wiredesk extract --explain " + url + "` shows what its page has"
		}
		f.Help += "; a newer wiredesk may know the new template, full_text: never publishes what the feed says; docs/operating.md#extractionrot says more"
		findings = append(findings, f)
	}
	return findings
}

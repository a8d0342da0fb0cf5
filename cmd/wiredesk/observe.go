package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/metrics"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/page"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/rot"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// rotPatience is how long the end of a process waits until what the pages gave is
// stored.
const rotPatience = 2 * time.Second

// newMetrics returns metrics at zero: of a process that serves them, or for the file
// of a run.
func newMetrics(cfg *config.Config, served bool) *metrics.Metrics {
	m := metrics.New(metrics.Options{Version: version(), PerFeed: cfg.Metrics.PerFeed, Process: served})
	m.ConfigReloaded(true, time.Now())
	return m
}

// observe readies what counts and watches the crawl.
func (p *pipeline) observe(m *metrics.Metrics, publisher *sink.Publisher) {
	p.rot = rot.New(p.js, rot.Options{Replicas: p.cfg.NATS.Stream.Replicas, Told: p.rotTold, Log: p.log})
	p.metrics = m
	if p.metrics == nil {
		p.metrics = newMetrics(p.cfg, false)
	}
	articles := p.cfg.NATS.Stream.Name
	desk := metrics.Desk{
		Conn: p.nc, JS: p.js, Calendar: p.calendar, Articles: articles,
		Streams:    []string{articles, calendar.StreamName, "KV_" + calendar.FeedsBucket, "KV_" + calendar.HostsBucket, "KV_" + rot.Bucket},
		Duplicates: publisher.Duplicates,
		Rot: func(ctx context.Context) (int, error) {
			rows, err := p.rotten(ctx)
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
	p.rot.Heard(e)
	if e.Kind == crawler.Storage {
		e.Err = away(e.Err)
	}
	p.metrics.Heard(e)
}

// rotten lists the sites whose pages have stopped giving what they used to.
func (d *desk) rotten(ctx context.Context) ([]rot.Row, error) { return rot.Rows(ctx, d.js) }

// pageRot lists them for the page.
func (p *pipeline) pageRot(ctx context.Context) ([]page.Rot, error) {
	rows, err := p.rotten(ctx)
	list := make([]page.Rot, len(rows))
	for i, r := range rows {
		id, _ := r.Example()
		list[i] = page.Rot{Site: r.Site, Text: r.Text(), Since: r.Since, Example: id}
	}
	return list, err
}

// flushRot stores what the pages gave, if there is somebody to store it.
func (p *pipeline) flushRot() {
	if p.rot == nil || !p.nc.IsConnected() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), rotPatience)
	defer cancel()
	if err := p.rot.Flush(ctx); err != nil {
		p.log.Warn("what the last pages gave is not among the statistics of their sites", "error", err)
	}
}

// rotTold logs and announces that a site has lost fields, or has them again.
func (p *pipeline) rotTold(turn rot.Turn, r rot.Row) {
	if turn == rot.Began {
		p.log.Warn("a site's pages have stopped giving what they used to", "site", r.Site, "text", r.Text(), "since", clock(r.Since))
	} else {
		p.log.Info("a site's pages give again what they used to, or have become usual", "site", r.Site)
	}
	b, err := json.Marshal(struct {
		Type string `json:"type"`
		Text string `json:"text"`
		rot.Row
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
	rows, err := d.rotten(ctx)
	if err != nil {
		return []finding{broken("extraction", err.Error(), "does nats.user have the role it needs? docs/nats.md lists the roles")}
	}
	for _, r := range rows {
		f := finding{Check: "extraction", Result: "warning", Text: r.Site + " gives less since " + clock(r.Since) + ": " + r.Text()}
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

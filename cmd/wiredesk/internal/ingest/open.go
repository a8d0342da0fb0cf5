package ingest

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/drift"
	"github.com/wiredesk/wiredesk/sink"
)

// Open opens the stream and reads the index back from it. The pipeline takes the
// desk over, and closes it with itself; when Open fails the desk stays the caller's.
func Open(ctx context.Context, d *desk.Desk, o Options) (_ *Pipeline, err error) {
	p := &Pipeline{Desk: d, Disk: desk.NewDiskGuard(d.Config), Net: desk.NewNetGuard(), Metrics: o.Metrics, options: o}
	defer func() {
		if err != nil {
			err = sink.Explain(d.NC, err)
			p.closeParts()
		}
	}()
	stream := desk.StreamConfig(d.Config)
	kept, err := sink.EnsureStream(ctx, d.JS, stream)
	if err != nil {
		return nil, err
	}
	d.Calendar.Stored(kept.CachedInfo().State.LastTime)
	if err := sink.PublishSchema(ctx, d.JS, stream.Replicas); ctx.Err() != nil {
		return nil, context.Cause(ctx)
	} else if err != nil {
		d.Log.Warn("subscribers will not find the schema beside the stream", "error", err) // no reason not to crawl
	}
	index := sink.IndexOptions{
		Snapshot: desk.SnapshotPath(d.Config), Logger: d.Log, Reading: o.Reading,
	}
	if p.Index, err = sink.OpenIndex(ctx, d.JS, stream, index); err != nil {
		if errors.Is(err, jetstream.ErrMaximumConsumersLimit) {
			if who, crowd := d.Crowd(ctx); crowd == nil {
				err = fmt.Errorf("%w: %s", err, who)
			}
		}
		return nil, err
	}
	if who, err := d.Crowd(ctx); err == nil && who != "" { // who may not list them is not told
		d.Log.Warn("the stream has very many consumers", "who", who)
	}
	if p.publisher, err = sink.NewPublisher(p.Index, stream); err != nil {
		return nil, err
	}
	p.Disk.OnChange(p.paused)
	p.Disk.SetStuck(p.StoreTrouble)
	p.Net.OnChange(p.netChanged)
	p.Drift = drift.New(d.JS, drift.Options{Replicas: stream.Replicas, OnTurn: p.driftTurned, Log: d.Log})
	if d.Ledger != nil {
		d.Ledger.Add("KV_" + drift.Bucket)
	}
	p.attachMetrics()
	p.sayFound()
	if err := p.Calendar.MindClock(ctx, p.clockTurned); err != nil {
		return nil, err
	}
	return p, nil
}

package ingest

import (
	"context"
	"os"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
)

// WatchClock follows the server's clock until ctx ends, and tells of what it does.
func (p *Pipeline) WatchClock(ctx context.Context) {
	p.Calendar.WatchClock(ctx, p.clockTurned, func(err error) {
		p.Log.Warn("the server's clock cannot be followed", "error", desk.AsUnreachable(err))
	})
}

// clockTurned logs, counts and announces what a clock did.
func (p *Pipeline) clockTurned(t calendar.ClockTurn) {
	e := sink.ClockEvent{Text: desk.ClockText(t), Time: p.Calendar.Now(), By: t.Ahead.Round(time.Second)}
	e.Node, _ = os.Hostname()
	switch {
	case t.Step != 0:
		e.Turn, e.By = sink.ClockStepped, t.Step.Round(time.Second)
		p.Log.Warn(e.Text, "seconds", int64(e.By/time.Second), "booked_anew", t.Booked, "help", desk.SetClock)
		p.Metrics.ClockStepped()
	case t.Agrees:
		e.Turn = sink.ClockAgrees
		p.Log.Info(e.Text)
	default:
		e.Turn = sink.ClockSkewed
		p.Log.Warn(e.Text, "seconds", int64(e.By/time.Second), "help", desk.SetClock)
	}
	p.announce(e)
}

package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// farewell says, once a process was told to stop, what is still being finished: on
// a terminal in a line that also tells how to end at once, elsewhere in the log. It
// returns what it said.
func (a *app) farewell(log *slog.Logger, p *pipeline) string {
	n, _ := p.crawler.InFlight()
	grace := p.cfg.Crawl.Grace
	text := "ending; nothing is in flight"
	if n > 0 {
		text = fmt.Sprintf("finishing what is in flight (%s), for %s at most", words.Plural(n, "job"), grace)
	}
	if a.screen == nil {
		log.Info("told to stop", "in_flight", n, "grace", grace.String())
	} else {
		a.note("%s; Ctrl-C again ends at once", text)
	}
	return text
}

// takeLeave says so as soon as ctx ends by a signal, until done is called.
func (a *app) takeLeave(ctx context.Context, p *pipeline) (done func()) {
	over := make(chan struct{})
	var saying sync.WaitGroup
	saying.Go(func() {
		select {
		case <-ctx.Done():
			a.farewell(p.log, p)
		case <-over:
		}
	})
	return func() {
		close(over)
		saying.Wait()
	}
}

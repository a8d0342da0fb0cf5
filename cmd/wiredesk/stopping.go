package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ingest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// noteStop says, once a process was told to stop, what is still being finished: on
// a terminal in a line that also tells how to end at once, elsewhere in the log. It
// returns what it said.
func (a *app) noteStop(log *slog.Logger, inFlight int, grace config.Duration) string {
	text := "ending; nothing is in flight"
	if inFlight > 0 {
		text = fmt.Sprintf("finishing what is in flight (%s), for %s at most", words.Plural(inFlight, "job"), grace)
	}
	if a.screen == nil {
		log.Info("told to stop", "in_flight", inFlight, "grace", grace.String())
	} else {
		a.note("%s; Ctrl-C again ends at once", text)
	}
	return text
}

// noteStopOf says so as soon as ctx ends by a signal, until done is called.
func (a *app) noteStopOf(ctx context.Context, log *slog.Logger, c *ingest.Crawl) (done func()) {
	over := make(chan struct{})
	var saying sync.WaitGroup
	saying.Go(func() {
		select {
		case <-ctx.Done():
			n, _ := c.InFlight()
			a.noteStop(log, n, c.Config.Crawl.Grace)
		case <-over:
		}
	})
	return func() {
		close(over)
		saying.Wait()
	}
}

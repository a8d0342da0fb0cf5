package main

import (
	"context"
	"fmt"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// openCrawl opens a pipeline. Who waits for it sees how far the index was read.
func (a *app) openCrawl(ctx context.Context, d *desk, o crawlOptions) (*pipeline, error) {
	index := &terminal.Progress{What: "articles looked up in the stream"}
	o.reading = func(read, total uint64) { index.Set(int(read), int(total)) }
	defer a.progress(index.Text)()
	return openPipeline(ctx, d, o)
}

// progress is how far a run of so many due polls has come, on one line. What its
// feeds bring adds to what is left to do, so the end is known about only.
func (t *tally) progress(due int) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	polled, pages := min(t.s.Polled, due), t.s.Pages
	line := fmt.Sprintf("%d of %s polled", polled, words.Plural(due, "feed"))
	if wanted := max(t.wanted, pages); wanted > 0 {
		line += fmt.Sprintf(", %d of %s", pages, words.Plural(wanted, "story"))
	}
	line += fmt.Sprintf(" · %d published", t.s.Published)
	return line + terminal.Pace(polled+pages, due+max(t.wanted, pages), time.Since(t.start))
}

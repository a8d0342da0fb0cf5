package page

import (
	"context"
	"sync"
	"time"
)

// Run reads the day that was, follows feeds and articles, and feeds those who
// look, until ctx ends.
func (p *Page) Run(ctx context.Context) {
	var parts sync.WaitGroup
	for name, part := range map[string]func(context.Context) error{
		"the feeds": func(ctx context.Context) error { return p.Calendar.WatchFeeds(ctx, p.feeds.See) },
		"the day before": func(ctx context.Context) error {
			if err := p.Journal.recall(ctx, p.JS, p.Stream); err != nil || !p.Journal.shared {
				return err
			}
			return p.Journal.follow(ctx, p.JS, p.Stream)
		},
	} {
		parts.Go(func() { p.keep(ctx, name, part) })
	}
	parts.Go(func() { p.broadcast(ctx) })
	parts.Wait()
}

// keep repeats a part that fails, with a pause.
func (p *Page) keep(ctx context.Context, name string, part func(context.Context) error) {
	for {
		err := part(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		p.Log.Warn("the page could not read "+name+"; it tries again", "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(5 * time.Second):
		}
	}
}

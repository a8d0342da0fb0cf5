package crawler

import (
	"context"
	"errors"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/internal/turns"
)

// SlowAfter is how long a request takes whose site is slow: its jobs run beside the
// workers, few at a time.
const SlowAfter = turns.SlowAfter

// gather fetches due jobs as long as a worker has nothing to do, or little to choose
// from, until ctx ends. What finds no room to wait here is booked for later: so what is
// behind it in the queue comes to light, however much one feed has due.
func (c *Crawler) gather(ctx, work context.Context) {
	for c.turns.Wanted(ctx) {
		due, err := c.calendar.Next(ctx)
		switch {
		case errors.Is(err, calendar.ErrNoJob), ctx.Err() != nil && err != nil:
			continue
		case err != nil:
			c.opts.Observe(Event{Kind: Storage, Outcome: Failed, Err: err})
			pause(ctx, time.Second)
			continue
		}
		want := turns.Want{
			Feed: feedOf(due.Job), Site: calendar.Host(due.Target()), Poll: due.Kind == calendar.Poll, Size: due.Size(),
		}
		switch wait, ofFeed, ok := c.turns.Add(due, want); {
		case ok:
		case ofFeed:
			c.settle(work, due, c.comeInTurn(work, due, wait))
		default:
			c.settle(work, due, c.goOn(work, due, due.Job, c.calendar.Now().Add(min(wait, longWait)), Event{}))
		}
	}
}

// comeInTurn books a job for later whose feed has as much to do here as it may.
func (c *Crawler) comeInTurn(work context.Context, due *calendar.Due, wait time.Duration) error {
	at := c.calendar.Now().Add(wait)
	c.opts.Observe(Event{
		Kind: Kind(due.Kind), Outcome: Postponed, FeedID: feedOf(due.Job), URL: due.Target(), Next: at,
		Deferred: map[Deferral]int{DeferredTurn: 1}, Note: "its feed has as much to do as it may: the others' turn",
	})
	return due.AwaitTurn(work, due.Job, feedOf(due.Job), at)
}

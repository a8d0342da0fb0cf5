package crawler

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// worker takes jobs until ctx ends. Jobs run under work, which outlives ctx by
// the grace period.
func (c *Crawler) worker(ctx, work context.Context) {
	w := c.fetcher.Worker()
	for ctx.Err() == nil {
		c.opts.Gate(ctx)
		due, err := c.calendar.Next(ctx)
		switch {
		case errors.Is(err, calendar.ErrNoJob), ctx.Err() != nil && err != nil:
			continue
		case err != nil:
			c.opts.Observe(Event{Kind: Storage, Outcome: Failed, Err: err})
			pause(ctx, time.Second)
			continue
		}
		host := calendar.Host(due.Target())
		if !c.queues.enter(host, due) {
			continue // another worker is at this host and will come to it
		}
		for due != nil {
			if ctx.Err() != nil {
				c.giveBack(due)
			} else {
				c.do(ctx, work, w, due)
			}
			due = c.queues.next(host)
		}
	}
}

// do runs one job and sees to it that the job is answered whatever happens.
func (c *Crawler) do(ctx, work context.Context, w *fetch.Worker, due *calendar.Due) {
	defer func() {
		if r := recover(); r != nil {
			err := fmt.Errorf("panic in %s of %s: %v\n%s", due.Kind, due.URL, r, debug.Stack())
			c.opts.Observe(Event{Kind: Kind(due.Kind), Outcome: Failed, FeedID: feedOf(due.Job), URL: due.URL, Err: err})
			c.settle(work, due, due.DeadLetter(work, fmt.Sprintf("panic: %v", r)))
		}
	}()
	switch due.Kind {
	case calendar.Poll:
		c.settle(work, due, c.poll(ctx, work, w, due))
	case calendar.Page:
		c.settle(work, due, c.page(ctx, work, w, due))
	case calendar.Scout:
		c.settle(work, due, c.scout(ctx, work, w, due))
	default:
		c.settle(work, due, due.DeadLetter(work, fmt.Sprintf("a job of an unknown kind %q", due.Kind)))
	}
}

// settle handles the error of a job whose answer could not be stored: it stays
// with the server, which delivers it again. A job whose feed's record cannot be read
// is given up.
func (c *Crawler) settle(work context.Context, due *calendar.Due, err error) {
	if err == nil {
		return
	}
	if work.Err() != nil { // the grace period is over
		c.giveBack(due)
		return
	}
	if errors.Is(err, calendar.ErrUnreadable) { // to deliver it again would not help
		c.opts.Observe(Event{Kind: Kind(due.Kind), Outcome: Failed, FeedID: feedOf(due.Job), URL: due.URL, Err: err})
		if err = due.DeadLetter(work, err.Error()); err == nil {
			return
		}
	}
	due.Leave()
	c.opts.Observe(Event{Kind: Storage, Outcome: Failed, FeedID: feedOf(due.Job), URL: due.URL, Err: err})
	pause(work, time.Second)
}

// giveBack returns a job that is not to be started any more.
func (c *Crawler) giveBack(due *calendar.Due) {
	if err := due.Release(); err != nil {
		c.opts.Observe(Event{Kind: Storage, Outcome: Failed, URL: due.URL, Err: err})
	}
}

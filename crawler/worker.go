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
		due, ok := c.turns.Take(ctx, c.calendar.PullWait())
		if !ok {
			continue
		}
		if ctx.Err() != nil {
			c.giveBack(due)
		} else {
			c.do(work, w, due)
		}
		c.turns.Done(due)
	}
}

// do runs one job and sees to it that the job is answered whatever happens.
func (c *Crawler) do(work context.Context, w *fetch.Worker, due *calendar.Due) {
	defer func() {
		if r := recover(); r != nil {
			err := fmt.Errorf("panic in %s of %s: %v\n%s", due.Kind, due.URL, r, debug.Stack())
			c.opts.Observe(Event{Kind: Kind(due.Kind), Outcome: Failed, FeedID: feedOf(due.Job), URL: due.URL, Err: err})
			c.settle(work, due, due.DeadLetter(work, fmt.Sprintf("panic: %v", r)))
		}
	}()
	switch due.Kind {
	case calendar.Poll:
		c.settle(work, due, c.poll(work, w, due))
	case calendar.Page:
		c.settle(work, due, c.page(work, w, due))
	case calendar.Scout:
		c.settle(work, due, c.scout(work, w, due))
	default:
		c.settle(work, due, due.DeadLetter(work, fmt.Sprintf("a job of an unknown kind %q", due.Kind)))
	}
}

// settle handles the error of a job whose answer could not be stored: it is booked again,
// as often as it takes, since that is not its fault. If not even that can be stored it stays
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
	e := Event{Kind: Storage, Outcome: Failed, FeedID: feedOf(due.Job), URL: due.URL, Err: err}
	if e.Next = c.calendar.Now().Add(storeWait(due.Unstored)); !c.storeLater(work, due, e.Next) {
		due.Leave()
		e.Next = time.Time{}
	}
	c.opts.Observe(e)
	pause(work, time.Second)
}

const (
	// shortestStoreWait and longestStoreWait are the waits between two tries to store what came
	// of a job: each is twice the one before, and the work goes on within a minute when the
	// store does. What was refused so often, a quarter of an hour long, is most likely refused
	// for what it is, and asked for at its site no more often than hopelessWait.
	shortestStoreWait = time.Second
	longestStoreWait  = time.Minute
	hopelessTries     = 20
	hopelessWait      = 10 * time.Minute
	// bookTime is what it may take to book such a job again.
	bookTime = 5 * time.Second
)

// storeWait is after what time a job is done again of which nothing could be stored so many
// times in a row.
func storeWait(before int) time.Duration {
	if before >= hopelessTries {
		return hopelessWait
	}
	return min(shortestStoreWait<<before, longestStoreWait)
}

// storeLater books a job again whose outcome could not be stored, and reports whether it is.
// A server counts deliveries, and who is delivered too often is given up: a new booking is a
// new job. It waits as one that is on its way: a run is not over without it, and of a feed
// another poll may be planned already.
func (c *Crawler) storeLater(work context.Context, due *calendar.Due, at time.Time) bool {
	ctx, cancel := context.WithTimeout(work, bookTime)
	defer cancel()
	j := due.Job
	j.Unstored++
	return due.Wait(ctx, j, at) == nil
}

// giveBack returns a job that is not to be started any more.
func (c *Crawler) giveBack(due *calendar.Due) {
	if err := due.Release(); err != nil {
		c.opts.Observe(Event{Kind: Storage, Outcome: Failed, URL: due.URL, Err: err})
	}
}

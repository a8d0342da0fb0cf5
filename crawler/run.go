package crawler

import (
	"context"
	"sync"
	"time"
)

// Run works until ctx ends, then finishes what is in flight within the grace
// period. It returns when all its goroutines have ended.
func (c *Crawler) Run(ctx context.Context) {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() {
		select {
		case <-time.After(c.opts.Grace):
			cancel()
		case <-work.Done():
		}
	})()

	var background, workers sync.WaitGroup
	background.Go(func() { c.calendar.KeepAlive(work) })
	for range Hands(c.opts.Workers) {
		workers.Go(func() { c.worker(ctx, work) })
	}
	for range max(c.opts.Workers/4, 1) { // one may wait for an acknowledgement
		workers.Go(func() { c.gather(ctx, work) })
	}
	workers.Wait()
	for _, due := range c.turns.Drop() {
		c.giveBack(due)
	}
	cancel()
	background.Wait()
}

// Drain works until no job is left that is due or waits for a slot in its
// host's lane, or until ctx ends. Polls and retries of later stay booked.
func (c *Crawler) Drain(ctx context.Context) {
	ctx, drained := context.WithCancel(ctx)
	defer drained()
	var watch sync.WaitGroup
	watch.Go(func() {
		defer drained()
		c.awaitIdle(ctx)
	})
	c.Run(ctx)
	watch.Wait()
}

// Busy reports whether a job is being worked on.
func (c *Crawler) Busy() bool {
	n, _ := c.turns.InFlight()
	return n > 0
}

// InFlight counts the jobs that are being worked on, and tells when work on the
// oldest of them began. A job makes one request, whose time is bounded: one that
// takes much longer waits for an acknowledgement.
func (c *Crawler) InFlight() (jobs int, oldest time.Time) { return c.turns.InFlight() }

// awaitIdle returns when the calendar was found idle twice in a row, or when
// ctx ends. Twice, because a schedule that fires is for a moment neither
// waiting nor due. Each look is a question or three to the server: while jobs wait for a
// lane, it is asked ever less often, until one is worked on again.
func (c *Crawler) awaitIdle(ctx context.Context) {
	const often, seldom = 25 * time.Millisecond, 200 * time.Millisecond
	every := often
	for idle := 0; idle < 2; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
		if c.Busy() {
			idle, every = 0, often
			continue
		}
		done, err := c.calendar.Idle(ctx)
		if err != nil || !done {
			idle, every = 0, min(2*every, seldom)
			continue
		}
		idle, every = idle+1, often
	}
}

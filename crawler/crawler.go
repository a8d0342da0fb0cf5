package crawler

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// Options of a Crawler.
type Options struct {
	// Workers is how many jobs run at the same time (default 16).
	Workers int
	// Grace is how long work in flight may go on after Run is told to stop.
	Grace time.Duration
	// MinEvery and MaxEvery bound the interval between two polls of a feed that
	// has no bounds of its own (default 15 min and 24 h).
	MinEvery, MaxEvery time.Duration
	// BlindEvery is the least interval of feeds that give no validators, unless
	// they have bounds of their own (default 1 h).
	BlindEvery time.Duration
	// FeedsIgnoreRobots polls feeds without asking robots.txt: a person named
	// them. Pages are never fetched against it.
	FeedsIgnoreRobots bool
	// Backfill is how old an entry may be to be published when its feed is seen
	// for the first time, for feeds without a rule of their own (default 24 h).
	Backfill calendar.Backfill
	// Rechecks are when the page of a published story is looked at again, counted from
	// its publication, in order; none if it is empty.
	Rechecks []time.Duration
	// Only, if it is not empty, holds the ids of the feeds that may be polled; the
	// polls of others that fall due meanwhile are put off by a minute.
	Only map[string]bool
	// Gate is called before a worker takes a job, and returns when it may, or when
	// the context ends: what is in flight is finished, nothing new begins. Nil lets
	// all pass. It is called by many goroutines.
	Gate func(context.Context)
	// Report is told of everything that happened, from many goroutines. It may
	// be nil.
	Report func(Event)
}

// Crawler takes due jobs and works them off. Run may be called once.
type Crawler struct {
	calendar *calendar.Calendar
	fetcher  *fetch.Fetcher
	handler  Handler
	opts     Options
	queues   hostQueues
	robots   robotsCache
}

// New returns a crawler that takes its jobs from cal, fetches with fetcher and
// hands documents to handler.
func New(cal *calendar.Calendar, fetcher *fetch.Fetcher, handler Handler, opts Options) *Crawler {
	if opts.Workers <= 0 {
		opts.Workers = 16
	}
	if opts.MinEvery <= 0 {
		opts.MinEvery = 15 * time.Minute
	}
	if opts.MaxEvery <= 0 {
		opts.MaxEvery = 24 * time.Hour
	}
	if opts.BlindEvery <= 0 {
		opts.BlindEvery = time.Hour
	}
	if opts.Backfill == (calendar.Backfill{}) {
		opts.Backfill = calendar.Backfill{MaxAge: 24 * time.Hour}
	}
	if opts.Gate == nil {
		opts.Gate = func(context.Context) {}
	}
	if opts.Report == nil {
		opts.Report = func(Event) {}
	}
	c := &Crawler{calendar: cal, fetcher: fetcher, handler: handler, opts: opts}
	c.queues.init(4 * opts.Workers)
	return c
}

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
	for range c.opts.Workers {
		workers.Go(func() { c.worker(ctx, work) })
	}
	workers.Wait()
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
	n, _ := c.queues.inFlight()
	return n > 0
}

// InFlight counts the jobs that are being worked on, and tells when work on the
// oldest of them began. A job makes one request, whose time is bounded: one that
// takes much longer waits for an acknowledgement.
func (c *Crawler) InFlight() (jobs int, oldest time.Time) { return c.queues.inFlight() }

// awaitIdle returns when the calendar was found idle twice in a row, or when
// ctx ends. Twice, because a schedule that fires is for a moment neither
// waiting nor due.
func (c *Crawler) awaitIdle(ctx context.Context) {
	const every = 25 * time.Millisecond
	for idle := 0; idle < 2; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
		if c.Busy() {
			idle = 0
			continue
		}
		done, err := c.calendar.Idle(ctx)
		if err != nil || !done {
			idle = 0
			continue
		}
		idle++
	}
}

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
			c.opts.Report(Event{Kind: Storage, Outcome: Failed, Err: err})
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
			c.opts.Report(Event{Kind: Kind(due.Kind), Outcome: Failed, FeedID: feedOf(due.Job), URL: due.URL, Err: err})
			c.settle(work, due, due.Bury(work, fmt.Sprintf("panic: %v", r)))
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
		c.settle(work, due, due.Bury(work, fmt.Sprintf("a job of an unknown kind %q", due.Kind)))
	}
}

// settle handles the error of a job whose answer could not be stored: it stays
// with the server, which delivers it again.
func (c *Crawler) settle(work context.Context, due *calendar.Due, err error) {
	if err == nil {
		return
	}
	if work.Err() != nil { // the grace period is over
		c.giveBack(due)
		return
	}
	due.Leave()
	c.opts.Report(Event{Kind: Storage, Outcome: Failed, FeedID: feedOf(due.Job), URL: due.URL, Err: err})
	pause(work, time.Second)
}

// giveBack returns a job that is not to be started any more.
func (c *Crawler) giveBack(due *calendar.Due) {
	if err := due.Release(); err != nil {
		c.opts.Report(Event{Kind: Storage, Outcome: Failed, URL: due.URL, Err: err})
	}
}

func feedOf(j calendar.Job) string {
	if j.Kind == calendar.Page {
		return j.FeedID
	}
	return j.ID
}

// pause waits for d or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

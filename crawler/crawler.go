package crawler

import (
	"context"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/crawler/internal/turns"
)

// Options of a Crawler.
type Options struct {
	// Workers is how many jobs run at the same time (default 16), those at slow sites
	// aside: Hands tells how many with them.
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
	// RereadBefore has each feed that was last read before the time it returns read whole
	// once, and what it shows published that is not: some of what was published may be lost.
	// It is called by many goroutines; nil, or the zero time: none.
	RereadBefore func() time.Time
	// Rechecks are when the page of a published story is looked at again, counted from
	// its publication, in order; none if it is empty.
	Rechecks []time.Duration
	// Budget is what one feed may bring a day; the zero value: any number.
	Budget Budget
	// Hold is how long a story is kept back for a page that fails, from the first failed
	// try, before it is published with what its feed says; 0: it is not kept back.
	Hold time.Duration
	// Only, if it is not empty, holds the ids of the feeds that may be polled; the
	// polls of others that fall due meanwhile are put off by a minute.
	Only map[string]bool
	// Gate is called before a worker takes a job, and returns when it may, or when
	// the context ends: what is in flight is finished, nothing new begins. Nil lets
	// all pass. It is called by many goroutines.
	Gate func(context.Context)
	// Ours hears what each request came to, nil if an answer did, and reports whether it
	// is this machine's fault that none came, and no site's: then nothing is booked of it,
	// and the job comes again. Nil: it never is. It is called by many goroutines.
	Ours func(ctx context.Context, err error) bool
	// Observe is told of everything that happened, from many goroutines. It may
	// be nil.
	Observe func(Event)
}

// Crawler takes due jobs and works them off. Run may be called once.
type Crawler struct {
	calendar *calendar.Calendar
	fetcher  *fetch.Fetcher
	handler  Handler
	opts     Options
	turns    *turns.Turns[*calendar.Due]
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
	if opts.Ours == nil {
		opts.Ours = func(context.Context, error) bool { return false }
	}
	if opts.RereadBefore == nil {
		opts.RereadBefore = func() time.Time { return time.Time{} }
	}
	if opts.Observe == nil {
		opts.Observe = func(Event) {}
	}
	observe := opts.Observe
	opts.Observe = func(e Event) { observe(e.shown()) }
	return &Crawler{calendar: cal, fetcher: fetcher, handler: handler, opts: opts, turns: turns.New[*calendar.Due](opts.Workers)}
}

// Hands is how many jobs run at the same time for so many workers, at most, and how many
// goroutines come by at Options.Gate: a quarter more for slow sites.
func Hands(workers int) int { return turns.Hands(workers) }

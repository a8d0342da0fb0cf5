package turns

import (
	"sync"
	"time"
)

// SlowAfter is how long a request takes whose site is slow.
const SlowAfter = 3 * time.Second

// Want is what a job asks for.
type Want struct {
	Feed string // whose job it is
	Site string // where its next request goes
	Poll bool
	Size int // in bytes
}

// Turns are the jobs of a process that wait or are worked on.
type Turns[J comparable] struct {
	workers int

	mu      sync.Mutex
	feeds   map[string]*party
	sites   map[string]*party
	waiting []*entry[J]
	bytes   int
	running map[J]*entry[J]
	slow    int // of those that run, in the slow room
	polls   int // of those that run
	strange int // of those that run, at sites of which nothing is known
	idle    []chan *entry[J]
	virtual time.Duration // of the fair queue: the tag of the last that began
	count   uint64
	changed chan struct{} // closed when jobs may be wanted
}

// entry is a job that waits or runs.
type entry[J comparable] struct {
	Want
	job        J
	feed, site *party
	order      uint64
	began      time.Time
	charged    time.Duration
	inSlowRoom bool
	strange    bool
	asking     *time.Timer   // nil: no request is on its way
	again      time.Duration // it waits on, after that
	waits      bool          // once it has ended
}

// party is a feed, or a site.
type party struct {
	running, slow, waiting, bytes int
	took                          time.Duration // by a request for it, smoothed
	deferred                      time.Time     // until when its jobs are put off

	tag time.Duration // of a feed, in the fair queue

	isSlow bool      // a site
	known  bool      // a site: it has answered in time, or has proved slow
	rests  time.Time // a site: nothing of it begins before
	served uint64    // a site: its last turn
}

// New returns turns for so many workers.
func New[J comparable](workers int) *Turns[J] {
	return &Turns[J]{
		workers: max(workers, 1), feeds: map[string]*party{}, sites: map[string]*party{},
		running: map[J]*entry[J]{}, changed: make(chan struct{}),
	}
}

// Hands is how many goroutines are to call Take for so many workers.
func Hands(workers int) int { return max(workers, 1) + quarter(workers) }

// quarter is a quarter of the workers, one at least.
func quarter(workers int) int { return max(workers/4, 1) }

func (t *Turns[J]) enqueue(e *entry[J]) {
	for _, p := range []*party{e.feed, e.site} {
		p.waiting++
		p.bytes += e.Size
	}
	if e.feed.waiting+e.feed.running == 1 { // it was quiet
		e.feed.tag = max(e.feed.tag, t.virtual)
	}
	t.bytes += e.Size
	t.waiting = append(t.waiting, e)
}

func (e *entry[J]) leaveQueue() {
	for _, p := range []*party{e.feed, e.site} {
		p.waiting--
		p.bytes -= e.Size
	}
}

// InFlight counts the jobs that are worked on, and tells when work on the oldest began.
func (t *Turns[J]) InFlight() (n int, oldest time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range t.running {
		if oldest.IsZero() || e.began.Before(oldest) {
			oldest = e.began
		}
	}
	return len(t.running), oldest
}

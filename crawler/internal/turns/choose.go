package turns

import (
	"slices"
	"time"
)

// dispatch gives idle hands what may begin. The caller holds mu.
func (t *Turns[J]) dispatch() {
	for len(t.idle) > 0 {
		e := t.next()
		if e == nil {
			break
		}
		hand := t.idle[len(t.idle)-1]
		t.idle = t.idle[:len(t.idle)-1]
		hand <- e
	}
	if t.wanted() {
		close(t.changed)
		t.changed = make(chan struct{})
	}
}

// next takes the job out of the queue whose turn it is, nil if none may begin, and begins
// it.
func (t *Turns[J]) next() *entry[J] {
	now := time.Now()
	var poll, other *entry[J]
	for _, e := range t.waiting {
		switch {
		case !t.mayBegin(e, now):
		case e.Poll:
			poll = first(poll, e)
		default:
			other = first(other, e)
		}
	}
	e := poll
	if e == nil || other != nil && t.polls >= t.most() {
		e = other
	}
	if e != nil {
		t.begin(e, now)
	}
	return e
}

// most is how many workers polls may hold: the others are left to pages.
func (t *Turns[J]) most() int { return max(t.workers-t.workers/4, 1) }

// mostStrange is how many workers sites may hold of which nothing is known: the others are
// left to sites that are known to answer, and some to polls.
func (t *Turns[J]) mostStrange(poll bool) int {
	if poll {
		return t.most()
	}
	return max(t.workers/2, 1)
}

// mayBegin reports whether a job that waits may begin now.
func (t *Turns[J]) mayBegin(e *entry[J], now time.Time) bool {
	if e.site.running > 0 || e.site.rests.After(now) || e.feed.running >= quarter(t.workers) {
		return false
	}
	if e.site.isSlow {
		return t.slowPlace(e)
	}
	return len(t.running)-t.slow < t.workers && (e.site.known || t.strange < t.mostStrange(e.Poll))
}

// slowPlace reports whether the slow room has a place for a job.
func (t *Turns[J]) slowPlace(e *entry[J]) bool {
	room := quarter(t.workers)
	return t.slow < room && e.feed.slow < max(room/2, 1)
}

// first is the one of two jobs whose turn comes before the other's.
func first[J comparable](a, b *entry[J]) *entry[J] {
	switch {
	case a == nil:
		return b
	case a.feed.tag != b.feed.tag:
		if b.feed.tag < a.feed.tag {
			return b
		}
	case a.feed == b.feed && a.site.served != b.site.served:
		if b.site.served < a.site.served {
			return b
		}
	case b.order < a.order:
		return b
	}
	return a
}

func (t *Turns[J]) begin(e *entry[J], now time.Time) {
	i := slices.Index(t.waiting, e)
	last := len(t.waiting) - 1
	t.waiting[i], t.waiting[last] = t.waiting[last], nil
	t.waiting = t.waiting[:last]
	t.bytes -= e.Size
	e.leaveQueue()
	e.feed.running++
	e.site.running++
	if e.Poll {
		t.polls++
	}
	switch {
	case e.site.isSlow:
		t.enterSlowRoom(e)
	case !e.site.known:
		e.strange = true
		t.strange++
	}
	t.count++
	e.site.served, e.began = t.count, now
	t.virtual = max(t.virtual, e.feed.tag)
	e.charged = max(e.feed.took, 10*time.Millisecond)
	e.feed.tag += e.charged
	t.running[e.job] = e
}

func (t *Turns[J]) enterSlowRoom(e *entry[J]) {
	t.noStranger(e)
	e.inSlowRoom = true
	e.feed.slow++
	t.slow++
}

func (t *Turns[J]) noStranger(e *entry[J]) {
	if e.strange {
		e.strange = false
		t.strange--
	}
}

// ahead is how many jobs are fetched for each worker while all are busy, to choose from.
const ahead = 4

// wanted reports whether more jobs are to be fetched: a worker has nothing to do, or all
// are busy and little is there to choose from. The caller holds mu.
func (t *Turns[J]) wanted() bool {
	busy := len(t.running) - t.slow
	return len(t.idle) > 0 && busy < t.workers || busy >= t.workers && len(t.waiting) < ahead*t.workers
}

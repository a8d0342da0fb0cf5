package turns

import (
	"context"
	"slices"
	"time"
)

// Take waits for a job whose turn it is, for some time or until ctx ends, and reports
// whether there is one. It runs until Done.
func (t *Turns[J]) Take(ctx context.Context, wait time.Duration) (job J, ok bool) {
	t.mu.Lock()
	if e := t.next(); e != nil {
		t.dispatch()
		t.mu.Unlock()
		return e.job, true
	}
	hand := make(chan *entry[J], 1)
	t.idle = append(t.idle, hand)
	t.dispatch()
	t.mu.Unlock()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case e := <-hand:
		return e.job, true
	case <-timer.C:
	case <-ctx.Done():
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if i := slices.Index(t.idle, hand); i >= 0 {
		t.idle = slices.Delete(t.idle, i, i+1)
		return job, false
	}
	return (<-hand).job, true // it came in the same moment
}

// Done ends a job that Take returned. One that is to go on (Again) waits for another turn.
func (t *Turns[J]) Done(job J) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.running[job]
	delete(t.running, job)
	e.stopAsking()
	took := time.Since(e.began)
	e.feed.tag += took - e.charged
	for _, p := range []*party{e.feed, e.site} {
		p.running--
	}
	if e.Poll {
		t.polls--
	}
	t.noStranger(e)
	if e.inSlowRoom {
		e.inSlowRoom = false
		e.feed.slow--
		t.slow--
		t.makeRoom()
	}
	if e.waits {
		e.waits, e.site.rests = false, time.Now().Add(e.again)
		t.enqueue(e)
		time.AfterFunc(e.again, func() {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.dispatch()
		})
	}
	t.dispatch()
}

// Again has a running job wait for another turn when it is done, no sooner than after some
// time, in which nothing of its site begins.
func (t *Turns[J]) Again(job J, after time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.running[job]; e != nil {
		e.waits, e.again = true, after
	}
}

// Asking notes that a running job's request is on its way; the function that it returns,
// that it has ended.
func (t *Turns[J]) Asking(job J) (answered func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.running[job]
	if e == nil {
		return func() {}
	}
	start := time.Now()
	e.asking = time.AfterFunc(SlowAfter, func() { t.provesSlow(e) })
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		e.stopAsking()
		took := time.Since(start)
		e.site.isSlow, e.site.known = took >= SlowAfter, true
		for _, p := range []*party{e.feed, e.site} {
			p.took += (took - p.took) / 4
		}
	}
}

func (e *entry[J]) stopAsking() {
	if e.asking != nil {
		e.asking.Stop()
		e.asking = nil
	}
}

// provesSlow moves a job to the slow room whose request takes long.
func (t *Turns[J]) provesSlow(e *entry[J]) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e.asking == nil { // the answer came in the same moment
		return
	}
	e.site.isSlow, e.site.known = true, true
	t.makeRoom()
	t.dispatch()
}

// makeRoom moves running jobs of slow sites to the slow room as long as it has a place.
func (t *Turns[J]) makeRoom() {
	for _, e := range t.running {
		if e.site.isSlow && !e.inSlowRoom && t.slowPlace(e) {
			t.enterSlowRoom(e)
		}
	}
}

// Wanted waits until more jobs are to be fetched. It reports false when ctx ends.
func (t *Turns[J]) Wanted(ctx context.Context) bool {
	for ctx.Err() == nil {
		t.mu.Lock()
		wanted, changed := t.wanted(), t.changed
		t.mu.Unlock()
		if wanted {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
	return false
}

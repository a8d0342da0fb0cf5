package embedded

import (
	"sync"
	"time"
)

const (
	// settled is after how long of silence what a client has asked for has come, or waits
	// until there is something new.
	settled = 250 * time.Millisecond
	// stalled is how long a client may take to read on while others wait for their turn.
	stalled = time.Second
	// turnLook is how often who waits looks whether others have gone silent.
	turnLook = 25 * time.Millisecond
	// guessedSize is what a message is taken to be until it is known, in bytes, leastSize
	// the least.
	guessedSize, leastSize = 16 << 10, 2 << 10
)

// turns have clients wait whose requests for messages would bring more than may be on
// its way to all of them. The server itself would read all that is asked for at once
// into a queue without a bound, in which what is published waits, too. They may be used
// concurrently.
type turns struct {
	most int64 // bytes that may be on their way, or one request alone
	cut  func(cid uint64)
	done <-chan struct{}

	mu    sync.Mutex
	each  int64 // of a message, in bytes
	owed  int64 // messages to all
	flows map[*flow]struct{}
	queue []*turn
}

// flow is what one client has asked for and not got, under the lock of turns.
type flow struct {
	cid    uint64
	owed   int64
	moved  time.Time // when it was last asked for, or came
	stuck  time.Time // since when it is being written; zero: it is not
	gone   bool
	counts tally // for who reads from the server
}

// turn is a request that waits.
type turn struct {
	flow  *flow
	n     int64
	ready chan struct{}
}

func newTurns(most int64, done <-chan struct{}) *turns {
	return &turns{most: most, each: guessedSize, done: done, flows: map[*flow]struct{}{}}
}

// weigh says how large a message is, on the average.
func (t *turns) weigh(size int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.each = max(size, leastSize)
}

// ask waits until a client may ask for n messages; false says that it has gone, or the
// lobby closes. Requests are let through in the order in which they come.
func (t *turns) ask(f *flow, n int) bool {
	if n <= 0 {
		return true
	}
	w := &turn{flow: f, n: int64(n), ready: make(chan struct{})}
	t.mu.Lock()
	t.queue = append(t.queue, w)
	t.advance(time.Now())
	t.mu.Unlock()
	select {
	case <-w.ready:
		return true
	default:
	}
	look := time.NewTicker(turnLook)
	defer look.Stop()
	for {
		select {
		case <-w.ready:
			return true
		case <-t.done:
			return false
		case now := <-look.C:
			t.mu.Lock()
			slow := t.sweep(now)
			t.advance(now)
			gone := f.gone
			t.mu.Unlock()
			for _, cid := range slow {
				t.cut(cid)
			}
			if gone {
				return false
			}
		}
	}
}

// advance lets through who comes next and fits; the caller holds mu.
func (t *turns) advance(now time.Time) {
	for len(t.queue) > 0 {
		w := t.queue[0]
		if t.owed > 0 && (t.owed+w.n)*t.each > t.most && !w.flow.gone {
			return
		}
		t.queue = t.queue[1:]
		if !w.flow.gone {
			w.flow.owed += w.n
			w.flow.moved = now
			t.owed += w.n
			t.flows[w.flow] = struct{}{}
		}
		close(w.ready)
	}
	t.queue = nil
}

// sweep settles with those who have gone silent, and returns who does not read; the
// caller holds mu.
func (t *turns) sweep(now time.Time) (slow []uint64) {
	for f := range t.flows {
		switch {
		case !f.stuck.IsZero() && !f.gone:
			if now.Sub(f.stuck) > stalled {
				slow = append(slow, f.cid)
			}
		case now.Sub(f.moved) > settled:
			t.owed -= f.owed
			f.owed = 0
			delete(t.flows, f)
		}
	}
	return slow
}

// came notes that the server has sent a client something, which is written to it now.
func (t *turns) came(f *flow) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f.moved = time.Now()
	f.stuck = f.moved
}

// read notes that a client has taken messages.
func (t *turns) read(f *flow, messages int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f.moved, f.stuck = time.Now(), time.Time{}
	n := min(int64(messages), f.owed)
	f.owed -= n
	t.owed -= n
	if n > 0 {
		t.advance(f.moved)
	}
}

// leave notes that a client has gone. What the server has for it is gone a little later.
func (t *turns) leave(f *flow) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f.gone, f.moved = true, time.Now()
}

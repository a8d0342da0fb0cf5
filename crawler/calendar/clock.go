package calendar

import (
	"sync/atomic"
	"time"
)

const (
	// SameClock is by how much two clocks may differ before somebody is told, and by how
	// much one may step before what is booked is looked at.
	SameClock = 5 * time.Second
	// clockSlack is what asking a server for its time may be wrong by: within it, what is
	// known of its clock stays as it is, so that time goes on evenly.
	clockSlack = 250 * time.Millisecond
	// oneClock is by how much two readings of one clock may differ.
	oneClock = 20 * time.Millisecond
)

// clock tells the server's time without asking it each time: what the server said last,
// and what has passed since by this machine's monotonic clock. So it neither follows this
// machine's clock when that is wrong or is set, nor jumps with the server's: that it has
// stepped is found out, and what hangs on it is put right, before it is followed.
type clock struct {
	mark atomic.Pointer[clockMark]
	skew atomic.Int64 // by how much this machine's clock is ahead of the server's, ns
}

// clockMark are two readings of the same moment.
type clockMark struct {
	here   time.Time     // with a monotonic reading, which alone is used
	slept  time.Duration // what the monotonic clock of this machine had missed by then
	server time.Time     // without
}

// at is the server's time at a moment of ours.
func (m *clockMark) at(here time.Time) time.Time { return m.server.Add(here.Sub(m.here)) }

// now is the server's time; before anything is known of it, this machine's.
func (k *clock) now() time.Time {
	if m := k.mark.Load(); m != nil {
		return m.at(time.Now())
	}
	return time.Now().Round(0)
}

// heard makes a mark of what the server said when it was asked, and tells how far it has
// stepped since the mark before: 0 if it has not, and the mark before is as good.
func (k *clock) heard(asked time.Time, took time.Duration, said time.Time, slept time.Duration) (m *clockMark, step time.Duration) {
	here := asked.Add(took / 2)
	skew := here.Round(0).Sub(said)
	if skew.Abs() <= max(took, oneClock) { // it is the same clock, which can be read without delay
		skew, said = 0, here.Round(0)
	}
	k.skew.Store(int64(skew))
	m = &clockMark{here: here, slept: slept, server: said}
	was := k.mark.Load()
	if was == nil {
		return m, 0
	}
	step = said.Sub(was.at(here).Add(slept - was.slept))
	if step.Abs() <= clockSlack+took/2 {
		if slept == was.slept {
			return nil, 0
		}
		step = 0
	}
	return m, step
}

// deafness is of a server whose clock went forward: it waits for the time by its old clock
// at which the first job was to fall due, and does not see those that are booked for sooner
// by its new one.
type deafness struct {
	until time.Time       // by this machine's monotonic clock
	fired map[uint64]bool // what was made due in its place, by sequence
}

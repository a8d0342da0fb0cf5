package embedded

import (
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// However much strangers have said, who comes next says who it is at once, and what was said
// by those who have gone is forgotten after a moment.
func TestNobodyIsKeptOutByWhatOthersHaveSaid(t *testing.T) {
	now := time.Now()
	together := newPace(linesTogether, 2*linesTogether)
	for range 10_000 { // connections, each with as much as is read at a time
		a := &allowance{own: newPace(linesEach, linesEach), together: together, free: greetingLines}
		a.take(now, linesAtATime)
	}
	operator := &allowance{own: newPace(linesEach, linesEach), together: together, free: greetingLines}
	if wait, ok := operator.take(now, 2); wait > 0 || !ok {
		t.Errorf("who says who it is waits for %s", wait)
	}
	reader := &allowance{own: newPace(linesEach, linesEach), together: together}
	if wait, ok := reader.take(now, 2); wait > debtMost || ok {
		t.Errorf("a reader is taken from, and asks again after %s", wait)
	}
	if wait, ok := reader.take(now.Add(debtMost), 2); !ok || wait > debtMost {
		t.Errorf("a second later a reader waits for %s", wait)
	}
}

// A client that has gone does not keep its place until its turn has come.
func TestWhoHasGoneDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &lobby{done: make(chan struct{})}
		own := newPace(linesEach, linesEach)
		own.take(time.Now(), 100*linesEach, time.Hour)
		a := &allowance{own: own, together: newPace(linesTogether, linesTogether)}
		gone := make(chan struct{})
		time.AfterFunc(time.Second, func() { close(gone) })
		begun := time.Now()
		if l.wait(a, 1, gone) || time.Since(begun) != time.Second {
			t.Errorf("it waited for %s", time.Since(begun))
		}
	})
}

// A client that does not read, and has less than would have it cut off, loses its place in
// the end.
func TestWhoDoesNotReadLosesItsPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &lobby{turns: newTurns(1<<20, nil)}
		client, outside := net.Pipe() // nobody reads from client
		server, inside := net.Pipe()
		ended := make(chan time.Time)
		go func() {
			l.answer(outside, inside, &flow{}, new(atomic.Bool))
			ended <- time.Now()
		}()
		begun := time.Now()
		if _, err := server.Write([]byte("MSG a 1 1\r\nx\r\n")); err != nil {
			t.Fatal(err)
		}
		if at := <-ended; at.Sub(begun) != unread {
			t.Errorf("after %s", at.Sub(begun))
		}
		for _, c := range []net.Conn{client, outside, server, inside} {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

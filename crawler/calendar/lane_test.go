package calendar

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestALaneIsTakenByOneProcessAtATime(t *testing.T) {
	s := startServer(t, t.TempDir())
	a, b := join(t, s, Options{}), join(t, s, Options{})
	lane, _, err := a.Take(t.Context(), "https://example.org/")
	if err != nil || lane == nil {
		t.Fatalf("take: %v", err)
	}
	if other, until, err := b.Take(t.Context(), "https://example.org/"); err != nil || other != nil || !until.After(time.Now()) {
		t.Fatalf("second take = %v until %s, %v; want none", other, until, err)
	}
	if err := lane.Give(t.Context(), Answer{}); err != nil {
		t.Fatal(err)
	}
	if other, until, err := b.Take(t.Context(), "https://example.org/"); err != nil || other == nil {
		t.Fatalf("after it was given back: closed until %s, %v", until, err)
	}
}

func TestALaneRestsAfterTheAnswer(t *testing.T) {
	c := open(t, Options{Delay: time.Minute})
	lane, _, err := c.Take(t.Context(), "https://example.org/")
	if err != nil || lane == nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond) // the answer takes its time
	before := time.Now()
	if err := lane.Give(t.Context(), Answer{}); err != nil {
		t.Fatal(err)
	}
	lane, until, err := c.Take(t.Context(), "https://example.org/")
	if err != nil || lane != nil {
		t.Fatalf("the lane is free without a rest, %v", err)
	}
	if rest := until.Sub(before); rest < time.Minute-time.Millisecond {
		t.Errorf("rest of %s after the answer, want a minute", rest)
	}
}

func TestALaneOfADeadProcessIsFreeAfterItsLease(t *testing.T) {
	s := startServer(t, t.TempDir())
	dead, c := join(t, s, Options{LaneLease: 300 * time.Millisecond}), join(t, s, Options{LaneLease: 300 * time.Millisecond})
	if lane, _, err := dead.Take(t.Context(), "https://example.org/"); err != nil || lane == nil {
		t.Fatal(err)
	}
	time.Sleep(310 * time.Millisecond)
	if lane, until, err := c.Take(t.Context(), "https://example.org/"); err != nil || lane == nil {
		t.Fatalf("closed until %s, %v", until, err)
	}
}

func TestAThrottledHostIsSlowedDown(t *testing.T) {
	c := open(t, Options{Delay: time.Second})
	give := func(a Answer) time.Duration {
		t.Helper()
		l := &Lane{c: c, url: "https://example.org/", at: time.Now()}
		if err := c.updateLane(t.Context(), "example.org", func(r *lane, _ time.Time) bool { r.Holder = c.self; return true }); err != nil {
			t.Fatal(err)
		}
		before := time.Now()
		if err := l.Give(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		_, until, err := c.Take(t.Context(), "https://example.org/")
		if err != nil {
			t.Fatal(err)
		}
		return until.Sub(before).Round(100 * time.Millisecond)
	}
	for i, want := range []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second} {
		if got := give(Answer{Throttled: true}); got < want-100*time.Millisecond || got > want+time.Second {
			t.Errorf("rest after %d throttled answers: %s, want %s", i+1, got, want)
		}
	}
	if got := give(Answer{}); got < 7*time.Second {
		t.Errorf("one good answer brought the rest back to %s", got)
	}
}

// The promise that counts: whatever a number of processes do, no two requests
// to a host overlap and the rest between them is kept. (Within a process it is
// the crawler's line that keeps workers apart, so each has one here.)
func TestProcessesTogetherNeverExceedAHostsPace(t *testing.T) {
	const delay = 20 * time.Millisecond
	s := startServer(t, t.TempDir())
	var mu sync.Mutex
	var inFlight, requests int
	var lastEnd time.Time
	request := func() {
		mu.Lock()
		inFlight++
		if inFlight != 1 {
			t.Errorf("%d requests at the same time", inFlight)
		}
		if gap := time.Since(lastEnd); gap < delay-time.Millisecond {
			t.Errorf("a request %s after the last answer", gap)
		}
		mu.Unlock()
		time.Sleep(2 * time.Millisecond)
		mu.Lock()
		inFlight--
		requests++
		lastEnd = time.Now()
		mu.Unlock()
	}
	var wg sync.WaitGroup
	for range 4 {
		c := join(t, s, Options{Delay: delay})
		wg.Go(func() {
			for n := 0; n < 10; {
				lane, until, err := c.Take(t.Context(), "https://example.org/")
				if err != nil {
					t.Error(err)
					return
				}
				if lane == nil {
					time.Sleep(time.Until(until))
					continue
				}
				request()
				if err := lane.Give(t.Context(), Answer{}); err != nil {
					t.Error(err)
				}
				n++
			}
		})
	}
	wg.Wait()
	if requests != 40 {
		t.Errorf("%d requests, want 40", requests)
	}
}

func TestLaneKeysAreValidAndDistinct(t *testing.T) {
	c := open(t, Options{})
	rapid.Check(t, func(rt *rapid.T) {
		a := rapid.StringMatching(`[a-z0-9.:\[\]_ü-]{1,30}`).Draw(rt, "a")
		lane, _, err := c.Take(t.Context(), "https://"+a+"/")
		if err != nil || lane == nil {
			rt.Fatalf("host %q: %v", a, err)
		}
	})
	for _, pair := range [][2]string{{"a_5f", "a_"}, {"a..b", "a.b"}, {"a.", "a"}} {
		if laneKey(pair[0]) == laneKey(pair[1]) {
			t.Errorf("%q and %q share a key", pair[0], pair[1])
		}
	}
}

func Example() {
	fmt.Println(Host("https://news.example.co.uk/2026/11/story"))
	// Output: example.co.uk
}

// What one process remembers of a lane may be old: it finds out, whether it
// wants to change the lane or only to look.
func TestARememberedLaneIsNeverTrusted(t *testing.T) {
	s := startServer(t, t.TempDir())
	a, b := join(t, s, Options{Delay: time.Minute}), join(t, s, Options{Delay: time.Minute})
	const url = "https://example.org/"
	take := func(c *Calendar) *Lane {
		t.Helper()
		lane, until, err := c.Take(t.Context(), url)
		if err != nil || lane == nil {
			t.Fatalf("not free until %s, %v", until, err)
		}
		return lane
	}
	free := func(c *Calendar) { // as if the rest were over
		t.Helper()
		if err := c.updateLane(t.Context(), Host(url), func(l *lane, _ time.Time) bool { l.Free = 0; return true }); err != nil {
			t.Fatal(err)
		}
	}
	mine := take(a)
	if err := mine.Give(t.Context(), Answer{}); err != nil { // a remembers it as resting
		t.Fatal(err)
	}
	free(b)
	again := take(a) // though a remembers that it rests
	if lane, _, err := b.Take(t.Context(), url); err != nil || lane != nil {
		t.Fatalf("taken twice: %v", err)
	}
	if err := again.Give(t.Context(), Answer{}); err != nil {
		t.Fatal(err)
	}
	free(b)
	theirs := take(b)
	if lane, _, err := a.Take(t.Context(), url); err != nil || lane != nil {
		t.Fatalf("a remembers the lane as its own and free: %v, %v", lane, err)
	}
	if err := theirs.Give(t.Context(), Answer{}); err != nil {
		t.Fatal(err)
	}
}

// The guests of a host have a queue of their own, which is shown beside the other.
func TestALaneShowsBothOfItsQueues(t *testing.T) {
	c := open(t, Options{Delay: time.Minute})
	own, guest := page("a", "https://www.example.org/a"), page("b", "https://www.example.org/b")
	own.Feed.URL, guest.Feed.URL = "https://example.org/feed", "https://stranger.example/feed"
	if _, err := c.Slot(t.Context(), guest); err != nil {
		t.Fatal(err)
	}
	v, err := c.LaneOf(t.Context(), own.URL)
	if err != nil || v.Guests.IsZero() || !v.Queue.IsZero() {
		t.Errorf("with a guest alone: %+v, %v", v, err)
	}
	if _, err := c.Slot(t.Context(), own); err != nil {
		t.Fatal(err)
	}
	if v, err = c.LaneOf(t.Context(), own.URL); err != nil || v.Queue.IsZero() || !v.Guests.After(v.Queue) {
		t.Errorf("with both: %+v, %v", v, err)
	}
}

package calendar

import (
	"fmt"
	"testing"
	"time"
)

func TestTheQueueTellsHowManyWaitAndSinceWhen(t *testing.T) {
	c := open(t, Options{})
	look := func(step string, due, inFlight, dead int, oldest bool) Queue {
		t.Helper()
		var q Queue
		for range 100 { // the server counts a little later than it stores
			var err error
			if q, err = c.Queue(t.Context()); err != nil {
				t.Fatal(err)
			}
			if q.Due == due && q.InFlight == inFlight && q.Dead == dead && q.Oldest.IsZero() != oldest {
				return q
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Errorf("%s: %+v", step, q)
		return q
	}
	look("nothing", 0, 0, 0, false)
	if err := c.BookAt(t.Context(), page("later", "https://example.org/later"), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	look("one for later", 0, 0, 0, false)
	before := time.Now()
	for i := range 3 {
		if err := c.BookAt(t.Context(), page(fmt.Sprint(i), "https://example.org/"), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	first := look("three due", 3, 0, 0, true).Oldest
	if first.Before(before) || first.After(time.Now()) {
		t.Errorf("the oldest fell due at %s, want after %s", first, before)
	}
	d := mustNext(t, c)
	if now := look("one in flight", 2, 1, 0, true).Oldest; !now.Equal(first) {
		t.Errorf("the oldest is in flight since %s, and the queue says %s", first, now)
	}
	if err := d.DeadLetter(t.Context(), "a test"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := mustNext(t, c).Done(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	wantIdle(t, c)
	look("all done", 0, 0, 1, false)
}

// BenchmarkQueue asks with a poll booked for each of many feeds.
func BenchmarkQueue(b *testing.B) {
	c := open(b, Options{})
	for i := range 100_000 {
		j := Job{Kind: Poll, ID: fmt.Sprint("f", i), URL: "https://example.org/feed"}
		if err := c.BookAt(b.Context(), j, time.Now().Add(time.Hour)); err != nil {
			b.Fatal(err)
		}
	}
	for i := range 100 {
		if err := c.BookAt(b.Context(), page(fmt.Sprint(i), "https://example.org/"), time.Now()); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := c.Queue(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func TestTheQueueSaysHowLongItsOldestJobHasBeenDue(t *testing.T) {
	c := open(t, Options{})
	if q, err := c.Queue(t.Context()); err != nil || q != (Queue{}) {
		t.Errorf("empty: %+v, %v", q, err)
	}
	before := time.Now()
	for _, url := range []string{"https://a.example/1", "https://b.example/2", "https://c.example/3"} {
		if _, err := c.Book(t.Context(), Job{Kind: Page, ID: FeedID(url), URL: url}); err != nil {
			t.Fatal(err)
		}
	}
	q, err := c.Queue(t.Context())
	for ; err == nil && q.Due < 3; q, err = c.Queue(t.Context()) { // the server moves each when it falls due
		time.Sleep(10 * time.Millisecond)
	}
	due := mustNext(t, c)
	q, err = c.Queue(t.Context())
	if err != nil || q.Due+q.InFlight != 3 || q.InFlight != 1 || q.Dead != 0 ||
		q.Oldest.Before(before.Add(-time.Second)) || q.Oldest.After(time.Now()) {
		t.Errorf("%+v, %v", q, err)
	}
	if err := due.DeadLetter(t.Context(), "no use"); err != nil {
		t.Fatal(err)
	}
	if q, err := c.Queue(t.Context()); err != nil || q.Dead != 1 {
		t.Errorf("with a dead letter: %+v, %v", q, err)
	}
}

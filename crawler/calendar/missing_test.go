package calendar

import (
	"testing"
	"time"
)

func mustAdd(t *testing.T, c *Calendar, f Feed) *Feed {
	t.Helper()
	if err := c.AddFeed(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	got, err := c.Feed(t.Context(), FeedID(f.URL))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// forgotten books a poll that no server ever makes due: it has no schedule.
func forgotten(t *testing.T, c *Calendar, f *Feed) {
	t.Helper()
	if _, err := c.js.Publish(t.Context(), "jobs.at.poll."+f.ID, []byte("{}")); err != nil {
		t.Fatal(err)
	}
}

func TestBookMissingBooksWhatHasNoPoll(t *testing.T) {
	c := open(t, Options{})
	now := time.Now()
	due := mustAdd(t, c, Feed{URL: "https://due.example/", Next: now.Add(-time.Hour)})
	later := mustAdd(t, c, Feed{URL: "https://later.example/", Next: now.Add(time.Hour)})
	paused := mustAdd(t, c, Feed{URL: "https://paused.example/", Next: now.Add(-time.Hour), Paused: true})
	parked := mustAdd(t, c, Feed{URL: "https://parked.example/", Next: now.Add(-time.Hour), Parked: now})
	feeds := []*Feed{due, later, paused, parked}
	for range 2 { // the second time there is nothing to do
		n, left, err := c.BookMissing(t.Context(), feeds)
		if err != nil || n != 1 || len(left) != 0 {
			t.Fatalf("%d due, %d left, %v; want one due and none left", n, len(left), err)
		}
		booked, err := c.Booked(t.Context())
		if err != nil || len(booked) != 2 || !booked[due.ID] || booked[later.ID] {
			t.Fatalf("booked %v, %v; want one due and one for later", booked, err)
		}
	}
	d := mustNext(t, c)
	if d.ID != due.ID || !due.SlotIs(d.Slot) {
		t.Errorf("due is %+v", d.Job)
	}
}

// A server that starts has many polls to make due at once. What it does by itself is
// left to it; what it does not do is done for it.
func TestWhatTheServerDoesNotMakeDueIsBookedLate(t *testing.T) {
	c := open(t, Options{})
	now := time.Now()
	overdue := mustAdd(t, c, Feed{URL: "https://overdue.example/", Next: now.Add(-time.Hour)})
	thisMoment := mustAdd(t, c, Feed{URL: "https://now.example/", Next: now.Add(-10 * time.Millisecond)})
	removed := mustAdd(t, c, Feed{URL: "https://removed.example/", Next: now.Add(-time.Hour)})
	polled := mustAdd(t, c, Feed{URL: "https://polled.example/", Next: now.Add(-time.Hour)})
	paused := mustAdd(t, c, Feed{URL: "https://paused.example/", Next: now.Add(-time.Hour)})
	feeds := []*Feed{overdue, thisMoment, removed, polled, paused}
	for _, f := range feeds {
		forgotten(t, c, f)
	}
	n, left, err := c.BookMissing(t.Context(), feeds)
	if err != nil || n != len(feeds) {
		t.Fatalf("%d due, %v", n, err)
	}
	wantFeeds(t, left, overdue.URL, removed.URL, polled.URL, paused.URL)
	if d := mustNext(t, c); d.ID != thisMoment.ID {
		t.Errorf("due is %s, want only the feed whose time came this moment", d.URL)
	}
	wantNone(t, c)

	// Meanwhile something happens to most of them.
	if err := c.RemoveFeed(t.Context(), removed.ID); err != nil {
		t.Fatal(err)
	}
	for id, change := range map[string]func(*Feed){
		polled.ID: func(f *Feed) { f.Next = time.Now().Add(time.Hour) },
		paused.ID: func(f *Feed) { f.Paused = true },
	} {
		if _, err := c.UpdateFeed(t.Context(), id, func(f *Feed) error { change(f); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if late, err := c.BookLate(t.Context(), left); err != nil || !late {
		t.Fatalf("late %v, %v", late, err)
	}
	if d := mustNext(t, c); d.ID != overdue.ID {
		t.Errorf("due is %s, want %s", d.URL, overdue.URL)
	}
	wantNone(t, c)
	if late, err := c.BookLate(t.Context(), nil); err != nil || late {
		t.Errorf("late %v, %v though none was left", late, err)
	}
}

package calendar

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestAWatcherHearsOfEveryFeedAndEachChange(t *testing.T) {
	c := open(t, Options{})
	for _, url := range []string{"https://a.example/feed", "https://b.example/feed"} {
		if err := c.AddFeed(t.Context(), Feed{URL: url}); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	type told struct {
		id string
		f  *Feed
	}
	heard, ended := make(chan told), make(chan error, 1)
	go func() { ended <- c.WatchFeeds(ctx, func(id string, f *Feed) { heard <- told{id, f} }) }()
	next := func() told {
		t.Helper()
		select {
		case x := <-heard:
			return x
		case <-time.After(10 * time.Second):
			t.Fatal("nothing was told")
			return told{}
		}
	}
	urls := map[string]bool{}
	for range 2 {
		urls[next().f.URL] = true
	}
	if !urls["https://a.example/feed"] || !urls["https://b.example/feed"] {
		t.Errorf("at first: %v", urls)
	}
	if x := next(); x.id != "" || x.f != nil {
		t.Errorf("after all of them: %+v", x)
	}
	a, b := FeedID("https://a.example/feed"), FeedID("https://b.example/feed")
	if _, err := c.UpdateFeed(t.Context(), a, func(f *Feed) error { f.Paused = true; return nil }); err != nil {
		t.Fatal(err)
	}
	if x := next(); x.id != a || x.f.State() != StatePaused {
		t.Errorf("a change: %+v", x)
	}
	if err := c.RemoveFeed(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if x := next(); x.id != b || x.f != nil {
		t.Errorf("a removal: %+v", x)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}

func TestTheQueueSaysHowLongItsOldestJobHasBeenDue(t *testing.T) {
	c := open(t, Options{})
	if q, err := c.Queue(t.Context()); err != nil || q != (Queue{}) {
		t.Errorf("empty: %+v, %v", q, err)
	}
	before := time.Now()
	for _, url := range []string{"https://a.example/1", "https://b.example/2", "https://c.example/3"} {
		if err := c.Book(t.Context(), Job{Kind: Page, ID: FeedID(url), URL: url}); err != nil {
			t.Fatal(err)
		}
	}
	q, err := c.Queue(t.Context())
	for ; err == nil && q.Due < 3; q, err = c.Queue(t.Context()) { // the server moves each when it falls due
		time.Sleep(10 * time.Millisecond)
	}
	due := mustNext(t, c)
	if q, err = c.Queue(t.Context()); err != nil || q.Due+q.InFlight != 3 || q.InFlight != 1 || q.Dead != 0 || q.Oldest.Before(before.Add(-time.Second)) || q.Oldest.After(time.Now()) {
		t.Errorf("%+v, %v", q, err)
	}
	if err := due.Bury(t.Context(), "no use"); err != nil {
		t.Fatal(err)
	}
	if q, err := c.Queue(t.Context()); err != nil || q.Dead != 1 {
		t.Errorf("with a dead letter: %+v, %v", q, err)
	}
}

package calendar

import (
	"context"
	"errors"
	"testing"
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
		select { // however busy the machine is
		case x := <-heard:
			return x
		case err := <-ended:
			t.Fatalf("nothing was told, and the watch ended: %v", err)
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

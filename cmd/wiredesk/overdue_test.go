package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// A run polls what is due even if the server that should say so does not come to it.
func TestARunPollsWhatTheServerHasNotMadeDue(t *testing.T) {
	p := startNATS(t)
	c := newCrawl(t, 2, 3, fmt.Sprintf("nats: {url: %q}", p.url))
	c.run(t)
	nc := p.connect(t)
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	feeds, err := js.KeyValue(t.Context(), calendar.FeedsBucket)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := feeds.Keys(t.Context())
	if err != nil || len(ids) != 2 {
		t.Fatalf("feeds %v, %v", ids, err)
	}
	for _, id := range ids {
		hourAgo(t, js, id)
	}
	c.grid.Publish(0)
	c.grid.Publish(1)
	c.run(t)
	if n := len(countStories(t, nc)); n != 2*3+2 {
		t.Errorf("%d stories, want the first and one new of each feed", n)
	}
}

// hourAgo makes a feed due an hour ago, and its poll a message that no server ever
// makes due: it has no schedule.
func hourAgo(t *testing.T, js jetstream.JetStream, id string) {
	t.Helper()
	cal, err := calendar.Open(t.Context(), js, calendar.Options{Lease: 2 * time.Second, LaneLease: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cal.UpdateFeed(t.Context(), id, func(f *calendar.Feed) error { f.Next = time.Now().Add(-time.Hour); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := cal.Unbook(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := js.Publish(t.Context(), "jobs.at.poll."+id, []byte("{}")); err != nil {
		t.Fatal(err)
	}
}

// A run whose time is over says what is left, counts that as no failure, and the next goes on.
func TestARunEndsWhenItsTimeIsOver(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 1, 12, "")
	c.grid.Latency = 250 * time.Millisecond
	for n := 0; ; n++ {
		if n == 20 {
			t.Fatal("it never comes to an end")
		}
		out := c.says(t, exitOK, "run", "--max-time", "1s")
		if strings.Contains(out, "did not store") || strings.Contains(out, "ERROR") {
			t.Fatalf("said: %s", out)
		}
		if !strings.Contains(out, "the time of this run was over after 1s (--max-time)") {
			if n == 0 {
				t.Fatalf("the first said: %s", out)
			}
			break
		}
	}
	c.wantEachOnce(t, c.published(t))
}

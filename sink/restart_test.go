package sink

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestARestartReadsTheIndexBack(t *testing.T) {
	dir := t.TempDir()
	s := newServer(t, dir, "")
	nc := inProcess(t, s)
	d := newDesk(t, nc, StreamConfig{})
	for n := range 100 {
		d.must(t, newStory(storyURL(n), "Headline", "Text."))
	}
	d.must(t, newStory(storyURL(5), "Headline", "Changed."))
	d.index.Close()
	nc.Close()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	d = newDesk(t, inProcess(t, newServer(t, dir, "")), StreamConfig{})
	if got := d.index.Len(); got != 100 {
		t.Errorf("%d stories read back, want 100", got)
	}
	known, ok := d.index.ByURL(storyURL(5))
	if !ok || known.Version != 2 || known.Event != "updated" || known.Sequence != 101 || known.Feed != 7 || known.Entry != 9 {
		t.Errorf("story 5 read back as %+v, %v", known, ok)
	}
	for n := range 100 {
		body := "Text."
		if n == 5 {
			body = "Changed."
		}
		if got := d.must(t, newStory(storyURL(n), "Headline", body)); got.Outcome != Unchanged {
			t.Errorf("story %d: %+v, want unchanged", n, got)
		}
	}
	ids, _ := d.stored(t)
	wantEachOnce(t, ids, 101)
}

func TestWhoWaitsForTheIndexHearsHowFarItIs(t *testing.T) {
	d := newDesk(t, inProcess(t, newServer(t, t.TempDir(), "")), StreamConfig{})
	for n := range 20 {
		d.must(t, newStory(storyURL(n), "Headline", "Text."))
	}
	var told []uint64
	again, err := OpenIndex(t.Context(), d.js, StreamConfig{}, IndexOptions{Reading: func(read, total uint64) {
		if told = append(told, read); total != 20 {
			t.Errorf("%d of %d", read, total)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
	if len(told) != 20 || told[0] != 1 || told[19] != 20 {
		t.Errorf("told %v", told)
	}
}

// restart closes a server and opens another on the same directory and port.
func restart(t *testing.T, dir, url string, stop func() error) {
	t.Helper()
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	newServer(t, dir, strings.TrimPrefix(url, "nats://"))
}

func TestAServerRestartWhilePublishingLosesAndDoublesNothing(t *testing.T) {
	dir := t.TempDir()
	s := newServer(t, dir, "127.0.0.1:0")
	url := s.URL()
	desks := []*desk{newDesk(t, following(t, dir, s), StreamConfig{}), newDesk(t, following(t, dir, s), StreamConfig{})}
	const stories = 400
	var wg sync.WaitGroup
	half := make(chan struct{})
	for i, d := range desks {
		wg.Go(func() {
			for n := range stories {
				if i == 0 && n == stories/2 {
					close(half)
				}
				// A desk that is faster than the restart keeps its last story for it.
				for n == stories-1 && d.nc.IsConnected() && d.nc.Stats().Reconnects == 0 {
					time.Sleep(time.Millisecond)
				}
				d.must(t, newStory(storyURL(n), "Headline", fmt.Sprintf("Text %d.", n)))
			}
		})
	}
	<-half
	restart(t, dir, url, s.Close)
	wg.Wait()
	ids, _ := desks[0].stored(t)
	wantEachOnce(t, ids, stories)
	for _, d := range desks {
		if d.nc.Stats().Reconnects == 0 {
			t.Error("the connection never broke: nothing was tested")
		}
	}
}

func TestAfterAReconnectTheIndexKnowsWhatOthersPublished(t *testing.T) {
	dir := t.TempDir()
	s := newServer(t, dir, "127.0.0.1:0")
	url := s.URL()
	away := newDesk(t, following(t, dir, s), StreamConfig{})
	away.must(t, newStory(storyURL(0), "Headline", "Text."))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// While one desk cannot connect, another publishes through the store itself.
	s = newServer(t, dir, "")
	nc := inProcess(t, s)
	other := newDesk(t, nc, StreamConfig{})
	for n := range 50 {
		other.must(t, newStory(storyURL(n), "Headline", "Text."))
	}
	other.index.Close()
	nc.Close()
	restart(t, dir, url, s.Close)
	for n := range 50 {
		if got := away.must(t, newStory(storyURL(n), "Headline", "Text.")); got.Outcome != Unchanged {
			t.Fatalf("story %d: %+v, want unchanged", n, got)
		}
	}
}

func TestTheIndexFollowsOtherPublishers(t *testing.T) {
	s := newServer(t, t.TempDir(), "")
	a, b := newDesk(t, inProcess(t, s), StreamConfig{}), newDesk(t, inProcess(t, s), StreamConfig{})
	result := a.must(t, newStory(storyURL(1), "Headline", "Text."))
	if err := b.index.waitSequence(t.Context(), result.Sequence, 10*time.Second); err != nil {
		t.Fatal(err)
	}
	known, ok := b.index.ByID(result.ID)
	if !ok || known.Version != 1 || known.ID != result.ID {
		t.Errorf("known %+v, %v", known, ok)
	}
}

func TestForeignMessagesInTheStreamAreSkipped(t *testing.T) {
	d := localDesk(t)
	ack, err := d.js.Publish(t.Context(), "articles.v1.en.somebody.published", []byte("hello"))
	if err != nil {
		t.Fatal(err)
	}
	d.must(t, newStory(storyURL(1), "Headline", "Text."))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	again, err := OpenIndex(ctx, d.js, StreamConfig{}, IndexOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.Len() != 1 || ack.Sequence != 1 {
		t.Errorf("%d stories, want 1", again.Len())
	}
}

func TestTheIndexOfAMissingStreamIsAnError(t *testing.T) {
	js, err := jetstream.New(inProcess(t, newServer(t, t.TempDir(), "")))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenIndex(t.Context(), js, StreamConfig{}, IndexOptions{}); err == nil {
		t.Error("opened an index on nothing")
	}
}

package ledger

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// beside is a state directory with an empty store, and a manifest.
func beside(t *testing.T, m *Manifest) (dir, store string) {
	t.Helper()
	dir = t.TempDir()
	store = filepath.Join(dir, "nats")
	if err := os.Mkdir(store, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := m.write(dir); err != nil {
		t.Fatal(err)
	}
	return dir, store
}

func keeperOf(dir string) *Keeper {
	return New(Options{Dir: dir, Server: BuiltIn, Articles: "ARTICLES", Streams: []string{"ARTICLES"}, Log: slog.New(slog.DiscardHandler)})
}

func lastOf(p Positions) uint64 { return p["ARTICLES"].Last }

// What a power failure takes it takes from each start after it, also if the first comes to
// nothing: that has the machine's new boot id written down.
func TestAPowerFailureExplainsTheSecondStartToo(t *testing.T) {
	dir, store := beside(t, &Manifest{
		Server: BuiltIn, Boot: "another", Streams: Positions{"ARTICLES": {Last: 9, Messages: 9}},
		Settled: Positions{"ARTICLES": {Last: 5, Messages: 5}},
	})
	for start := range 2 {
		k := keeperOf(dir)
		if err := k.Opening(store, embedded.Holder{}, embedded.Holder{PID: 1}); err != nil {
			t.Fatal(err)
		}
		if n := lastOf(k.expected()); n != 5 {
			t.Errorf("start %d wants what ended at %d", start+1, n)
		}
		if k.RereadBefore().IsZero() {
			t.Errorf("start %d reads no feed again", start+1)
		}
	} // each ends here, as by a kill
}

// Whoever kept no ledger and had the store since may have had it when the machine stopped:
// what was there before must be there still.
func TestAnEndInOrderCountsThoughAnotherHadTheStoreSince(t *testing.T) {
	dir, store := beside(t, &Manifest{
		Server: BuiltIn, Boot: "another", Clean: true, Closer: embedded.Holder{PID: 1},
		Streams: Positions{"ARTICLES": {Last: 9, Messages: 9}},
	})
	k := keeperOf(dir)
	if err := k.Opening(store, embedded.Holder{PID: 2}, embedded.Holder{PID: 3}); err != nil {
		t.Fatal(err)
	}
	if n := lastOf(k.expected()); n != 9 {
		t.Errorf("what ended at %d is enough", n)
	}
}

// The list of feeds makes lost records again: it is not written over with what is left.
func TestWhatIsLeftOfTheFeedsIsNotWrittenOverTheirList(t *testing.T) {
	dir, _ := beside(t, &Manifest{Server: BuiltIn})
	k := keeperOf(dir)
	k.Saw(subscribed(3))
	list := func(n int) func(context.Context) ([]*calendar.Feed, error) {
		return func(context.Context) ([]*calendar.Feed, error) { return subscribed(n), nil }
	}
	want := func(n int) {
		t.Helper()
		if got, err := ReadFeeds(dir); err != nil || len(got) != n {
			t.Errorf("%d feeds are written down, want %d: %v", len(got), n, err)
		}
	}
	if err := k.WriteFeeds(t.Context(), list(3)); err != nil {
		t.Fatal(err)
	}
	k.lack([]Loss{{Stream: feedsStream, Text: "is empty"}})
	k.Saw(subscribed(1))
	if err := k.WriteFeeds(t.Context(), list(1)); err != nil {
		t.Fatal(err)
	}
	want(3)
	k.Made()
	if err := k.WriteFeeds(t.Context(), list(1)); err != nil {
		t.Fatal(err)
	}
	want(1)
}

// A feed that changes while the list is written is written with the next.
func TestAChangeWhileTheListIsWrittenIsNotForgotten(t *testing.T) {
	dir, _ := beside(t, &Manifest{Server: BuiltIn})
	k := keeperOf(dir)
	feeds := subscribed(2)
	k.Saw(feeds)
	added := subscribed(3)[2]
	k.See(added.ID, added) // after the list was made
	if err := k.writeFeeds(feeds); err != nil {
		t.Fatal(err)
	}
	if !k.feedsDirty() {
		t.Error("the list lacks a feed and counts as written")
	}
}

func TestRereadBeforeIsNow(t *testing.T) {
	dir, _ := beside(t, &Manifest{Server: BuiltIn})
	k := keeperOf(dir)
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	if err := k.Reread(at); err != nil || !k.RereadBefore().Equal(at) {
		t.Errorf("%s, %v", k.RereadBefore(), err)
	}
}

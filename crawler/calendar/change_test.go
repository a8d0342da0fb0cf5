package calendar

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// troubled is a feed with a past.
func troubled(url string) Feed {
	now := time.Now().UTC().Truncate(time.Second)
	f := Feed{
		URL: url, Settings: Settings{Name: "A", Tags: []string{"x"}, MinEvery: time.Hour, Origin: OriginAdded}, Title: "Title",
		Next: now.Add(48 * time.Hour), Why: "it fails", Gone: true, Failures: 9, Failing: now, Error: "answered 410",
		Move: &Move{To: "https://c.example/", Times: 1, Since: now}, Proposed: "https://c.example/",
		Validators: Validators{Of: url, ETag: `"e"`}, Untrusted: now, Quiet: now, Known: true, Seen: Fingerprints{},
	}
	f.Seen.Add(1, 2, 3)
	return f
}

func TestAMovedFeedKeepsItsEntriesAndForgetsItsTroubles(t *testing.T) {
	c := open(t, Options{})
	was := mustAdd(t, c, troubled("https://a.example/feed"))
	if err := c.BookAt(t.Context(), was.Job(), time.Now()); err != nil { // due, and asks the old URL
		t.Fatal(err)
	}
	got, err := c.MoveFeed(t.Context(), was.ID, "https://b.example/feed")
	if err != nil {
		t.Fatal(err)
	}
	if off := time.Since(got.Next).Abs(); off > time.Minute {
		t.Errorf("the next poll is at %s", got.Next)
	}
	want := Feed{
		ID: was.ID, URL: "https://b.example/feed", MovedFrom: was.URL, Settings: was.Settings,
		Title: "Title", AddedAt: was.AddedAt, Next: got.Next, Why: "it was moved", Known: true, Seen: was.Seen, rev: got.rev,
	}
	if diff := cmp.Diff(want, *got, cmp.AllowUnexported(Feed{})); diff != "" {
		t.Error(diff)
	}
	d := mustNext(t, c)
	if d.URL != "https://b.example/feed" || d.ID != was.ID || !got.SlotIs(d.Slot) {
		t.Errorf("the poll is %+v", d.Job)
	}
	wantNone(t, c)
}

func TestPollNowComesBeforeWhatWasPlanned(t *testing.T) {
	c := open(t, Options{})
	was := mustAdd(t, c, troubled("https://a.example/feed"))
	if err := c.BookAt(t.Context(), was.Job(), was.Next); err != nil {
		t.Fatal(err)
	}
	got, err := c.PollNow(t.Context(), was.ID, "somebody asked")
	if err != nil {
		t.Fatal(err)
	}
	d := mustNext(t, c)
	if !got.SlotIs(d.Slot) || d.URL != was.URL || got.Why != "somebody asked" || got.Failures != was.Failures {
		t.Errorf("feed %+v, its poll %+v", got, d.Job)
	}
}

func TestAPausedFeedIsNotPolledUntilItIsResumed(t *testing.T) {
	c := open(t, Options{})
	f := Feed{URL: "https://a.example/feed"}
	id := FeedID(f.URL)
	if err := c.Subscribe(t.Context(), f, nil); err != nil {
		t.Fatal(err)
	}
	if err := c.PauseFeed(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	paused, err := c.Feed(t.Context(), id)
	if err != nil || paused.State() != StatePaused {
		t.Fatalf("%+v, %v", paused, err)
	}
	if _, _, err := c.BookMissing(t.Context(), []*Feed{paused}); err != nil {
		t.Fatal(err)
	}
	wantNone(t, c)
	if err := c.ResumeFeed(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if d := mustNext(t, c); d.ID != id || !paused.SlotIs(d.Slot) {
		t.Errorf("the poll is %+v, want it in the slot that was planned, %s", d.Job, paused.Next)
	}
}

func TestOnlyAFeedThatIsKnownCanBeChanged(t *testing.T) {
	c := open(t, Options{})
	for name, change := range map[string]func() error{
		"poll":   func() error { _, err := c.PollNow(t.Context(), "nobody", ""); return err },
		"move":   func() error { _, err := c.MoveFeed(t.Context(), "nobody", "https://b.example/"); return err },
		"pause":  func() error { return c.PauseFeed(t.Context(), "nobody") },
		"resume": func() error { return c.ResumeFeed(t.Context(), "nobody") },
	} {
		if err := change(); !errors.Is(err, ErrNoFeed) {
			t.Errorf("%s: %v, want ErrNoFeed", name, err)
		}
	}
	wantNone(t, c)
}

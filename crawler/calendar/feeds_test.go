package calendar

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/wiredesk/wiredesk/crawler/schedule"
)

func TestAFeedIsAddedOnce(t *testing.T) {
	c := open(t, Options{})
	f := Feed{URL: "https://example.org/feed", Settings: Settings{Name: "Example"}}
	if err := c.AddFeed(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if err := c.AddFeed(t.Context(), f); !errors.Is(err, ErrFeedExists) {
		t.Errorf("second add: %v, want ErrFeedExists", err)
	}
	got, err := c.Feed(t.Context(), FeedID(f.URL))
	if err != nil || got.Name != "Example" || got.Next.IsZero() {
		t.Errorf("feed %+v, %v", got, err)
	}
	if _, err := c.Feed(t.Context(), "nobody"); !errors.Is(err, ErrNoFeed) {
		t.Errorf("unknown feed: %v, want ErrNoFeed", err)
	}
	if _, err := c.Feed(t.Context(), "*"); !errors.Is(err, ErrNoFeed) {
		t.Errorf("an id that is no key: %v, want ErrNoFeed", err)
	}
}

func TestARemovedFeedCanBeAddedAgain(t *testing.T) {
	c := open(t, Options{})
	for range 2 {
		if err := c.AddFeed(t.Context(), Feed{URL: "https://example.org/feed"}); err != nil {
			t.Fatal(err)
		}
		if err := c.RemoveFeed(t.Context(), FeedID("https://example.org/feed")); err != nil {
			t.Fatal(err)
		}
	}
	if feeds, err := c.Feeds(t.Context()); err != nil || len(feeds) != 0 {
		t.Errorf("feeds %v, %v; want none", feeds, err)
	}
}

func TestConcurrentUpdatesAreAllKept(t *testing.T) {
	s := startServer(t, t.TempDir())
	first := join(t, s, Options{})
	id := mustAdd(t, first, Feed{URL: "https://example.org/feed"}).ID
	var wg sync.WaitGroup
	for range 4 {
		c := join(t, s, Options{})
		wg.Go(func() {
			for range 10 {
				if _, err := c.UpdateFeed(t.Context(), id, func(f *Feed) error { f.Failures++; return nil }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if f, err := first.Feed(t.Context(), id); err != nil || f.Failures != 40 {
		t.Errorf("failures %d, %v; want 40", f.Failures, err)
	}
}

func TestFeedsComeOrderedByURL(t *testing.T) {
	c := open(t, Options{})
	for i := 20; i > 0; i-- {
		if err := c.AddFeed(t.Context(), Feed{URL: fmt.Sprintf("https://example.org/%02d", i)}); err != nil {
			t.Fatal(err)
		}
	}
	feeds, err := c.Feeds(t.Context())
	if err != nil || len(feeds) != 20 {
		t.Fatalf("%d feeds, %v", len(feeds), err)
	}
	for i, f := range feeds {
		if want := fmt.Sprintf("https://example.org/%02d", i+1); f.URL != want {
			t.Errorf("feed %d is %s, want %s", i, f.URL, want)
		}
	}
}

func TestAFeedOfFiftyEntriesFitsInTwoKilobytes(t *testing.T) {
	f := Feed{
		ID: "0123456789abcdef", URL: "https://www.example.org/a/rather/long/path/to/the/feed.xml",
		Settings:   Settings{Name: "A rather long name of a feed", Origin: "/etc/wiredesk/wiredesk.yaml:12"},
		Validators: Validators{ETag: `W/"0123456789abcdef0123456789abcdef-gzip"`, LastModified: "Mon, 23 Nov 2026 12:00:00 GMT"},
		Next:       time.Now(), Polled: time.Now(), Fresh: time.Now(), Why: "the feed's ttl 1h0m0s", Outcome: "fresh",
		Title: "A title", Link: "https://www.example.org/",
		Seen: Fingerprints{}, Known: true,
	}
	for i := range uint64(50) {
		f.Seen.Add(i*0x9e3779b97f4a7c15, i*0xc2b2ae3d27d4eb4f, i*0xff51afd7ed558ccd)
	}
	for i := range 30 { // a feed with a life: what it was asked and said
		outcome := []string{"unchanged", "fresh", "timeout"}[i%3]
		at := time.Now().Add(time.Duration(i) * time.Hour)
		f.Visits.Add(Visit{At: at, Took: 812 * time.Millisecond, Status: 304, Outcome: outcome, Bytes: 45678, New: i, Conditional: true})
	}
	f.Rate = schedule.Rate{Entries: 123.456789012345, Hours: 234.567890123456}
	f.Quiet, f.Answered = time.Now().Truncate(time.Second), time.Now().Truncate(time.Second)
	b, err := json.Marshal(f)
	if err != nil || len(b) > 2048 {
		t.Errorf("%d bytes, %v; want at most 2048", len(b), err)
	}
}

func TestFingerprintsSurviveJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Fingerprints{}
		for _, key := range rapid.SliceOf(rapid.Uint64()).Draw(t, "keys") {
			want.Add(key, rapid.Uint64().Draw(t, "fingerprint"), rapid.Uint64().Draw(t, "mark"))
		}
		b, err := json.Marshal(Feed{Seen: want})
		if err != nil {
			t.Fatal(err)
		}
		var got Feed
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		if len(want) == 0 && len(got.Seen) == 0 {
			return
		}
		if diff := cmp.Diff(want, got.Seen); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestFingerprintsRefuseWhatIsNone(t *testing.T) {
	for _, bad := range []string{"AAAA", "!", "AAAAAAAAAAAAAAAAA"} {
		var s Fingerprints
		if err := s.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q was read as %v", bad, s)
		}
	}
}

func TestPersistentMeansADayOfFailures(t *testing.T) {
	now := time.Now()
	for _, tc := range []struct {
		failing time.Time
		want    bool
	}{{time.Time{}, false}, {now.Add(-time.Hour), false}, {now.Add(-25 * time.Hour), true}} {
		if got := (&Feed{Failing: tc.failing}).Persistent(now); got != tc.want {
			t.Errorf("failing since %s: %v", tc.failing, got)
		}
	}
}

func TestMarksLeadToTheirEntries(t *testing.T) {
	s := Fingerprints{}
	s.Add(1<<40|1, 10, 0xabc_dead_beef_0001) // keys, fingerprints and marks are cut to what is kept of them
	s.Add(2, 20, 0)
	marks := s.Marks()
	if key, ok := marks.Key(0xabc_dead_beef_0001); !ok || key != 1 || len(marks) != 1 {
		t.Errorf("key %d, %v, of %d marks", key, ok, len(marks))
	}
	if _, ok := marks.Key(0); ok {
		t.Error("an entry without a mark is found by none")
	}
	again := Fingerprints{}
	again.Keep(1, s[1])
	if !again.Has(1<<40|1, 10) || again.Has(1, 11) {
		t.Errorf("kept %+v", again)
	}
}

package ledger

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

func subscribed(n int) []*calendar.Feed {
	feeds := make([]*calendar.Feed, n)
	for i := range feeds {
		url := fmt.Sprintf("https://paper-%d.example/rss?a=1&b=2", i)
		feeds[i] = &calendar.Feed{
			ID: calendar.FeedID(url), URL: url, AddedAt: time.Date(2026, 11, 1, 0, 0, i%60, 0, time.UTC), Paused: i%7 == 0,
			Settings: calendar.Settings{
				Name: fmt.Sprintf("Paper %d", i), Origin: "/etc/wiredesk/wiredesk.yaml:12", Source: "/etc/wiredesk/wiredesk.yaml",
				Tags: []string{"news", "north"}, MinEvery: 5 * time.Minute, Backfill: calendar.Backfill{MaxAge: 24 * time.Hour},
			},
		}
	}
	return feeds
}

func TestFeedsComeBackAsTheyWereWanted(t *testing.T) {
	dir, feeds := t.TempDir(), subscribed(50)
	if _, err := writeFeeds(dir, feeds); err != nil {
		t.Fatal(err)
	}
	got, err := ReadFeeds(dir)
	if err != nil || len(got) != len(feeds) {
		t.Fatalf("%d feeds, %v", len(got), err)
	}
	for i := range got {
		if f := got[i].Feed(); !reflect.DeepEqual(f.Settings, feeds[i].Settings) || f.URL != feeds[i].URL || f.ID != feeds[i].ID ||
			!f.AddedAt.Equal(feeds[i].AddedAt) || f.Paused != feeds[i].Paused {
			t.Errorf("feed %d came back as %+v", i, f)
		}
	}
	if got, err := ReadFeeds(t.TempDir()); len(got) > 0 || err != nil {
		t.Errorf("of nothing: %v, %v", got, err)
	}
}

// Beside the built-in server nothing is made where its directory was.
func TestADirectoryThatWentAwayIsNotMadeAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	for server, made := range map[string]bool{BuiltIn: false, "nats://elsewhere:4222": true} {
		if err := (&Manifest{Server: server}).write(dir); (err == nil) != made {
			t.Errorf("%s: %v", server, err)
		}
		if _, err := os.Stat(dir); (err == nil) != made {
			t.Errorf("%s: %v", server, err)
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever is changed of either file is noticed.
func TestADamagedLedgerIsNotBelieved(t *testing.T) {
	dir := t.TempDir()
	m := &Manifest{Server: BuiltIn, Clean: true, Streams: Positions{"JOBS": {First: 1, Last: 9, Messages: 3}}}
	if _, err := writeFeeds(dir, subscribed(3)); err != nil {
		t.Fatal(err)
	}
	if err := m.write(dir); err != nil {
		t.Fatal(err)
	}
	if got, err := Read(dir); err != nil || got.Streams["JOBS"].Last != 9 {
		t.Fatalf("%+v, %v", got, err)
	}
	for name, read := range map[string]func() error{
		manifestFile: func() error { _, err := Read(dir); return err },
		feedsFile:    func() error { _, err := ReadFeeds(dir); return err },
	} {
		path := filepath.Join(dir, name)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for range 300 {
			b := slices.Clone(whole)
			if rand.IntN(2) == 0 {
				b = b[:rand.IntN(len(b)-1)]
			} else {
				b[rand.IntN(len(b)-1)] ^= 1 << rand.IntN(8) // not the last, which ends the line
			}
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := read(); !errors.Is(err, ErrDamaged) {
				t.Fatalf("%s is believed (%v): %q", name, err, b)
			}
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A feed counts as changed if what is wanted of it is, and not if its site has said something.
func TestOnlyWhatIsWantedOfAFeedIsAChange(t *testing.T) {
	f := subscribed(1)[0]
	k := New(Options{})
	k.Saw([]*calendar.Feed{f})
	k.written, k.known = k.set, true
	polled := *f
	polled.Title, polled.Next, polled.Outcome = "The Paper", time.Now(), "fresh"
	k.See(f.ID, &polled)
	if k.feedsDirty() {
		t.Error("a poll counts as a change")
	}
	for name, change := range map[string]func(*calendar.Feed){
		"url": func(f *calendar.Feed) { f.URL += "x" }, "name": func(f *calendar.Feed) { f.Name = "Else" },
		"tags": func(f *calendar.Feed) { f.Tags = []string{"news"} }, "paused": func(f *calendar.Feed) { f.Paused = !f.Paused },
		"speaks for": func(f *calendar.Feed) { f.SpeaksFor = []string{"a.example"} }, "every": func(f *calendar.Feed) { f.MaxEvery = time.Hour },
		"full text": func(f *calendar.Feed) { f.FullText = "never" }, "backfill": func(f *calendar.Feed) { f.Backfill = calendar.Backfill{All: true} },
		"certificate": func(f *calendar.Feed) { f.AnyCertificate = true }, "cross site": func(f *calendar.Feed) { f.CrossSite = true },
		"parent": func(f *calendar.Feed) { f.Parent = "x" }, "origin": func(f *calendar.Feed) { f.Origin = calendar.OriginAdded },
		"source": func(f *calendar.Feed) { f.Source = "" },
	} {
		changed := *f
		change(&changed)
		k.See(f.ID, &changed)
		if !k.feedsDirty() {
			t.Errorf("another %s is no change", name)
		}
		k.See(f.ID, f)
		if k.feedsDirty() {
			t.Errorf("%s as it was is a change", name)
		}
	}
	k.See(f.ID, nil)
	if !k.feedsDirty() {
		t.Error("a feed that is removed is no change")
	}
}

func BenchmarkWriteFeeds100000(b *testing.B) {
	feeds, dir := subscribed(100_000), b.TempDir()
	for b.Loop() {
		if _, err := writeFeeds(dir, feeds); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSaw100000(b *testing.B) {
	feeds := subscribed(100_000)
	k := New(Options{})
	for b.Loop() {
		k.Saw(feeds)
	}
}

func BenchmarkCheckFeeds100000(b *testing.B) {
	dir := b.TempDir()
	if _, err := writeFeeds(dir, subscribed(100_000)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, _, err := checkFeeds(dir); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSee(b *testing.B) {
	f := subscribed(1)[0]
	k := New(Options{})
	for b.Loop() {
		k.See(f.ID, f)
	}
}

package sink

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// openIndex opens an index that its test closes, and returns what it logged.
func openIndex(t *testing.T, js jetstream.JetStream, snapshot string) (*Index, *bytes.Buffer) {
	t.Helper()
	var said bytes.Buffer
	log := slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	ix, err := OpenIndex(ctx, js, StreamConfig{}, IndexOptions{Snapshot: snapshot, Logger: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(ix.Close)
	return ix, &said
}

// written is a desk with stories 0 to 99 in versions 1 and some in 2, and the
// path of a snapshot of all of them.
func written(t *testing.T) (*desk, string) {
	t.Helper()
	d := localDesk(t)
	for n := range 100 {
		d.must(t, newStory(storyURL(n), "Headline", "Text."))
	}
	for n := range 10 {
		d.must(t, newStory(storyURL(n), "Headline", "Changed."))
	}
	path := filepath.Join(t.TempDir(), "state", "index")
	d.index.Close()
	d.index.snapshot.path = path
	if err := d.index.save(); err != nil {
		t.Fatal(err)
	}
	return d, path
}

func sorted(s *stories) []Known {
	var all []Known
	for i := range s.n {
		all = append(all, s.known(uint32(i)))
	}
	slices.SortFunc(all, func(a, b Known) int { return strings.Compare(a.ID, b.ID) })
	return all
}

func TestASnapshotStandsInForWhatWasRead(t *testing.T) {
	d, path := written(t)
	other := newDesk(t, d.nc, StreamConfig{})
	for n := 95; n < 120; n++ {
		other.must(t, newStory(storyURL(n), "Headline", "Later."))
	}
	quick, said := openIndex(t, d.js, path)
	whole, _ := openIndex(t, d.js, "")
	if !strings.Contains(said.String(), "index read from its snapshot") || !strings.Contains(said.String(), "stories=100") {
		t.Errorf("the snapshot was not used: %s", said)
	}
	if got, want := sorted(quick.stories), sorted(whole.stories); !slices.Equal(got, want) || len(got) != 120 {
		t.Errorf("with a snapshot %d stories, without %d", len(got), len(want))
	}
	for n := range 120 {
		a, okA := quick.ByURL(storyURL(n))
		b, okB := whole.ByURL(storyURL(n))
		if a != b || !okA || !okB {
			t.Errorf("story %d: %+v with a snapshot, %+v without", n, a, b)
		}
	}
}

func TestWhatTheStreamHasForgottenTheSnapshotForgets(t *testing.T) {
	d, path := written(t)
	if err := d.stream.Purge(t.Context(), jetstream.WithPurgeSequence(51)); err != nil {
		t.Fatal(err)
	}
	quick, _ := openIndex(t, d.js, path)
	whole, _ := openIndex(t, d.js, "")
	if got, want := sorted(quick.stories), sorted(whole.stories); !slices.Equal(got, want) || len(got) != 60 {
		t.Errorf("with a snapshot %d stories, without %d, want 60", len(got), len(want))
	}
}

func TestASnapshotThatDoesNotFitIsNotUsed(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, d *desk, path string){
		"damaged in the middle": func(t *testing.T, _ *desk, path string) {
			change(t, path, func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
		},
		"cut short": func(t *testing.T, _ *desk, path string) {
			change(t, path, func(b []byte) []byte { return b[:len(b)-1] })
		},
		"empty": func(t *testing.T, _ *desk, path string) {
			change(t, path, func([]byte) []byte { return nil })
		},
		"of another program": func(t *testing.T, _ *desk, path string) {
			change(t, path, func([]byte) []byte { return bytes.Repeat([]byte("other "), 1000) })
		},
		"a folder": func(t *testing.T, _ *desk, path string) {
			if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o700)); err != nil {
				t.Fatal(err)
			}
		},
		"of another stream": func(t *testing.T, d *desk, _ string) {
			remake(t, d)
			for n := range 100 {
				newDesk(t, d.nc, StreamConfig{}).must(t, newStory(storyURL(n), "Headline", "Text."))
			}
		},
		"of a longer stream": func(t *testing.T, d *desk, _ string) { remake(t, d) },
	} {
		t.Run(name, func(t *testing.T) {
			d, path := written(t)
			spoil(t, d, path)
			quick, said := openIndex(t, d.js, path)
			whole, _ := openIndex(t, d.js, "")
			if got, want := sorted(quick.stories), sorted(whole.stories); !slices.Equal(got, want) {
				t.Errorf("with a snapshot %d stories, without %d", len(got), len(want))
			}
			if !strings.Contains(said.String(), "snapshot of the index not used") {
				t.Errorf("nothing was said: %s", said)
			}
		})
	}
}

func change(t *testing.T, path string, f func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, f(b), 0o600); err != nil {
		t.Fatal(err)
	}
}

// remake deletes the stream and makes another of its name. The server removes
// the files of the old one after it has answered, and refuses a store in the
// same place until they are gone.
func remake(t *testing.T, d *desk) {
	t.Helper()
	if err := d.js.DeleteStream(t.Context(), "ARTICLES"); err != nil {
		t.Fatal(err)
	}
	const storeFailed = 10049
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for {
		_, err := EnsureStream(ctx, d.js, StreamConfig{})
		if err == nil {
			return
		}
		if !hasCode(err, storeFailed) || ctx.Err() != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestASnapshotIsWrittenWhenMuchHasChanged(t *testing.T) {
	d := localDesk(t)
	d.must(t, newStory(storyURL(1), "Headline", "Text."))
	path := filepath.Join(t.TempDir(), "index")
	ix, _ := openIndex(t, d.js, path)
	ix.saveIfDue()
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("a snapshot of one story was written while it is open: %v", err)
	}
	ix.Close()
	if _, err := os.Stat(path); err != nil {
		t.Errorf("a small index was not written at its end: %v", err)
	}
	js, err := jetstream.New(d.nc, jetstream.WithPublishAsyncMaxPending(1024))
	if err != nil {
		t.Fatal(err)
	}
	m := newMessage(t, newStory(storyURL(2), "Headline", "Text."), 1)
	m.Header.Del(headerMsgID) // the stream would take it once
	for range snapshotLeast {
		if _, err := js.PublishMsgAsync(m, jetstream.WithStallWait(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	<-js.PublishAsyncComplete()
	ix, _ = openIndex(t, d.js, path)
	ix.Close()
	again, said := openIndex(t, d.js, path)
	if again.Len() != 2 || !strings.Contains(said.String(), "index read from its snapshot") {
		t.Errorf("%d stories: %s", again.Len(), said)
	}
	if left, err := filepath.Glob(path + ".tmp*"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// What is acknowledged beyond a gap is in no snapshot: with the stream's end lost,
// it would stay known for ever.
func TestASnapshotHoldsNothingAheadOfItsSequence(t *testing.T) {
	d, path := written(t)
	ix, _ := openIndex(t, d.js, "")
	ix.Close()
	ix.snapshot.path = path
	ix.published(record{id: numberedID(1), version: 1, event: article.Published}, ix.tailed+2)
	if err := ix.save(); !errors.Is(err, errUnsettled) {
		t.Errorf("saved with a gap: %v", err)
	}
	ix.published(record{id: numberedID(2), version: 1, event: article.Published}, ix.tailed+1)
	if err := ix.save(); err != nil {
		t.Error(err)
	}
	if left, err := filepath.Glob(path + ".tmp*"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestASnapshotThatCannotBeWrittenIsSaidAndNoMore(t *testing.T) {
	d, _ := written(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	ix, said := openIndex(t, d.js, "")
	ix.Close()
	ix.snapshot = snapshot{path: filepath.Join(file, "index")}
	ix.tailed += snapshotLeast
	ix.saveIfDue()
	if !strings.Contains(said.String(), "snapshot of the index not written") {
		t.Errorf("nothing was said: %s", said)
	}
}

func FuzzSnapshot(f *testing.F) {
	s := newStories()
	for n := range uint64(3) {
		s.put(record{id: numberedID(n), version: 1, feed: n, urls: []uint64{n, n + 1}}, n+1)
	}
	var b bytes.Buffer
	if err := s.write(&b, snapshotHead{Sequence: 3}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(snapshotMagic))
	f.Fuzz(func(_ *testing.T, b []byte) {
		if head, s, err := readSnapshot(b); err == nil {
			_ = s.since(head.Sequence)
		}
	})
}

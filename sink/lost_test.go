package sink

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// What subscribers have keeps its number: a stream that was set back, or made anew, gets
// its stories again as what they were.
func TestWhatTheStreamLostComesAgainAsWhatItWas(t *testing.T) {
	for name, between := range map[string]bool{"while the index is open": false, "between two starts": true} {
		t.Run(name, func(t *testing.T) {
			d := localDesk(t)
			path := filepath.Join(t.TempDir(), "index")
			ix, _ := openIndex(t, d.js, path)
			p, err := NewPublisher(ix, StreamConfig{})
			if err != nil {
				t.Fatal(err)
			}
			publish := func(n int, body string) Result {
				t.Helper()
				r, err := p.Publish(t.Context(), newStory(storyURL(n), "Headline", body), Origin{})
				if err != nil {
					t.Fatal(err)
				}
				return r
			}
			for n := range 3 {
				publish(n, "Text.")
			}
			publish(1, "Changed.")
			if between {
				ix.Close()
			}
			remake(t, d)
			if between {
				ix, _ = openIndex(t, d.js, path)
				if p, err = NewPublisher(ix, StreamConfig{}); err != nil {
					t.Fatal(err)
				}
			} else if err := ix.wait(t.Context(), func() bool { return ix.lost != nil && ix.trusted() }); err != nil {
				t.Fatal(err)
			}
			if got := ix.Lost(); got != 3 {
				t.Errorf("%d stories are lost, want 3", got)
			}
			for n, want := range map[int]Result{
				0: {Outcome: "published", Version: 1},
				1: {Outcome: "updated", Version: 2},
				3: {Outcome: "published", Version: 1}, // it was never there
			} {
				body := "Text."
				if n == 1 {
					body = "Changed."
				}
				if got := publish(n, body); got.Outcome != want.Outcome || got.Version != want.Version {
					t.Errorf("story %d came again as %+v, want %+v", n, got, want)
				}
				if got := publish(n, body); got.Outcome != Unchanged {
					t.Errorf("story %d came twice: %+v", n, got)
				}
			}
			if got := publish(2, "Changed meanwhile."); got.Outcome != "updated" || got.Version != 2 {
				t.Errorf("a story that has changed came again as %+v", got)
			}
			if got := ix.Lost(); got != 0 {
				t.Errorf("%d stories are lost still", got)
			}
			ix.Close()
			if _, err := os.Stat(path + lostSuffix); !os.IsNotExist(err) {
				t.Errorf("what is there again is remembered as lost: %v", err)
			}
		})
	}
}

func TestADamagedMemoryOfTheLostIsNotUsed(t *testing.T) {
	d := localDesk(t)
	path := filepath.Join(t.TempDir(), "index")
	if err := os.WriteFile(path+lostSuffix, []byte("no stories"), 0o600); err != nil {
		t.Fatal(err)
	}
	ix, said := openIndex(t, d.js, path)
	defer ix.Close()
	if ix.Lost() != 0 || said.String() == "" {
		t.Errorf("%d stories of a damaged file; said %q", ix.Lost(), said)
	}
}

// A stream that was emptied knows the ids of what was in it for as long as its duplicate
// window: what comes again is stored all the same, once, under the id that it had.
func TestWhatWasInAnEmptiedStreamComesAgain(t *testing.T) {
	d := localDesk(t)
	path := filepath.Join(t.TempDir(), "index")
	for time := range 3 {
		ix, _ := openIndex(t, d.js, path)
		p, err := NewPublisher(ix, StreamConfig{})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := p.Publish(t.Context(), newStory(storyURL(1), "Headline", "Text."), Origin{}); err != nil {
				t.Fatal(err)
			}
		}
		stream, err := d.js.Stream(t.Context(), "ARTICLES")
		if err != nil {
			t.Fatal(err)
		}
		state := stream.CachedInfo().State
		m, err := stream.GetMsg(t.Context(), state.LastSeq)
		if err != nil {
			t.Fatal(err)
		}
		if id := m.Header.Get(headerID); state.Msgs != 1 || state.LastSeq != uint64(time+1) || !strings.HasSuffix(id, ":1") {
			t.Errorf("time %d: %s at %d, %d in all", time, id, state.LastSeq, state.Msgs)
		}
		ix.Close()
		if err := stream.Purge(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := SetAside(path); err != nil {
			t.Fatal(err)
		}
	}
}

// What was lost the first time is known after a second.
func TestASecondRepairForgetsNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index")
	write := func(name string, versions map[storyID]uint32) {
		t.Helper()
		s := newStories()
		for id, version := range versions {
			s.add(story{id: id, seq: 1, feed: s.feed(0), state: stateOf(version, article.Updated)})
		}
		if err := writeFile(name, func(f *os.File) error { return s.write(f, snapshotHead{}) }); err != nil {
			t.Fatal(err)
		}
	}
	aside := func(want map[storyID]uint32) {
		t.Helper()
		if err := SetAside(path); err != nil {
			t.Fatal(err)
		}
		got, err := readStories(path + lostSuffix)
		if err != nil {
			t.Fatal(err)
		}
		for id, version := range want {
			if i, ok := got.find(id); !ok || got.at(i).version() != version {
				t.Errorf("story %v is not known by version %d", id, version)
			}
		}
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the snapshot is there still: %v", err)
		}
	}
	a, b := storyID{1}, storyID{2}
	write(path, map[storyID]uint32{a: 3, b: 1})
	aside(map[storyID]uint32{a: 3, b: 1})
	write(path, map[storyID]uint32{b: 2})
	aside(map[storyID]uint32{a: 3, b: 2})
	if err := os.WriteFile(path, []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	aside(map[storyID]uint32{a: 3, b: 2})
}

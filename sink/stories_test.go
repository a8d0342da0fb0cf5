package sink

import (
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// The compact tables answer as maps would, whatever is put into them.
func TestStoriesAnswerAsMapsWould(t *testing.T) {
	const ids, feeds, urls = 5000, 30, 9000
	random := rand.New(rand.NewPCG(1, 2))
	s := newStories()
	newest := map[storyID]Known{}
	owner := map[uint64]storyID{}
	for seq := uint64(1); seq <= 40_000; seq++ {
		r := record{
			id: numberedID(random.Uint64N(ids)), version: uint32(random.IntN(100) + 1), event: article.Corrected,
			hash: random.Uint64(), feed: random.Uint64N(feeds) << 40, entry: random.Uint64(),
		}
		for range random.IntN(3) {
			r.urls = append(r.urls, spread(random.Uint64N(urls)))
		}
		at := seq
		if random.IntN(10) == 0 {
			at = random.Uint64N(seq) + 1 // read again, after newer ones
		}
		s.put(r, at)
		if at >= newest[r.id].Sequence {
			newest[r.id] = Known{ID: r.id.String(), Version: int(r.version), Event: r.event, Hash: r.hash, Sequence: at, Feed: r.feed,
				Entry: r.entry}
		}
		for _, u := range r.urls {
			if _, taken := owner[u]; !taken {
				owner[u] = r.id
			}
		}
		if seq%10_000 == 0 {
			wantStories(t, s, newest, owner)
		}
	}
	kept := s.since(20_000)
	for id, k := range newest {
		if k.Sequence < 20_000 {
			delete(newest, id)
		}
	}
	for u, id := range owner {
		if _, ok := newest[id]; !ok {
			delete(owner, u)
		}
	}
	wantStories(t, kept, newest, owner)
}

func wantStories(t *testing.T, s *stories, newest map[storyID]Known, owner map[uint64]storyID) {
	t.Helper()
	if s.n != len(newest) || s.urls.n != len(owner) {
		t.Fatalf("%d stories and %d addresses, want %d and %d", s.n, s.urls.n, len(newest), len(owner))
	}
	for id, want := range newest {
		if i, ok := s.find(id); !ok || s.known(i) != want {
			t.Fatalf("%v found %v, want %+v", id, ok, want)
		}
	}
	for u, id := range owner {
		if i, ok := s.urls.find(u); !ok || s.at(i).id != id {
			t.Fatalf("address %x found %v, not story %v", u, ok, id)
		}
	}
	if _, ok := s.find(numberedID(1 << 40)); ok {
		t.Error("found a story nobody put in")
	}
	if _, ok := s.urls.find(spread(1 << 40)); ok {
		t.Error("found an address nobody put in")
	}
}

func numberedID(n uint64) (id storyID) {
	binary.BigEndian.PutUint64(id[:], spread(n))
	binary.BigEndian.PutUint64(id[8:], n)
	return id
}

// spread makes hashes of numbers (the finalizer of SplitMix64).
func spread(n uint64) uint64 {
	n = (n + 1) * 0x9E3779B97F4A7C15
	n = (n ^ n>>30) * 0xBF58476D1CE4E5B9
	n = (n ^ n>>27) * 0x94D049BB133111EB
	return n ^ n>>31
}

// A story with two addresses takes less than 100 bytes, at any number of them:
// also right after the tables have grown.
func TestAStoryTakesLessThanAHundredBytes(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector takes memory of its own")
	}
	const most = 300_000
	before := heap()
	s := newStories()
	worst := 0.0
	for n := range uint64(most) {
		s.put(record{id: numberedID(n), version: 1, event: article.Published, hash: n, feed: n % 100, entry: n,
			urls: []uint64{spread(2 * n), spread(2*n + 1)}}, n+1)
		if n > 50_000 && n%10_000 == 0 {
			worst = max(worst, float64(heap()-before)/float64(n+1))
		}
	}
	runtime.KeepAlive(s)
	t.Logf("at most %.1f bytes a story", worst)
	if worst > 100 {
		t.Errorf("a story takes %.1f bytes", worst)
	}
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

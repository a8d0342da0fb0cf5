package sink

import (
	"iter"
	"math/bits"
)

// stories is what the index holds: each story once, found by its id and by each
// of its addresses. It is made to be small, some 80 bytes for a story with two
// addresses, and to hold no pointer per story. It does no locking.
type stories struct {
	chunks [][]story // full but the last, so that growing copies nothing
	n      int
	byID   []uint32 // open addressing: a story's place + 1, or 0
	urls   urlTable
	feeds  []uint64          // hashes of the feeds
	feedAt map[uint64]uint32 // their places in feeds
}

const chunkSize = 1 << 12

func newStories() *stories {
	return &stories{feeds: []uint64{0}, feedAt: map[uint64]uint32{0: 0}}
}

// reserve makes room. Addresses that come in the order of another table must not
// go into one that grows with them: they would all begin at its first slots.
func (s *stories) reserve(stories, urls int) {
	s.byID = make([]uint32, roomFor(stories))
	s.urls.resize(roomFor(urls))
}

func (s *stories) at(i uint32) *story { return &s.chunks[i/chunkSize][i%chunkSize] }

func (s *stories) all() iter.Seq[*story] {
	return func(yield func(*story) bool) {
		for _, c := range s.chunks {
			for i := range c {
				if !yield(&c[i]) {
					return
				}
			}
		}
	}
}

// known is a story as callers of the index see it.
func (s *stories) known(i uint32) Known {
	x := s.at(i)
	return Known{
		ID: x.id.String(), Version: int(x.version()), Event: x.event(), Hash: x.hash,
		Sequence: x.seq, Feed: s.feeds[x.feed], Entry: x.entry,
	}
}

// find is the place of the story with an id.
func (s *stories) find(id storyID) (uint32, bool) {
	if len(s.byID) == 0 {
		return 0, false
	}
	for slot := slotOf(id.prefix(), len(s.byID)); s.byID[slot] != 0; slot = after(slot, len(s.byID)) {
		if i := s.byID[slot] - 1; s.at(i).id == id {
			return i, true
		}
	}
	return 0, false
}

// named is the place of the story with an id, else of one with one of some addresses.
func (s *stories) named(id storyID, urls []uint64) (uint32, bool) {
	if i, ok := s.find(id); ok {
		return i, true
	}
	for _, u := range urls {
		if i, ok := s.urls.find(u); ok {
			return i, true
		}
	}
	return 0, false
}

// add makes a story, which must not be there yet, and returns its place.
func (s *stories) add(x story) uint32 {
	if full(s.n, len(s.byID)) {
		s.byID = make([]uint32, larger(len(s.byID)))
		for i := range s.n {
			s.enter(uint32(i))
		}
	}
	if s.n%chunkSize == 0 {
		s.chunks = append(s.chunks, make([]story, 0, chunkSize))
	}
	last := &s.chunks[len(s.chunks)-1]
	*last = append(*last, x)
	i := uint32(s.n)
	s.n++
	s.enter(i)
	return i
}

func (s *stories) enter(i uint32) {
	slot := slotOf(s.at(i).id.prefix(), len(s.byID))
	for s.byID[slot] != 0 {
		slot = after(slot, len(s.byID))
	}
	s.byID[slot] = i + 1
}

// feed is the place of a feed's hash, which is entered if it is new.
func (s *stories) feed(hash uint64) uint32 {
	i, ok := s.feedAt[hash]
	if !ok {
		i = uint32(len(s.feeds))
		s.feeds = append(s.feeds, hash)
		s.feedAt[hash] = i
	}
	return i
}

// put enters a message of the stream; the newest of a story counts. A URL stays
// with the story that had it first.
func (s *stories) put(r record, seq uint64) {
	i, ok := s.find(r.id)
	if !ok {
		i = s.add(story{id: r.id})
	}
	if x := s.at(i); seq >= x.seq {
		x.hash, x.seq, x.entry = r.hash, seq, r.entry
		x.feed, x.state = s.feed(r.feed), stateOf(r.version, r.event)
	}
	for _, u := range r.urls {
		s.urls.add(u, i)
	}
}

// since returns the stories whose newest version is not older than a sequence
// of the stream, with their addresses; s is not to be used any more.
func (s *stories) since(seq uint64) *stories {
	kept := newStories()
	kept.feeds, kept.feedAt = s.feeds, s.feedAt
	kept.reserve(s.n, s.urls.n)
	place := make([]uint32, s.n) // + 1; 0: gone
	for i := range place {
		if x := s.at(uint32(i)); x.seq >= seq {
			place[i] = kept.add(*x) + 1
		}
	}
	for u, i := range s.urls.all() {
		if place[i] != 0 {
			kept.urls.add(u, place[i]-1)
		}
	}
	return kept
}

// urlTable finds stories by the hashes of their addresses: open addressing, in
// 12 bytes a slot.
type urlTable struct {
	hashes  []uint64
	stories []uint32 // place + 1; 0: the slot is free
	n       int
}

func (t *urlTable) find(hash uint64) (uint32, bool) {
	if t.n == 0 {
		return 0, false
	}
	for slot := slotOf(hash, len(t.hashes)); t.stories[slot] != 0; slot = after(slot, len(t.hashes)) {
		if t.hashes[slot] == hash {
			return t.stories[slot] - 1, true
		}
	}
	return 0, false
}

// add gives an address to a story, unless another has it.
func (t *urlTable) add(hash uint64, i uint32) {
	if full(t.n, len(t.hashes)) {
		t.resize(larger(len(t.hashes)))
	}
	slot := slotOf(hash, len(t.hashes))
	for ; t.stories[slot] != 0; slot = after(slot, len(t.hashes)) {
		if t.hashes[slot] == hash {
			return
		}
	}
	t.hashes[slot], t.stories[slot] = hash, i+1
	t.n++
}

func (t *urlTable) resize(slots int) {
	old := *t
	*t = urlTable{hashes: make([]uint64, slots), stories: make([]uint32, slots)}
	for hash, i := range old.all() {
		t.add(hash, i)
	}
}

func (t *urlTable) all() iter.Seq2[uint64, uint32] {
	return func(yield func(uint64, uint32) bool) {
		for slot, i := range t.stories {
			if i != 0 && !yield(t.hashes[slot], i-1) {
				return
			}
		}
	}
}

// The tables are at most five sixths full and grow by a third: what is left free
// costs less than doubling would, and a probe stays short since all keys are
// hashes already.

func full(n, slots int) bool { return 6*(n+1) > 5*slots }

func roomFor(n int) int { return max(64, (n+1)*5/4) }

func larger(slots int) int { return max(64, slots+slots/3) }

// slotOf maps a 64-bit hash evenly to a table of any size (Lemire, "A fast
// alternative to the modulo reduction").
func slotOf(hash uint64, slots int) int {
	high, _ := bits.Mul64(hash, uint64(slots))
	return int(high)
}

func after(slot, slots int) int {
	if slot++; slot == slots {
		return 0
	}
	return slot
}

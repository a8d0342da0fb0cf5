package boilerplate

import (
	"math/rand/v2"
	"testing"
)

func TestASetHasWhatWasAdded(t *testing.T) {
	var s hashSet
	if s.has(0) || s.has(1) || s.size() != 0 {
		t.Error("the empty set has something")
	}
	rng := rand.New(rand.NewPCG(1, 2))
	in := map[uint32]bool{}
	for range 20_000 {
		h := rng.Uint32N(40_000)
		s.add(h)
		in[h] = true
	}
	if s.size() != len(in) {
		t.Errorf("%d, want %d", s.size(), len(in))
	}
	for h := range uint32(40_000) {
		if s.has(h) != in[h] {
			t.Fatalf("%d: %v", h, s.has(h))
		}
	}
}

// Words can be made whose hashes all want the same place.
func TestWorkIsBoundedHoweverHashesFall(t *testing.T) {
	var s hashSet
	want := spread(1) % (1 << 16)
	n := 0
	for h := uint32(1); n < 2000; h++ {
		if spread(h)%(1<<16) == want {
			s.add(h)
			n++
		}
	}
	if len(s.slots) > 1<<13 {
		t.Errorf("%d slots for %d hashes", len(s.slots), n)
	}
}

func TestWordsAreFoundByTheirHash(t *testing.T) {
	table := newWordTable(map[string]uint8{"foto": 1, "фото": 2, "©": 3})
	hash := func(word string) (h uint32) {
		h = noHash
		for _, r := range word {
			h = hashRune(h, r)
		}
		return h
	}
	for word, want := range map[string]uint8{"foto": 1, "фото": 2, "©": 3, "photo": 0, "": 0} {
		if got, ok := table.find([]byte(word), hash(word)); got != want || ok != (want > 0) {
			t.Errorf("%q: %d, %v", word, got, ok)
		}
	}
}

package boilerplate

// hashSet is a set of hashes: of the words that are known of a story, which each
// word of a page is looked up in. A map would do, at five times the cost.
type hashSet struct {
	slots []uint32 // a power of two of them, half of them empty; 0 is an empty one
	n     int
	zero  bool // 0 is in the set
}

func (s *hashSet) size() int { return s.n }

// maxProbes is how far a hash may stand from its place. A page whose words were
// made to share one place does not find them all.
const maxProbes = 256

func (s *hashSet) has(h uint32) bool {
	if s.n == 0 {
		return false
	}
	if h == 0 {
		return s.zero
	}
	mask := uint32(len(s.slots) - 1)
	at := spread(h)
	for range maxProbes {
		switch s.slots[at&mask] {
		case h:
			return true
		case 0:
			return false
		}
		at++
	}
	return false
}

func (s *hashSet) add(h uint32) {
	if s.has(h) {
		return
	}
	if s.n++; h == 0 {
		s.zero = true
	}
	if s.n*2 > len(s.slots) {
		old := s.slots
		s.slots = make([]uint32, max(2*len(old), 64))
		for _, x := range old {
			s.put(x)
		}
	}
	s.put(h)
}

// put finds a place for a hash that is not in the set.
func (s *hashSet) put(h uint32) {
	mask := uint32(len(s.slots) - 1)
	at := spread(h)
	for range maxProbes {
		if s.slots[at&mask] == 0 {
			s.slots[at&mask] = h // a 0 changes nothing
			return
		}
		at++
	}
}

// spread lets all bits of a hash say where it goes.
func spread(h uint32) uint32 { return h * 0x9E3779B1 >> 15 }

// wordTable maps words to the families that they are of. It is not changed once
// it is made.
type wordTable struct {
	slots []wordSlot // a power of two
}

type wordSlot struct {
	word   string
	family uint8
}

func newWordTable(words map[string]uint8) *wordTable {
	size := 64
	for size < 4*len(words) {
		size *= 2
	}
	t := &wordTable{slots: make([]wordSlot, size)}
	for word, family := range words {
		h := uint32(noHash)
		for _, r := range word {
			h = hashRune(h, r)
		}
		mask := uint32(size - 1)
		i := spread(h) & mask
		for t.slots[i].word != "" {
			i = (i + 1) & mask
		}
		t.slots[i] = wordSlot{word, family}
	}
	return t
}

// find looks a word up that has this hash.
func (t *wordTable) find(word []byte, h uint32) (family uint8, ok bool) {
	mask := uint32(len(t.slots) - 1)
	for i := spread(h) & mask; t.slots[i].word != ""; i = (i + 1) & mask {
		if t.slots[i].word == string(word) {
			return t.slots[i].family, true
		}
	}
	return 0, false
}

// noHash is where the hash of a word begins, and hashRune how it goes on (FNV-1a,
// by runes).
const noHash = 2166136261

func hashRune(h uint32, r rune) uint32 { return (h ^ uint32(r)) * 16777619 }

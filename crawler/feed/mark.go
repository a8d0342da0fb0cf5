package feed

import (
	"bytes"

	"github.com/wiredesk/wiredesk/normalize"
)

// marker knows items by their bytes. What stood in a feed at the last poll mostly
// stands there still, to the byte: such an item is passed over before any parser
// sees it.
type marker struct {
	known   func(mark uint64) bool // nil if nothing is
	seed    uint64                 // of what else an item depends on
	skipped []uint64
	end     int    // where the item that was looked at last ends, or -1
	mark    uint64 // of it
	budget  int    // how many bytes may still be looked at
}

func newMarker(src Source, size int) marker {
	return marker{known: src.Known, seed: hash("mark", src.URL, src.ContentLocation), end: -1, budget: 2 * size}
}

// skip passes over the item whose start tag t ends at pos, if it is known. An
// item ends at the first end tag of its name: where that stands in a section of
// CDATA, marks never match, and the item is read.
func (s *scanner) skip(t *tag) bool {
	m := &s.marker
	if m.known == nil || t.closed || len(s.open) == 0 {
		return false
	}
	start := s.pos - t.end
	if m.end < s.pos {
		m.end = endOf(s.in, s.pos, t.name)
	}
	if m.end < 0 || m.end-start > m.budget { // items inside of each other share an end: that would be quadratic
		m.known, m.end = nil, -1 // mark is not that of this item
		return false
	}
	m.budget -= m.end - start
	m.mark = m.of(s.in[start:m.end])
	if !m.known(m.mark) {
		return false
	}
	m.skipped = append(m.skipped, m.mark)
	s.pos = m.end
	s.open[len(s.open)-1].kids++
	s.itemEnds()
	return true
}

// endOf is where the next end tag of a name ends, or -1.
func endOf(b []byte, from int, name []byte) int {
	tag := append(append(make([]byte, 0, 64), "</"...), name...)
	i := bytes.Index(b[from:], tag)
	if i < 0 {
		return -1
	}
	i += from + len(tag)
	if i == len(b) || b[i] != '>' {
		return -1
	}
	return i + 1
}

// markOf is the mark of the item that began at start and ends at pos.
func (s *scanner) markOf(start int) uint64 {
	if s.marker.end == s.pos {
		return s.marker.mark
	}
	return s.marker.of(s.in[start:s.pos])
}

// of is a hash of bytes, eight at a time: FNV-1a over words, with the high bits
// folded in.
func (m *marker) of(b []byte) uint64 {
	const prime = 1099511628211
	h := m.seed
	for ; len(b) >= 8; b = b[8:] {
		word := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		h = (h ^ word) * prime
		h ^= h >> 29
	}
	for _, c := range b {
		h = (h ^ uint64(c)) * prime
	}
	return h ^ h>>32
}

// addItem appends an entry with the mark of the bytes it was read from.
func (f *Feed) addItem(e normalize.Entry, mark uint64) {
	f.Items, f.marks = append(f.Items, e), append(f.marks, mark)
}

// Mark identifies the bytes from which Items[i] was read, for Source.Known; 0 if
// they cannot be told apart, as in a sitemap.
func (f *Feed) Mark(i int) uint64 {
	if i >= len(f.marks) {
		return 0
	}
	return f.marks[i]
}

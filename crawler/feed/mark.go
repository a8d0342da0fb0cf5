package feed

import (
	"bytes"
	"encoding/binary"
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

// of is a hash of bytes, eight at a time: FNV-1a over words, with the high bits
// folded in.
func (m *marker) of(b []byte) uint64 {
	const prime = 1099511628211
	h := m.seed
	for ; len(b) >= 8; b = b[8:] {
		h = (h ^ binary.LittleEndian.Uint64(b)) * prime
		h ^= h >> 29
	}
	for _, c := range b {
		h = (h ^ uint64(c)) * prime
	}
	return h ^ h>>32
}

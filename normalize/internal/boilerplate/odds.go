package boilerplate

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// Learned is what training found out about words.
type Learned struct {
	Words Odds // of short lines, single and in pairs
	Names Odds // of classes and ids, single and in pairs
}

// Odds says of the hashes of words how much more often they stand in stories
// than beside them, as a logarithm, in steps of a sixteenth. It is not changed by
// use.
type Odds struct {
	keys   []uint32 // a hash table with open addressing; 0 is an empty place
	values []int8
	n      int
	may    []uint64 // bits, two for each place, that are set for the keys: most of what is looked up has none, and they stay near
}

// NewOdds makes a table of what has been learned.
func NewOdds(m map[uint32]int8) Odds {
	o := Odds{n: len(m)}
	if len(m) == 0 {
		return o
	}
	size := 16
	for size < 3*len(m) {
		size *= 2
	}
	o.keys, o.values, o.may = make([]uint32, size), make([]int8, size), make([]uint64, max(size/32, 1))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		if k == 0 {
			o.n--
			continue
		}
		i := o.place(k)
		o.keys[i], o.values[i] = k, m[k]
		word, bit := o.mark(k)
		o.may[word] |= bit
	}
	return o
}

// place is where a key stands, or would.
func (o *Odds) place(k uint32) int {
	mask := uint32(len(o.keys) - 1)
	i := spread(k) & mask
	for o.keys[i] != 0 && o.keys[i] != k {
		i = (i + 1) & mask
	}
	return int(i)
}

// mark is the bit of a key.
func (o *Odds) mark(k uint32) (word uint32, bit uint64) {
	at := spread(k)
	return at / 64 & uint32(len(o.may)-1), 1 << (at % 64)
}

// of is what has been learned of a hash; ok is false for nothing.
func (o *Odds) of(k uint32) (odds int8, ok bool) {
	if len(o.keys) == 0 {
		return 0, false
	}
	if word, bit := o.mark(k); o.may[word]&bit == 0 {
		return 0, false
	}
	i := o.place(k)
	return o.values[i], o.keys[i] == k && k != 0
}

// Append writes the table: a count, then hashes in order and their odds.
func (o Odds) Append(b []byte) []byte {
	m := make(map[uint32]int8, o.n)
	for i, k := range o.keys {
		if k != 0 {
			m[k] = o.values[i]
		}
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(m)))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		b = append(binary.LittleEndian.AppendUint32(b, k), uint8(m[k]))
	}
	return b
}

// maxOdds bounds a table of odds.
const maxOdds = 1 << 16

// readOdds reads what Append wrote.
func readOdds(b []byte) (Odds, []byte, error) {
	if len(b) < 4 {
		return Odds{}, nil, errShort
	}
	n := int(binary.LittleEndian.Uint32(b))
	if n > maxOdds {
		return Odds{}, nil, fmt.Errorf("%d odds, more than %d", n, maxOdds)
	}
	if b = b[4:]; len(b) < 5*n {
		return Odds{}, nil, errShort
	}
	m, last := make(map[uint32]int8, n), uint32(0)
	for i := range n {
		k := binary.LittleEndian.Uint32(b[5*i:])
		if k <= last {
			return Odds{}, nil, fmt.Errorf("hash %d stands out of order", k)
		}
		m[k], last = int8(b[5*i+4]), k
	}
	return NewOdds(m), b[5*n:], nil
}

// tally is the sum and the ends of the odds of several words.
type tally struct {
	sum       int32
	n         int32
	low, high int8
}

func (t *tally) add(odds int8) {
	t.sum += int32(odds)
	t.n++
	t.low, t.high = min(t.low, odds), max(t.high, odds)
}

// join adds another tally.
func (t *tally) join(u tally) {
	t.sum, t.n = t.sum+u.sum, t.n+u.n
	t.low, t.high = min(t.low, u.low), max(t.high, u.high)
}

func (t *tally) mean() float32 {
	return float32(t.sum) / float32(max(t.n, 1))
}

// pairOf is the hash of two words in a row.
func pairOf(a, b uint32) uint32 { return (a*31+b)*0x85EBCA6B + 1 }

package crawler

import (
	"slices"
	"time"
)

// What a poll finds no place for is put off: it is not seen to, and the record says so. The
// feed's validators are not kept then, since they stand for a body that was seen to, and
// the next poll takes up what is left.

// newestFirst sorts entries so that the newest get the first slots, and the oldest are put
// off if there are too few. One without a date stands where it stood, and none is newer
// than now.
func newestFirst(list []Sighting, now time.Time) []Sighting {
	type dated struct {
		Sighting
		at time.Time
	}
	byDate, at := make([]dated, len(list)), now
	for i, s := range list {
		if d := latest(s.Entry.Published, s.Entry.Updated); !d.IsZero() {
			at = d
		}
		if at.After(now) {
			at = now
		}
		byDate[i] = dated{s, at}
	}
	slices.SortStableFunc(byDate, func(a, b dated) int { return b.at.Compare(a.at) })
	sorted := make([]Sighting, len(list))
	for i, d := range byDate {
		sorted[i] = d.Sighting
	}
	return sorted
}

// deferEntry puts an entry off.
func (p *polled) deferEntry(s Sighting, why Deferral) {
	if p.deferred == nil {
		p.deferred = map[Deferral]int{}
	}
	p.deferred[why]++
	if f, ok := p.seen[s.key]; ok {
		p.seen[s.key] = f.Defer(s.Changed)
	}
}

// putOff counts the entries that are put off.
func (p *polled) putOff() (n int) {
	for _, count := range p.deferred {
		n += count
	}
	return n
}

package prose

import "golang.org/x/net/html/atom"

// Decide keeps the segments with enough of a score. The items of a list and the
// cells of a table stay or go together: half a list is worse than either.
func (p *Page) Decide(keep float32) {
	for i := range p.Segments {
		p.Segments[i].Keep = p.Segments[i].Score >= keep
	}
	for i := len(p.boxes) - 1; i >= 0; i-- { // what stands in another comes after it
		b := p.boxes[i]
		if b.tag == atom.Ul || b.tag == atom.Ol || b.tag == atom.Table {
			p.decideTogether(int(b.first), int(b.last), keep)
		}
	}
}

// Bounds of what is decided about as one: longer lists and tables hold whole
// pages.
const (
	maxTogether = 200
	maxItem     = 60 // words
)

func (p *Page) decideTogether(first, last int, keep float32) {
	if last-first < 2 || last-first > maxTogether {
		return
	}
	sum, size := float32(0), float32(0)
	for _, s := range p.Segments[first:last] {
		if s.s.words > maxItem {
			return
		}
		w := float32(s.s.words + 2)
		sum, size = sum+w*s.Score, size+w
	}
	for i := first; i < last; i++ {
		p.Segments[i].Keep = sum >= keep*size
	}
}

package boilerplate

import "golang.org/x/net/html/atom"

// Decide keeps the segments with enough of a score. The items of a list and the
// cells of a table stay or go together: half a list is worse than either.
func (p *Page) Decide(keep float32) {
	for i := range p.Segments {
		p.Segments[i].Keep = p.Segments[i].Score >= keep
	}
	for i := len(p.boxes) - 1; i >= 0; i-- { // what stands in another comes after it
		b := p.boxes[i]
		if b.tag == atom.Ul || b.tag == atom.Ol || b.tag == atom.Table && !p.laysOut(i) {
			p.decideTogether(b, keep)
		}
	}
	p.dropRepeated()
}

// Bounds of what a story does not say again.
const (
	notice   = 3   // lines that a page says so often are notices of it
	again    = .9  // of the runs of words of a line
	minAgain = 20  // words of a line: a story does repeat shorter ones, as headings and pulled quotes
	minOnce  = 150 // words that must be left: a short text may be made of repetitions
)

// dropRepeated drops what was kept before: a page holds its story twice for two
// kinds of screens, and notices for each thing that it does not show.
func (p *Page) dropRepeated() {
	if !p.repeats() {
		return
	}
	var repeated []int
	once := 0
	heard := make(map[uint32]struct{}, 1024)
	for i := range p.Segments {
		s := &p.Segments[i]
		if !s.Keep {
			continue
		}
		if s.s.words >= minAgain && (s.copies >= notice || p.heardOf(s, heard) > again) {
			repeated = append(repeated, i)
			continue
		}
		once += int(s.s.words)
		for _, g := range p.view.grams[s.grams:s.gramsLast] {
			heard[g] = struct{}{}
		}
	}
	if once < minOnce {
		return
	}
	for _, i := range repeated {
		p.Segments[i].Keep = false
	}
}

// repeats reports whether a line that is kept stands, all in all, elsewhere too:
// few pages have one.
func (p *Page) repeats() bool {
	for i := range p.Segments {
		if s := &p.Segments[i]; s.Keep && s.s.words >= minAgain && (s.copies >= notice || s.echo > again) {
			return true
		}
	}
	return false
}

// heardOf is the share of a segment's runs of words that were heard.
func (p *Page) heardOf(s *Segment, heard map[uint32]struct{}) float32 {
	grams, n := p.view.grams[s.grams:s.gramsLast], 0
	for _, g := range grams {
		if _, ok := heard[g]; ok {
			n++
		}
	}
	return share(float64(n), float64(len(grams)))
}

// Bounds of what is decided about as one: longer lists and tables hold whole
// pages.
const (
	maxTogether = 200
	maxItem     = 60 // words
)

func (p *Page) decideTogether(b box, keep float32) {
	first, last := int(b.first), int(b.last)
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
	if p.follows(b, first) {
		keep *= ofText
	}
	for i := first; i < last; i++ {
		p.Segments[i].Keep = sum >= keep*size
	}
}

// laysOut reports whether a table lays a page out: it holds headings, other
// tables, or more paragraphs than cells.
func (p *Page) laysOut(table int) bool {
	cells, paragraphs := 0, 0
	for _, b := range p.boxes[table+1:] {
		if b.first >= p.boxes[table].last {
			break
		}
		switch b.tag {
		case atom.H1, atom.H2, atom.H3, atom.Table:
			return true
		case atom.Td, atom.Th:
			cells++
		case atom.P:
			paragraphs++
		}
	}
	return paragraphs > 2 && paragraphs > cells
}

// ofText is the part of the threshold that a list needs that follows a line of
// the text. The model sees many lists of links and few others.
const ofText = .3

// follows reports whether a list without links stands right below a line that is
// kept, in the same element.
func (p *Page) follows(b box, first int) bool {
	if first == 0 || !p.Segments[first-1].Keep {
		return false
	}
	for _, s := range p.Segments[b.first:b.last] {
		if s.linked > 0 {
			return false
		}
	}
	before := p.Segments[first-1]
	return before.box == b.parent || p.boxes[before.box].parent == b.parent
}

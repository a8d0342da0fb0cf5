package normalize

import (
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// teasers leaves out lists of other stories below a heading that introduces such,
// as "You may also like": what follows it, up to the next heading that is no
// smaller, where that consists of links with a few words each; and the heading
// itself where nothing of the text follows it in its element.
func (s *survey) teasers() {
	asked := 0
	begin, end, _ := s.cut.Span()
	for _, e := range s.elements {
		if e.First < begin || e.First > end {
			continue
		}
		if !isHeading(e.Node.DataAtom) && e.Node.DataAtom != atom.P && e.Node.DataAtom != atom.Div || e.Last-e.First != 1 || s.total(e.First,
			e.Last) > 8 {
			continue
		}
		if !introducesRelated(s.cut.Text(e.First)) {
			continue
		}
		if asked++; asked > maxAsked {
			return
		}
		last := s.proseAfter(e.Last, s.sectionEnd(e))
		if n := s.kept(e.Last, last); n == 0 || n*3 < s.story() && s.isTeasers(e.Last, last, isHeading(e.Node.DataAtom)) {
			s.leave(e.First, last, "links to other stories")
		}
	}
}

// sectionEnd is where the section of a heading ends.
func (s *survey) sectionEnd(h boilerplate.Element) int {
	last := len(s.cut.Segments)
	for i := len(s.elements) - 1; i >= 0; i-- {
		if e := s.elements[i]; e.First <= h.First && e.Last > h.Last && e.Node != h.Node {
			last = e.Last
			break
		}
	}
	for _, e := range s.elements {
		if e.First >= h.Last && e.First < last && isHeading(e.Node.DataAtom) && isHeading(h.Node.DataAtom) && e.Node.Data <= h.Node.Data {
			return e.First
		}
	}
	return last
}

// proseAfter is where text begins, in a section of teasers, that stands in no
// element with a link; its end if there is none.
func (s *survey) proseAfter(first, last int) int {
	for i := first; i < min(last, first+maxSection); i++ {
		if s.total(i, i+1) >= minProse && s.cut.Linked(i) <= .8 && !s.besideLink(i, first, last) {
			return i
		}
	}
	return min(last, first+maxSection)
}

// maxSection is how many segments below a heading may be teasers.
const maxSection = 60

// besideLink reports whether a segment stands in an element with a link, smaller
// than the section that they are in.
func (s *survey) besideLink(i, first, last int) bool {
	for _, e := range s.elements {
		if e.First > i {
			return false
		}
		if e.First < first || e.Last > last || e.Last <= i || e.First == first && e.Last == last && last-first > 3 {
			continue
		}
		for k := e.First; k < e.Last; k++ {
			if k != i && s.cut.Linked(k) > .8 {
				return true
			}
		}
	}
	return false
}

// Words of a teaser beside its link, and of a line that is prose.
const (
	maxTeaser = 35
	minProse  = 8
)

// isTeasers reports whether segments are links to other stories. Below a heading
// each may have a few words of its story beside it.
func (s *survey) isTeasers(first, last int, headed bool) bool {
	links, prose := 0, 0
	for i := first; i < last; i++ {
		n := s.total(i, i+1)
		switch {
		case s.cut.Linked(i) > .8:
			if n >= 2 {
				links++
			}
		case n > maxTeaser:
			return false
		case n >= minProse:
			prose++
		}
	}
	return links > 0 && (prose == 0 || headed && prose <= links)
}

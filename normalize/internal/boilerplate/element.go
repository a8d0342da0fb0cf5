package boilerplate

import (
	"iter"

	"golang.org/x/net/html"
)

// Element is an element that begins lines of its own, with the segments in it:
// from First on, before Last.
type Element struct {
	Node        *html.Node
	First, Last int
}

// Elements are the elements of a page's body that begin lines of their own, in
// document order: each before those in it.
func (p *Page) Elements() iter.Seq[Element] {
	return func(yield func(Element) bool) {
		for _, b := range p.boxes[1:] {
			if !yield(Element{b.node, int(b.first), int(b.last)}) {
				return
			}
		}
	}
}

// Around is the innermost element that begins a line of its own around a segment;
// its Node is nil for what stands in the body itself.
func (p *Page) Around(i int) Element {
	b := p.boxes[p.Segments[i].box]
	return Element{b.node, int(b.first), int(b.last)}
}

// Linked is the share of a segment's text that is links.
func (p *Page) Linked(i int) float32 {
	s := &p.Segments[i]
	return share(float64(s.linked), float64(s.to-s.from))
}

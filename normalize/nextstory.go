package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// Bounds of what shows that another story begins: the words of this one before
// it and of that one below, and how far from its headline its byline may stand.
const (
	minBefore   = 15 // words
	minNext     = 15 // words
	maxNextHead = 12 // words of the byline and the date
	nextHead    = 6  // segments
)

// nextStories leaves out the stories that pages for endless scrolling hold below
// the one that was asked for, and teasers as long as stories within it: each has
// a headline that is made as this one's, and a byline or a date below it.
func (s *survey) nextStories() {
	head, ok := s.headline()
	if !ok || s.page.story().is("LiveBlogPosting") {
		return
	}
	asked := 0
	for _, e := range s.elements {
		if e.First < head.Last || !isHeading(e.Node.DataAtom) || e.Node.DataAtom == atom.H6 ||
			s.kept(e.First, len(s.words)-1) == 0 || s.kept(head.Last, e.First) < minBefore {
			continue
		}
		if asked++; asked > maxAsked {
			return
		}
		if first, last, ok := s.anotherStory(head, e); ok {
			s.leave(first, last, "another story")
		}
	}
}

// headline is the element that has the page's headline.
func (s *survey) headline() (head boilerplate.Element, ok bool) {
	want := squeeze(s.page.heading)
	if want == "" {
		return head, false
	}
	for _, e := range s.elements {
		if isHeading(e.Node.DataAtom) && e.Last-e.First < 6 && s.total(e.First, e.Last) < 100 && strings.HasSuffix(squeeze(s.textOf(e.First,
			e.Last)), want) {
			return e, true
		}
	}
	return head, false
}

func (s *survey) textOf(first, last int) string {
	var b strings.Builder
	for i := first; i < last; i++ {
		b.WriteString(s.cut.Text(i) + " ")
	}
	return b.String()
}

// anotherStory says which segments are of the story that a heading heads, if it
// is another one than that of the headline.
func (s *survey) anotherStory(head, e boilerplate.Element) (first, last int, ok bool) {
	if e.Last-e.First > 3 || s.total(e.First, e.Last) < 2 || s.total(e.First, e.Last) > 40 {
		return 0, 0, false
	}
	around, mine := s.apartFrom(e.Node, head.Node)
	signs, named := 0, 0
	if e.Node.DataAtom == atom.H1 {
		signs += 2
	}
	if class := plainClass(e.Node); class != "" && class == plainClass(head.Node) {
		signs += 2
	}
	if around != e.Node && s.isAlike(around, mine) && s.startsWith(around, e) {
		signs += 2
	}
	if around != e.Node && (mine.DataAtom == atom.Main || mine.DataAtom == atom.Article && around.DataAtom != atom.Article) {
		signs += 2 // it stands outside of what the page calls its story
	}
	if s.leadsElsewhere(e.Node) {
		if signs++; around.DataAtom == atom.Article {
			signs++
		}
	}
	if signs == 0 || squeeze(s.textOf(e.First, e.Last)) == squeeze(s.page.heading) {
		return 0, 0, false
	}
	first, last = s.extent(e, around)
	if s.kept(first, last) < minNext {
		return 0, 0, false
	}
	for i := e.Last; i < min(e.Last+nextHead, last); i++ {
		if s.total(i, i+1) <= maxNextHead {
			named = max(named, s.signs(i))
		}
	}
	return first, last, named > 0 && signs+named >= 4
}

// isAlike reports whether two elements are made in the same way.
func (s *survey) isAlike(a, b *html.Node) bool {
	class := plainClass(a)
	return a.DataAtom == b.DataAtom && class == plainClass(b) && (class != "" || a.DataAtom == atom.Article)
}

// startsWith reports whether an element begins with a heading, but for a few words.
func (s *survey) startsWith(around *html.Node, h boilerplate.Element) bool {
	for _, e := range s.elements {
		if e.Node == around {
			return s.kept(e.First, h.First) <= maxNextHead
		}
	}
	return false
}

// signs says whether a short line names an author (2) or a date (1).
func (s *survey) signs(i int) int {
	text := s.cut.Text(i)
	n := s.cut.Node(i)
	switch {
	case isBylineLine(text) || isByline(classesAbove(n.Parent)):
		return 2
	case isDateLine(text) || mayBeDate(text) || namesDate(classesAbove(n.Parent)) || standsIn(n, atom.Time, 3):
		return 1
	}
	return 0
}

// standsIn reports whether a node stands in an element of a kind, no more than some
// steps up.
func standsIn(n *html.Node, a atom.Atom, steps int) bool {
	for ; n != nil && steps >= 0; n, steps = n.Parent, steps-1 {
		if n.DataAtom == a && n.Type == html.ElementNode {
			return true
		}
	}
	return false
}

// apartFrom are the largest elements around a node and around the headline that do
// not hold the other.
func (s *survey) apartFrom(n, head *html.Node) (around, mine *html.Node) {
	if s.above == nil {
		s.above = map[*html.Node]*html.Node{}
		for n, child := head, head; n != nil; n, child = n.Parent, n {
			s.above[n] = child
		}
	}
	for around = n; around.Parent != nil; around = around.Parent {
		if child, ok := s.above[around.Parent]; ok {
			return around, child
		}
	}
	return around, head
}

// plainClass is the class of an element, without the numbers in it.
func plainClass(n *html.Node) string {
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return -1
		}
		return c
	}, fold(attr(n, "class")))
}

// extent is what a heading heads: the smallest element around it, no larger than
// one, that holds text beside it, or, where it stands among the text, all that
// follows it in its element.
func (s *survey) extent(e boilerplate.Element, around *html.Node) (first, last int) {
	if around != e.Node {
		for i := len(s.elements) - 1; i >= 0; i-- {
			x := s.elements[i]
			if x.First <= e.First && x.Last >= e.Last && x.Node != e.Node && holds(around, x.Node) && holds(x.Node, e.Node) && s.kept(e.Last,
				x.Last) >= minNext {
				if s.kept(x.First, e.First) > maxNextHead {
					break // it holds this story too
				}
				return x.First, x.Last
			}
		}
	}
	last = len(s.cut.Segments)
	if parent := e.Node.Parent; parent != nil {
		for _, x := range s.elements {
			if x.Node == parent {
				last = x.Last
			}
		}
	}
	return e.First, last
}

// leadsElsewhere reports whether a heading is, or holds, a link to another page.
func (s *survey) leadsElsewhere(h *html.Node) bool {
	a := find(h, atom.A)
	if a == nil && h.Parent != nil && h.Parent.DataAtom == atom.A {
		a = h.Parent
	}
	return a != nil && s.page.addressIs(attr(a, "href")) == otherAddress
}

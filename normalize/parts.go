package normalize

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// maxAsked is how many parts of a page a rule looks at more closely: each of them
// may cost a look at all elements.
const maxAsked = 60

// survey looks over a page whose lines the model has told apart, for parts that
// read like text and are none of this story: another one below it, comments,
// dialogs, boxes of forms.
type survey struct {
	page     *page
	cut      *boilerplate.Page
	elements []boilerplate.Element
	words    []int // of segments that are kept, before each segment
	all      []int // of all segments
	reasons  map[int]string
	above    map[*html.Node]*html.Node // the elements around the headline, and the child of each that leads to it
}

// count adds up the words of the segments.
func (s *survey) count() {
	n := len(s.cut.Segments)
	if s.words == nil {
		s.words, s.all = make([]int, n+1), make([]int, n+1)
	}
	for i := range n {
		w := s.cut.Words(i)
		s.all[i+1], s.words[i+1] = s.all[i]+w, s.words[i]
		if s.cut.Segments[i].Keep {
			s.words[i+1] += w
		}
	}
}

// kept is how many words of some segments are kept; total of all.
func (s *survey) kept(first, last int) int { return s.words[last] - s.words[first] }

func (s *survey) total(first, last int) int { return s.all[last] - s.all[first] }

func (s *survey) keptIn(e boilerplate.Element) int { return s.kept(e.First, e.Last) }

func (s *survey) story() int { return s.words[len(s.words)-1] }

// leave leaves segments out of the text, for a reason.
func (s *survey) leave(first, last int, reason string) {
	changed := false
	for i := first; i < last; i++ {
		if s.cut.Segments[i].Keep {
			s.cut.Segments[i].Keep, s.reasons[i] = false, reason
			changed = true
		}
	}
	if changed {
		s.count()
	}
}

// holds reports whether a node stands in an element.
func holds(around, n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == around {
			return true
		}
	}
	return false
}

func isHeading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// isPlace reports whether an element is one that means nothing for the text in it.
func isPlace(a atom.Atom) bool {
	switch a {
	case atom.Html, atom.Body, atom.Div, atom.Article, atom.Section, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Center, atom.Form,
		atom.Details, atom.P:
		return true
	}
	return false
}

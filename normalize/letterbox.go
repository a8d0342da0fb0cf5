package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// Words of a box in which readers leave an address or a password: all of them,
// those that are kept, and those of one line.
const (
	maxLetterBox  = 90
	maxLetterText = 60
	maxLetterLine = 30
)

// noteInput remembers the fields in which readers leave an address or a password.
func (p *page) noteInput(n *html.Node) {
	if len(p.fields) < maxFields && isAddressField(n) {
		p.fields = append(p.fields, n)
	}
}

// maxFields bounds the fields that are remembered of one page.
const maxFields = 30

func isAddressField(n *html.Node) bool {
	switch strings.ToLower(attr(n, "type")) {
	case "email", "password":
		return true
	case "", "text":
		name := strings.ToLower(attr(n, "name") + " " + attr(n, "id") + " " + attr(n, "placeholder") + " " + attr(n, "class"))
		return strings.Contains(name, "mail")
	}
	return false
}

// letterBoxes leaves out the boxes around such fields: what they say is an offer of
// the site. A box is the largest element around a field that holds a few words.
func (s *survey) letterBoxes() {
	for _, field := range s.page.fields {
		if box, ok := s.boxAround(field); ok {
			s.leave(box.First, box.Last, "a form")
		}
	}
}

func (s *survey) boxAround(field *html.Node) (box boilerplate.Element, ok bool) {
	for _, e := range s.elements { // the first that is small enough holds the others
		if e.Last > e.First && s.total(e.First, e.Last) <= maxLetterBox && holds(e.Node, field) && s.isOffer(e) {
			return e, true
		}
	}
	return box, false
}

// isOffer reports whether what is kept of an element can be an offer of the site,
// and is not the beginning of the story.
func (s *survey) isOffer(e boilerplate.Element) bool {
	n := s.keptIn(e)
	if n > maxLetterText || n*4 > s.story() || find(e.Node, atom.H1) != nil {
		return false
	}
	for i := e.First; i < e.Last; i++ {
		if s.kept(i, i+1) > maxLetterLine {
			return false
		}
	}
	return s.kept(0, e.First) > 0 || n == 0
}

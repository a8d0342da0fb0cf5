package normalize

import (
	"html"
	"strings"
	"unicode"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// inline collects a line of text twice: as it reads, and as HTML with the links
// and the emphasis in it. Its HTML holds the elements of inlineTags only, and no
// attribute but the href of a link, which is absolute and of http or https.
type inline struct {
	text   []byte
	markup []byte
	open   []openTag // elements around what comes next
	begun  int       // how many of them are written
}

type openTag struct{ name, start string }

// inlineTags are the elements that survive within a line.
var inlineTags = map[atom.Atom]string{
	atom.A: "a", atom.Em: "em", atom.I: "em", atom.Strong: "strong", atom.B: "strong", atom.Sub: "sub", atom.Sup: "sup", atom.Code: "code", atom.Cite: "cite", atom.Q: "q",
}

// maxOpen bounds how deep elements stand in each other within a line.
const maxOpen = 8

// write adds text. An element is begun when there is something to put into it,
// so that none is left empty.
func (l *inline) write(text string) {
	l.text = append(l.text, text...)
	if strings.TrimFunc(text, unicode.IsSpace) == "" {
		l.markup = append(l.markup, " "...)
		return
	}
	for ; l.begun < len(l.open); l.begun++ {
		l.markup = append(l.markup, l.open[l.begun].start...)
	}
	l.markup = append(l.markup, html.EscapeString(text)...)
}

// enter opens an element, if it is one that stays; leave closes it.
func (l *inline) enter(n *nethtml.Node, href string) (entered bool) {
	name := inlineTags[n.DataAtom]
	if name == "" || len(l.open) >= maxOpen || name == "a" && (href == "" || l.within("a")) {
		return false
	}
	start := "<" + name + ">"
	if name == "a" {
		start = `<a href="` + html.EscapeString(href) + `">`
	}
	l.open = append(l.open, openTag{name, start})
	return true
}

func (l *inline) leave() {
	last := len(l.open) - 1
	if l.begun > last {
		l.markup = append(l.markup, "</"+l.open[last].name+">"...)
		l.begun = last
	}
	l.open = l.open[:last]
}

func (l *inline) within(name string) bool {
	for _, o := range l.open {
		if o.name == name {
			return true
		}
	}
	return false
}

// take ends the line. Elements that are still open go on in the next one.
func (l *inline) take() (text, markup string) {
	for l.begun > 0 {
		l.begun--
		l.markup = append(l.markup, "</"+l.open[l.begun].name+">"...)
	}
	text, markup = fold(string(l.text)), fold(string(l.markup))
	l.text, l.markup = l.text[:0], l.markup[:0]
	return text, markup
}

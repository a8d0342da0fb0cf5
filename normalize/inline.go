package normalize

import (
	"bytes"
	"html"
	"strings"
	"unicode"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// inline collects a line of text twice: as it reads, and as HTML with the links
// and the emphasis in it. Its HTML holds the elements of inlineTags only, and no
// attribute but the href of a link, which is absolute and of http or https.
type inline struct {
	text   []byte
	markup []byte
	open   []openTag // elements around what comes next
	begun  int       // how many of them are written
	linked int       // bytes of the text that are links
	links  []article.Link
	link   *openLink // that the text is in, or nil
	noted  bool      // what stood before what comes next was a note, and left out
}

// openLink is a link that has not ended, and where in the text of the line it
// begins.
type openLink struct {
	href string
	from int
}

type openTag struct{ name, start string }

// textLine is a line that was collected.
type textLine struct {
	text, markup string
	linked       int // bytes of the text that are links
	links        []article.Link
}

// inlineTags are the elements that survive within a line.
var inlineTags = map[atom.Atom]string{
	atom.A: "a", atom.Em: "em", atom.I: "em", atom.Strong: "strong", atom.B: "strong", atom.Sub: "sub", atom.Sup: "sup", atom.Code: "code",
	atom.Cite: "cite", atom.Q: "q",
}

// maxOpen bounds how deep elements stand in each other within a line.
const maxOpen = 8

// maxLineLinks bounds the links that are remembered of one line.
const maxLineLinks = 20

// write adds text.
func (l *inline) write(text string) {
	if strings.TrimFunc(text, unicode.IsSpace) == "" {
		l.text = append(l.text, text...)
		l.markup = append(l.markup, " "...)
		return
	}
	l.writeAs(text, text)
}

// writeAs adds text that is written in another way as HTML, such as the digits of
// a power. An element is begun when there is something to put into it, so that
// none is left empty.
func (l *inline) writeAs(text, markup string) {
	if l.noted {
		l.closeNote(text)
	}
	l.text = append(l.text, text...)
	for ; l.begun < len(l.open); l.begun++ {
		l.markup = append(l.markup, l.open[l.begun].start...)
	}
	l.markup = append(l.markup, html.EscapeString(markup)...)
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

// beginLink says that a link begins, to an address or to none; endLink that it ends.
func (l *inline) beginLink(href string) (begun bool) {
	if l.link != nil {
		return false
	}
	l.link = &openLink{href, len(l.text)}
	return true
}

func (l *inline) endLink() {
	l.noteLink()
	l.link = nil
}

// noteLink counts what the line has of the link that the text is in.
func (l *inline) noteLink() {
	if l.link == nil || len(l.text) <= l.link.from {
		return
	}
	l.linked += len(l.text) - l.link.from
	if l.link.href != "" && len(l.links) < maxLineLinks {
		l.links = append(l.links, article.Link{URL: l.link.href, Title: clip(fold(string(l.text[l.link.from:])), 200)})
	}
	l.link.from = len(l.text)
}

// leaveLink does not count what the line has of a link that goes on in another
// paragraph: it is a block that one may press, and no link in a text.
func (l *inline) leaveLink() {
	if l.link != nil {
		l.link.from = len(l.text)
	}
}

// take ends the line. Elements that are still open go on in the next one.
func (l *inline) take() textLine {
	if len(l.text) == 0 && len(l.markup) == 0 {
		return textLine{}
	}
	for l.begun > 0 {
		l.begun--
		l.markup = append(l.markup, "</"+l.open[l.begun].name+">"...)
	}
	if l.noteLink(); l.link != nil {
		l.link.from = 0
	}
	line := textLine{text: fold(string(bytes.TrimSpace(l.text))), linked: l.linked, links: l.links}
	if line.markup = line.text; !bytes.Equal(l.text, l.markup) {
		line.markup = fold(string(bytes.TrimSpace(l.markup)))
	}
	l.text, l.markup, l.linked, l.links = l.text[:0], l.markup[:0], 0, nil
	return line
}

// closeNote goes on behind a note that was left out: what ends a sentence follows the
// word before it.
func (l *inline) closeNote(text string) {
	l.noted = false
	if strings.IndexAny(text, ".,;:)!?") == 0 {
		l.text, l.markup = bytes.TrimRight(l.text, " \n\t"), bytes.TrimRight(l.markup, " \n\t")
	}
}

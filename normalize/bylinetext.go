package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/internal/byline"
)

// maxBylineText is the longest text of an element, in bytes, that is taken for a
// byline.
const maxBylineText = 300

// bylineText is the text of an element that names authors, with a line break where
// one part of it ends: at a br, at elements that begin lines of their own, and
// between two others that hold a name, or a name and a job, each. ok is false if it
// is longer than bylines are.
func bylineText(n *html.Node) (text string, ok bool) {
	w := bylineWriter{nodes: maxBylineText + 100}
	w.walk(n)
	text = strings.TrimSpace(w.text.String())
	return text, w.nodes >= 0 && len(text) <= maxBylineText
}

// bylineWriter writes the text of an element part by part.
type bylineWriter struct {
	text   strings.Builder
	last   string // the part written last
	nodes  int    // left to look at
	line   bool   // an element that begins a line has begun or ended since
	edge   bool   // another one has
	spaced bool   // there was white space since
	family bool   // the element is named as one for the name of a family
}

func (w *bylineWriter) walk(n *html.Node) {
	if w.nodes--; w.nodes < 0 || w.text.Len() > 2*maxBylineText {
		return
	}
	if n.Type == html.TextNode {
		w.write(n.Data)
		return
	}
	if n.Type != html.ElementNode || isSilent[n.DataAtom] {
		return
	}
	line := isBlock[n.DataAtom] || n.DataAtom == atom.Br || n.DataAtom == atom.Button
	w.line, w.edge = w.line || line, true
	w.family = familyParts.heldBy(attr(n, "class")) || strings.EqualFold(attr(n, "itemprop"), "familyName")
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
	w.line, w.edge = w.line || line, true
}

func (w *bylineWriter) write(data string) {
	part := fold(data)
	first, _ := utf8.DecodeRuneInString(data)
	w.spaced = w.spaced || unicode.IsSpace(first)
	if part == "" {
		return
	}
	switch {
	case w.last == "":
	case w.line, w.edge && !w.family && byline.Apart(w.last, part):
		w.text.WriteByte('\n')
	case w.spaced, w.edge && utf8.RuneCountInString(w.last) > 1 && startsWithLetter(part) && endsInLetter(w.last): // styles put them apart
		w.text.WriteByte(' ')
	}
	w.text.WriteString(part)
	last, _ := utf8.DecodeLastRuneInString(data)
	w.last, w.line, w.edge, w.spaced, w.family = part, false, false, unicode.IsSpace(last), false
}

// familyParts are parts of class names for the names of families, which stand beside
// the first name in an element of their own.
var familyParts = partsOf("lastname", "last-name", "last_name", "familyname", "family-name", "surname", "nachname", "etternavn",
	"efternamn", "apellido", "cognome")

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

func endsInLetter(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r)
}

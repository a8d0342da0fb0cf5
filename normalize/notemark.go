package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/internal/formula"
)

// superscript writes what stands above the line: the digits of a power as such,
// and nothing of the mark of a footnote.
func (w *blockWalk) superscript(n *html.Node) {
	text, ok := shortText(n, maxRaised)
	if !ok {
		w.raised(n)
		return
	}
	before := lastWord(w.line.text)
	switch {
	case text == "":
	case isNoteMarkIn(n) || find(n, atom.A) == nil && isBareMark(text, before):
	case isPower(text, before):
		if w.line.enter(n, "") {
			defer w.line.leave()
		}
		w.line.writeAs(formula.Raised(text), text)
	default:
		w.raised(n)
	}
}

// maxRaised is the longest power or mark, in bytes.
const maxRaised = 40

func (w *blockWalk) raised(n *html.Node) {
	if w.line.enter(n, "") {
		defer w.line.leave()
	}
	w.walk(n)
}

// isNoteMarkIn reports whether a raised text is a link to a footnote.
func isNoteMarkIn(sup *html.Node) bool {
	if namesNote(sup) {
		return true
	}
	for c := sup.FirstChild; c != nil; c = c.NextSibling {
		if href := attr(c, "href"); c.Type == html.ElementNode && (isNoteMark(c, href, "") || strings.HasPrefix(href, "#") && !isCitation(c,
			href)) {
			return true
		}
	}
	return false
}

// isCitation reports whether a link is one to a source, in brackets, as papers and
// encyclopedias have them: it stays.
func isCitation(a *html.Node, href string) bool {
	text, ok := shortText(a, 16)
	return ok && strings.HasPrefix(text, "[") && strings.Contains(href, "cite")
}

// noteWords are parts of the names of elements that are marks of footnotes.
var noteWords = partsOf("footnote", "noteref", "endnote", "fnref", "note-ref", "fussnote", "appel-note", "reference-mark")

func namesNote(n *html.Node) bool {
	return noteWords.heldBy(attr(n, "class")) || noteWords.heldBy(attr(n, "id")) || strings.Contains(attr(n, "role"), "noteref")
}

// isNoteMark reports whether a link is the mark of a footnote, or leads back to
// it: a number, a sign or an arrow that leads to a place on the page. Where the
// text has brackets of its own around numbers, they stay: "[1-3]".
func isNoteMark(a *html.Node, href, before string) bool {
	if !strings.HasPrefix(href, "#") && !namesNote(a) || isCitation(a, href) {
		return false
	}
	text, ok := shortText(a, 16)
	if !ok || text == "" {
		return false
	}
	if last, _ := utf8.DecodeLastRuneInString(before); strings.ContainsRune("[(,-–", last) {
		return false
	}
	return isMark(text) || isNumberIn(text, "[]()", 4) && (strings.ContainsAny(text, "[(") || namesNote(a) || find(a, atom.Sup) != nil ||
		noteTargets.heldBy(href))
}

// noteTargets are parts of the places that the marks of footnotes lead to.
var noteTargets = partsOf("fn", "note", "nota", "ref", "cite", "fuss", "anm")

// isBareMark reports whether a raised text that is no link is the mark of a
// footnote: a sign, or a number behind what has no powers.
func isBareMark(text, before string) bool {
	if isMark(text) {
		return before != ""
	}
	if before == "" || !isNumberIn(text, "[]()", 3) {
		return false
	}
	if strings.ContainsAny(text, "[(") {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	if unicode.IsPunct(last) {
		return last != ')' && last != ']'
	}
	return unicode.IsLetter(last) && utf8.RuneCountInString(before) > 3
}

// isMark reports whether text is a sign that marks a footnote or leads back from
// one.
func isMark(text string) bool {
	return strings.Trim(text, "*†‡§¶#↩↑^⤴↵⬆⏎\ufe0e\ufe0f ") == ""
}

func isNumberIn(text, brackets string, digits int) bool {
	number := strings.Trim(text, brackets)
	if number == "" || len(number) > digits {
		return false
	}
	if len(number) == 1 && len(text) == 3 && number[0] >= 'a' && number[0] <= 'z' {
		return true // [a]
	}
	return strings.Trim(number, "0123456789") == ""
}

// isPower reports whether a raised text is an exponent of what stands before it.
func isPower(text, before string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	if !unicode.IsDigit(last) && !unicode.IsLetter(last) && last != ')' && last != ']' {
		return false
	}
	number := strings.TrimLeft(text, "+-−–")
	if number == "" {
		return false
	}
	if strings.Trim(number, "0123456789") == "" {
		return true
	}
	return unicode.IsDigit(last) && (text == "n" || text == "x" || text == "k" || len(number) < len(text))
}

// lastWord is the end of a line up to where it was written, from the last space
// on; "" at the beginning of a line or behind a space.
func lastWord(line []byte) string {
	const most = 40
	tail := line[max(len(line)-most, 0):]
	for i := len(tail); i > 0; {
		c, size := utf8.DecodeLastRune(tail[:i])
		if unicode.IsSpace(c) {
			return string(tail[i:])
		}
		i -= size
	}
	return string(tail)
}

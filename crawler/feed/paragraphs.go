package feed

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// text is plain text as HTML: blank lines part its paragraphs, other ends of lines
// stay, unless they are those of a text that was wrapped.
func (r resolver) text(s string) string {
	return r.charge(paragraphs(html.EscapeString(strings.TrimSpace(unwrapped(capField(s))))))
}

// paragraphs makes HTML of text that is escaped already. One line stays as it is.
func paragraphs(s string) string {
	if strings.ContainsAny(s, "\r\u2028\u2029") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2029", "\n\n", "\u2028", "\n").Replace(s)
	}
	s = strings.TrimSpace(s)
	if !strings.Contains(s, "\n") {
		return s
	}
	m := &parted{out: make([]byte, 0, len(s)+len(s)/8), left: maxParts}
	before, rest, several := cutParagraph(s)
	if !several {
		m.lines(s)
		return string(m.out)
	}
	for m.paragraph(before); several; m.paragraph(before) {
		m.out = append(m.out, '\n')
		if m.left <= 0 {
			before, several = rest, false
		} else {
			before, rest, several = cutParagraph(rest)
		}
	}
	return string(m.out)
}

// parted is a text that is being parted, as long as parts are left.
type parted struct {
	out  []byte
	left int
}

func (m *parted) paragraph(s string) {
	m.out = append(m.out, "<p>"...)
	m.lines(s)
	m.out = append(m.out, "</p>"...)
	m.left--
}

// cutParagraph cuts a text at its first blank line.
func cutParagraph(s string) (before, after string, found bool) {
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '\n')
		if i < 0 {
			return s, "", false
		}
		at += i + 1
		rest := strings.TrimLeft(s[at:], " \t\f\v\u00a0")
		if strings.HasPrefix(rest, "\n") {
			return s[:at-1], strings.TrimLeftFunc(rest, unicode.IsSpace), true
		}
		at = len(s) - len(rest)
	}
}

// hasParagraphs reports whether a text has a blank line.
func hasParagraphs(s string) bool {
	_, _, found := cutParagraph(strings.TrimSpace(s))
	return found
}

// lines keeps the ends of the lines of a paragraph.
func (m *parted) lines(p string) {
	end := "<br>\n"
	if isWrapped(p) {
		end = "\n"
	}
	for rest, more := p, true; more; m.left-- {
		var line string
		if line, rest, more = strings.Cut(rest, "\n"); m.left <= 0 {
			end = "\n"
		}
		if m.out = append(m.out, strings.TrimSpace(line)...); more {
			m.out = append(m.out, end...)
		}
	}
}

// Lines that all are about as long as each other were wrapped by a program, in
// characters.
const wrappedFrom, wrappedTo = 50, 100

func isWrapped(p string) bool {
	wrapped := false
	for {
		line, rest, more := strings.Cut(p, "\n")
		n := utf8.RuneCountInString(line)
		switch {
		case n > wrappedTo, more && n < wrappedFrom:
			return false
		case !more:
			return wrapped
		}
		wrapped, p = true, rest
	}
}

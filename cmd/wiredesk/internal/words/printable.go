package words

import (
	"strings"
	"unicode"
)

// Printable takes out of a text what a terminal would obey: publishers' texts
// are not ours. Line breaks and tabs stay.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// OneLine is a printable text on one line.
func OneLine(s string) string { return strings.Join(strings.Fields(Printable(s)), " ") }

// Inert is a text for a log, whatever writes it: without control characters, those that
// turn the direction of writing, and the spelling of an escape, which a handler that
// colours its lines turns back into one.
func Inert(s string) string {
	clean := func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
	}
	if strings.ContainsFunc(s, clean) {
		s = strings.Map(func(r rune) rune {
			if clean(r) {
				return '\uFFFD'
			}
			return r
		}, s)
	}
	return strings.ReplaceAll(s, `\x1b`, `\u001b`)
}

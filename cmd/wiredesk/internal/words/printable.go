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

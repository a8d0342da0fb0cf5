package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// fold makes one line of text: one space for each run of white space, none at its
// ends.
func fold(s string) string {
	s = strings.TrimSpace(s)
	n := foldedPrefix(s)
	if n == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for n < len(s) {
		b.WriteString(s[:n])
		b.WriteByte(' ')
		s = strings.TrimLeftFunc(s[n:], unicode.IsSpace)
		n = foldedPrefix(s)
	}
	b.WriteString(s)
	return b.String()
}

// foldedPrefix is how much of a text is one line as it stands: all of it, or up
// to the white space that is not.
func foldedPrefix(s string) int {
	last := -1 // the last byte that is no space
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ' ':
			if last != i-1 || i == 0 {
				return last + 1
			}
		case c < ' ', c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[i:])
			if unicode.IsSpace(r) {
				return last + 1
			}
			i += size - 1
			last = i
		default:
			last = i
		}
	}
	return last + 1
}

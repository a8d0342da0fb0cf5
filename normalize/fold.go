package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// fold makes one line of text: one space for each run of white space, none at its
// ends.
func fold(s string) string {
	n := foldedPrefix(s)
	if n == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:n])
	gap := false
	for i := n; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if unicode.IsSpace(r) {
			gap = b.Len() > 0
		} else {
			if gap {
				b.WriteByte(' ')
				gap = false
			}
			b.WriteString(s[i : i+size])
		}
		i += size
	}
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

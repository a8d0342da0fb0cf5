package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// fold makes one line of text: one space for each run of white space, none at its
// ends, and nothing that nobody sees.
func fold(s string) string {
	s = strings.TrimSpace(s)
	n := foldedPrefix(s)
	if n == len(s) {
		return s
	}
	whole := s
	var b strings.Builder
	b.Grow(len(s))
	for n < len(s) {
		if c, _ := utf8.DecodeRuneInString(s[n:]); isUnseen(c) {
			return fold(withoutUnseen(whole))
		}
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
			if unicode.IsSpace(r) || isUnseen(r) && !joins(r, s[:i]) {
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

// isUnseen reports whether a character only says where a word may be broken, or may
// not: soft hyphens, spaces and joiners without width, marks of byte order.
func isUnseen(r rune) bool {
	return r == '\u00ad' || r >= '\u200b' && (r <= '\u200d' || r == '\u2060' || r == '\ufeff')
}

// joins reports whether a joiner of no width is part of how the word before it is
// written, as in Persian, in the scripts of India and in emoji: there it stays. Between
// letters that are not joined in writing it says nothing.
func joins(r rune, before string) bool {
	if r != '\u200c' && r != '\u200d' {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	switch {
	case last < '\u0600', last == utf8.RuneError, unicode.IsSpace(last), isUnseen(last), isWide(last):
		return false
	case last >= '\u2000' && last < '\u2190': // marks
		return false
	}
	return !unicode.In(last, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Hangul)
}

// withoutUnseen is text with its white space, but without what nobody sees.
func withoutUnseen(s string) string {
	if strings.IndexFunc(s, isUnseen) < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isUnseen(r) || joins(r, s[:i]) {
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

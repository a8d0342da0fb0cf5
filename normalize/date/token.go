package date

import (
	"unicode"
	"unicode/utf8"
)

// token is a number, a word or a mark of a line.
type token struct {
	text     string
	from, to int
	kind     byte // '0' of a number, 'a' of a word, else the mark
}

// maxTokens bounds what is looked at of one line.
const maxTokens = 80

// cut cuts a line into tokens; space is none.
func cut(s string) (list []token) {
	for i := 0; i < len(s) && len(list) < maxTokens; {
		c, size := utf8.DecodeRuneInString(s[i:])
		kind, j := kindOf(c), i+size
		for (kind == '0' || kind == 'a') && j < len(s) {
			c, size := utf8.DecodeRuneInString(s[j:])
			if kindOf(c) != kind {
				break
			}
			j += size
		}
		if kind != ' ' {
			list = append(list, token{s[i:j], i, j, kind})
		}
		i = j
	}
	return list
}

func kindOf(c rune) byte {
	switch {
	case c == ' ':
		return ' '
	case c >= '0' && c <= '9':
		return '0'
	case unicode.IsLetter(c) || unicode.Is(unicode.M, c):
		return 'a'
	case c < utf8.RuneSelf:
		return byte(c)
	}
	return '*'
}

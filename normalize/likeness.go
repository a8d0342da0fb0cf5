package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

func words(s string) int { return len(strings.Fields(s)) }

// titleWords counts the words of a title, also of one in a script that puts no
// spaces between them.
func titleWords(s string) (n int) {
	eachPart(s, func(string) { n++ })
	return n
}

// overlap is the share of a's words that stand in b.
func overlap(a, b string) float64 {
	in := map[string]bool{}
	eachPart(b, func(w string) { in[w] = true })
	n, hit := 0, 0
	eachPart(a, func(w string) {
		n++
		if in[w] {
			hit++
		}
	})
	if n == 0 {
		return 0
	}
	return float64(hit) / float64(n)
}

// eachPart gives out the squeezed words of a text. Of scripts that put no spaces
// between words it gives every two characters that follow each other.
func eachPart(s string, do func(string)) {
	for _, w := range strings.Fields(s) {
		if w = squeeze(w); w == "" {
			continue
		}
		if c, _ := utf8.DecodeRuneInString(w); c < utf8.RuneSelf || !isSpaceless(c) {
			do(w)
			continue
		}
		eachPair(w, do)
	}
}

func eachPair(w string, do func(string)) {
	last := -1
	for i, c := range w {
		if last >= 0 {
			do(w[last : i+utf8.RuneLen(c)])
		}
		last = i
	}
	if last == 0 {
		do(w)
	}
}

// isSpaceless reports whether a character is of a script that puts no spaces
// between words.
func isSpaceless(c rune) bool {
	return isWide(c) || unicode.In(c, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

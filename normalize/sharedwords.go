package normalize

import (
	"strings"
	"unicode"
)

const (
	// leastNeedle is how many letters a word must have to say what a text is about.
	leastNeedle = 5
	maxNeedles  = 40
)

// Alike reports whether two lines are of one thing, by their longer words: one has half
// of the other's at least. Lines without longer words are, if they are the same.
func Alike(a, b string) bool {
	x, y := needles(a), needles(b)
	if len(x) == 0 || len(y) == 0 {
		return spaced(a) == spaced(b)
	}
	return shareOf(x, spaced(b)) >= .5 || shareOf(y, spaced(a)) >= .5
}

// needles are the beginnings of a text's longer words, as spaced writes them; where a
// script has no spaces, pairs of its characters. Ends of words change with grammar.
func needles(text string) []string {
	var list []string
	seen := map[string]bool{}
	add := func(n string) {
		if !seen[n] && len(list) < maxNeedles {
			seen[n] = true
			list = append(list, n)
		}
	}
	for word := range strings.FieldsSeq(spaced(text)) {
		r := []rune(word)
		switch {
		case spaceless(r[0]):
			for i := range len(r) - 1 {
				add(string(r[i : i+2]))
			}
		case unicode.Is(unicode.Hangul, r[0]) && len(r) >= 2:
			add(" " + string(r[:2]))
		case len(r) >= leastNeedle:
			add(" " + string(r[:max(leastNeedle-1, len(r)-2)]))
		}
	}
	return list
}

// shareOf is which part of the needles a text has, which spaced has written.
func shareOf(needles []string, text string) float64 {
	if len(needles) == 0 {
		return 0
	}
	n := 0
	for _, needle := range needles {
		if strings.Contains(text, needle) {
			n++
		}
	}
	return float64(n) / float64(len(needles))
}

// spaced writes a text in lower case with one blank before, between and behind its words;
// characters of a script without spaces stay together.
func spaced(text string) string {
	var b strings.Builder
	b.Grow(len(text) + 2)
	b.WriteByte(' ')
	gap, last := true, rune(0)
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) {
			if !gap {
				b.WriteByte(' ')
				gap = true
			}
			continue
		}
		if !gap && last != 0 && spaceless(r) != spaceless(last) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
		gap, last = false, r
	}
	if !gap {
		b.WriteByte(' ')
	}
	return b.String()
}

// spaceless reports whether a script writes words without spaces between them.
func spaceless(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai,
		unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

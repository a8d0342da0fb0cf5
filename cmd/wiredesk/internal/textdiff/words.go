package textdiff

import (
	"unicode"
	"unicode/utf8"
)

// Op says what became of a part of a text.
type Op string

// What becomes of a part of a text.
const (
	Equal  Op = "equal"
	Delete Op = "delete"
	Insert Op = "insert"
)

// Edit is a part of a text that was kept, deleted or inserted.
type Edit struct {
	Op   Op     `json:"op"`
	Text string `json:"text"`
}

// Words compares two texts word by word. A deletion comes before the insertion
// that replaces it. Parts are not copied: they share the texts' memory.
func Words(before, after string) []Edit {
	x, y := tokens(before), tokens(after)
	atX, atY := offsets(x), offsets(y)
	var out []Edit
	add := func(op Op, part string) {
		if part != "" {
			out = append(out, Edit{op, part})
		}
	}
	i, j := 0, 0
	for _, m := range append(bridge(match(x, y), x, y), run{len(x), len(y), 0}) {
		add(Delete, before[atX[i]:atX[m.x]])
		add(Insert, after[atY[j]:atY[m.y]])
		i, j = m.x+m.n, m.y+m.n
		add(Equal, before[atX[m.x]:atX[i]])
	}
	return out
}

// offsets are where the tokens of a text begin, and where it ends.
func offsets(tokens []string) []int {
	at := make([]int, len(tokens)+1)
	for i, t := range tokens {
		at[i+1] = at[i] + len(t)
	}
	return at
}

// bridge leaves out what is only a space between two replacements: "a new
// harbour" for "the old harbour" reads better as one than as two.
func bridge(runs []run, x, y []string) []run {
	out := runs[:0]
	i, j := 0, 0 // where the gap before a run begins
	for k, m := range runs {
		nextX, nextY := len(x), len(y)
		if k+1 < len(runs) {
			nextX, nextY = runs[k+1].x, runs[k+1].y
		}
		lone := m.n == 1 && x[m.x] == " " && m.x > i && m.y > j && nextX > m.x+1 && nextY > m.y+1
		if !lone {
			out = append(out, m)
		}
		i, j = m.x+m.n, m.y+m.n
	}
	return out
}

// tokens cuts a text into words, runs of white space and single marks; a
// character of a script that is written without spaces is a word.
func tokens(s string) []string {
	var out []string
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		kind := kindOf(r)
		for kind != mark && n < len(s) {
			r, w := utf8.DecodeRuneInString(s[n:])
			if k := kindOf(r); k != kind && (k != joint || kind != word) {
				break
			}
			n += w
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

type kind uint8

const (
	mark kind = iota
	word
	space
	joint // belongs to the word before it
)

func kindOf(r rune) kind {
	switch {
	case unicode.IsSpace(r):
		return space
	case r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer,
		unicode.Myanmar):
		return mark
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return word
	case unicode.IsMark(r) || r == '\'' || r == '’' || r == '-' || r == '\u00ad':
		return joint
	}
	return mark
}

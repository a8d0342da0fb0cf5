package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// stems are those of a list, in which a "_" stands for a space. One that ends with
// a "$" is a whole word.
func stems(list string) []string {
	all := strings.Fields(list)
	for i, w := range all {
		all[i] = strings.ReplaceAll(w, "_", " ")
	}
	return all
}

// stemIndex finds stems of words in a text, each of a kind, by their first letter.
type stemIndex map[rune][]kindStem

type kindStem struct {
	stem  string
	kind  int
	whole bool // it is a whole word
	wide  bool // it is of a script without spaces, and may begin anywhere
}

func (x stemIndex) add(kind int, all []string) {
	for _, stem := range all {
		stem, whole := strings.CutSuffix(stem, "$")
		first, _ := utf8.DecodeRuneInString(stem)
		x[first] = append(x[first], kindStem{stem, kind, whole, isWideWord(stem)})
	}
}

// each gives out the kinds of the stems with which words of a text in small letters
// begin, in their order.
func (x stemIndex) each(low string, do func(kind int)) {
	inside := false // of a word
	for i, c := range low {
		if !inside || c > 0xe00 { // scripts without spaces begin there
			for _, s := range x[c] {
				if inside && !s.wide || !strings.HasPrefix(low[i:], s.stem) {
					continue
				}
				if after, _ := utf8.DecodeRuneInString(low[i+len(s.stem):]); !s.whole || !isWordRune(after) {
					do(s.kind)
				}
			}
		}
		inside = c >= 'a' && c <= 'z' || c >= utf8.RuneSelf && (unicode.IsLetter(c) || unicode.Is(unicode.M, c))
	}
}

package normalize

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// phrases are beginnings of texts, in small letters. They are many, and every
// text of a page is asked for them, so they are found by their first letter.
type phrases struct {
	begins [32]uint32 // for each first letter of ASCII which second ones follow, by five bits of both: most texts begin as none
	all    map[rune][]string
}

func phrasesOf(all ...string) *phrases {
	list := &phrases{all: map[rune][]string{}}
	for _, phrase := range all {
		first, _ := utf8.DecodeRuneInString(phrase)
		list.all[first] = append(list.all[first], phrase)
		if len(phrase) > 1 {
			list.begins[phrase[0]&31] |= 1 << (phrase[1] & 31)
		} else {
			list.begins[phrase[0]&31] = math.MaxUint32
		}
	}
	return list
}

// mayBegin reports whether a text may begin with one of the phrases.
func (list *phrases) mayBegin(text string) bool {
	return len(text) < 2 || text[0]|text[1] >= utf8.RuneSelf || list.begins[text[0]&31]>>(text[1]&31)&1 != 0
}

// after is what follows the longest of the phrases with which a text begins, and
// its colon; ok is false if it begins with none. colon tells that there is one,
// without which the phrase may begin a sentence.
func (list *phrases) after(text string) (rest string, colon, ok bool) {
	text = strings.TrimSpace(text)
	if !list.mayBegin(text) {
		return "", false, false
	}
	first, _ := utf8.DecodeRuneInString(text)
	longest := 0
	for _, phrase := range list.all[unicode.ToLower(first)] {
		n := len(phrase)
		if n <= longest || len(text) < n || !strings.EqualFold(text[:n], phrase) {
			continue
		}
		if next, _ := utf8.DecodeRuneInString(text[n:]); !unicode.IsLetter(next) {
			longest = n
		}
	}
	if longest == 0 {
		return "", false, false
	}
	rest = strings.TrimSpace(text[longest:])
	bare := strings.TrimLeft(rest, ":：")
	return strings.TrimSpace(bare), len(bare) < len(rest), true
}

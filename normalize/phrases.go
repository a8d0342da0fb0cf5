package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// phrases are beginnings of texts, in small letters. They are many, and every
// text of a page is asked for them, so they are found by their first letter.
type phrases map[rune][]string

func phrasesOf(all ...string) phrases {
	list := phrases{}
	for _, phrase := range all {
		first, _ := utf8.DecodeRuneInString(phrase)
		list[first] = append(list[first], phrase)
	}
	return list
}

// after is what follows the longest of the phrases with which a text begins, and
// its colon; ok is false if it begins with none. colon tells that there is one,
// without which the phrase may begin a sentence.
func (list phrases) after(text string) (rest string, colon, ok bool) {
	text = strings.TrimSpace(text)
	first, _ := utf8.DecodeRuneInString(text)
	longest := 0
	for _, phrase := range list[unicode.ToLower(first)] {
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

package agency

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// firstWords are the keys of the first words of all names, and the first two letters
// of those in scripts that part no words.
var firstWords = sync.OnceValues(func() (beginnings map[string]bool, pairsOfLetters map[[2]rune]bool) {
	words, pairs := map[string]bool{}, map[[2]rune]bool{}
	for i := range table {
		for _, names := range [][]string{table[i].Names, table[i].Signs, table[i].Weak} {
			for _, name := range names {
				first := ""
				for w := range tokens(name) {
					if first = string(w); !articles[first] && !commonFirst[first] {
						break
					}
				}
				words[first] = true
				if letters := []rune(first); len(letters) > 1 && letters[0] >= firstWide {
					pairs[[2]rune{letters[0], letters[1]}] = true
				}
			}
		}
	}
	return words, pairs
})

// commonFirst are words that begin names and much else: the next one is asked for.
var commonFirst = wordSet("il new")

// maxToken is how many bytes of a word are looked at.
const maxToken = 48

// firstWide is where the letters of Chinese, Japanese and Korean begin.
const firstWide = 0x2E80

// tokens are the words of a text, in small letters, parted also where letters of Chinese,
// Japanese and Korean stand beside others. What is yielded is only valid until
// the next.
func tokens(s string) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		var buffer [maxToken + utf8.UTFMax]byte
		word, wide := buffer[:0], false
		for _, r := range s {
			isWide := r >= firstWide
			if isWide != wide && len(word) > 0 { // "パリAFP"
				if !yield(word) {
					return
				}
				word = buffer[:0]
			}
			wide = isWide
			switch {
			case r == '\u0307' || r == '\u0640': // what key leaves out
			case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
				if len(word) < maxToken {
					word = utf8.AppendRune(word, small(r))
				}
			case len(word) > 0:
				if !yield(word) {
					return
				}
				word = buffer[:0]
			}
		}
		if len(word) > 0 {
			yield(word)
		}
	}
}

// mayName reports whether a text has a word with which the name of an agency begins.
// Few lines have, and to read one takes longer than to say so.
func mayName(s string) bool {
	beginnings, pairs := firstWords()
	for word := range tokens(s) {
		if beginnings[string(word)] || hasPair(word, pairs) {
			return true
		}
	}
	return false
}

// hasPair reports whether a word has two letters with which a name begins that no space
// parts from what is before it.
func hasPair(word []byte, pairs map[[2]rune]bool) bool {
	if first, _ := utf8.DecodeRune(word); first < firstWide {
		return false
	}
	last := rune(0)
	for i := 0; i < len(word); {
		r, n := utf8.DecodeRune(word[i:])
		if pairs[[2]rune{last, r}] {
			return true
		}
		last, i = r, i+n
	}
	return false
}

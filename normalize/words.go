package normalize

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// clip cuts text to n runes.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	runes, end := 0, 0
	for i := range s {
		if runes++; runes == n {
			end = i
		} else if runes > n {
			return s[:end] + "…"
		}
	}
	return s
}

// tail is the end of a text, about n bytes of it.
func tail(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[len(s)-n:], "")
}

func lastRune(s string) rune {
	c, _ := utf8.DecodeLastRuneInString(s)
	return c
}

func hasDigit(s string) bool { return strings.IndexFunc(s, unicode.IsDigit) >= 0 }

func sentences(s string) (n int) {
	for _, c := range s {
		if strings.ContainsRune(".!?。！？।", c) {
			n++
		}
	}
	return n
}

// wordList are words and phrases that are looked for in a text as whole words.
type wordList []string

// in reports whether one of the list stands in a text in small letters.
func (list wordList) in(low string) bool {
	for _, w := range list {
		for from := 0; ; {
			at := strings.Index(low[from:], w)
			if at < 0 {
				break
			}
			at += from
			end := at + len(w)
			before, _ := utf8.DecodeLastRuneInString(low[:at])
			after, _ := utf8.DecodeRuneInString(low[end:])
			wide := isWideWord(w)
			if wide || !isWordRune(before) && !isWordRune(after) {
				return true
			}
			from = end
		}
	}
	return false
}

func isWordRune(c rune) bool {
	return c != utf8.RuneError && (unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c))
}

// isWideWord reports whether a word is of a script that puts no spaces between
// words.
func isWideWord(w string) bool {
	c, _ := utf8.DecodeRuneInString(w)
	return isWide(c) || unicode.In(c, unicode.Thai, unicode.Hangul)
}

// isWide reports whether a character is one of those that Chinese and Japanese
// write without spaces.
func isWide(c rune) bool { return unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana) }

// plainText makes text of a value that may hold markup or references.
func plainText(s string) string {
	s = html.UnescapeString(s)
	if strings.Contains(s, "<") && strings.Contains(s, ">") {
		s = stripTags(s)
	}
	return fold(s)
}

// htmlText makes text of HTML: what it escapes is text.
func htmlText(s string) string { return fold(html.UnescapeString(stripTags(s))) }

func stripTags(s string) string {
	var b strings.Builder
	in := false
	for _, c := range s {
		switch {
		case c == '<':
			in = true
		case c == '>' && in:
			in = false
			b.WriteByte(' ')
		case !in:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// withoutAccents lets a name match the domain that spells it in ASCII.
func withoutAccents(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Mn, c) {
			return -1
		}
		return c
	}, norm.NFD.String(s))
}

// squeeze leaves the letters and digits of a name, in lower case.
func squeeze(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		if c := lowByte(s[i]); c < utf8.RuneSelf {
			if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
				b.WriteByte(c)
			}
			i++
			continue
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			b.WriteRune(unicode.ToLower(c))
		}
		i += size
	}
	return b.String()
}

// foldedWords are the words of a title without their punctuation.
func foldedWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.Is(unicode.M, c)
	}), " ")
}

// addressWords are the words in an address's path.
func addressWords(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.Join(strings.FieldsFunc(u.Path, func(c rune) bool { return strings.ContainsRune("/-_.+", c) }), " ")
}

func wordsOf(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

func isBetweenWords(c rune) bool {
	return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.Is(unicode.M, c) && c != '\'' && c != '’' && c != '-'
}

// endsSentence reports whether text ends as sentences do.
func endsSentence(text string) bool {
	text = strings.TrimRight(text, "\"'”’»)]」』 ")
	last, size := utf8.DecodeLastRuneInString(text)
	if !strings.ContainsRune(".!?。！？…؟।։။", last) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:len(text)-size])
	return !unicode.IsUpper(before) // an initial
}

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

package byline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a part of a line between two marks. hard says that what is before it has
// nothing to do with it: an end of an element, a bar, a semicolon.
type piece struct {
	text string
	hard bool
	dash bool // what parts it is a dash: "Ann Lee - Remote Work"
}

// maxPieces bounds the parts of a line.
const maxPieces = 60

// pieces cuts a line at its marks, and before the labels in it.
func pieces(s string) []piece {
	var all []piece
	start, hard, dash := 0, true, false
	cut := func(end, next int, thenHard bool) {
		if t := unbracketed(strings.TrimFunc(s[start:end], trimmed)); t != "" && len(all) < maxPieces {
			all = append(all, piece{t, hard, dash})
		} else if t == "" {
			thenHard = thenHard || hard
		}
		mark, _ := utf8.DecodeRuneInString(s[end:])
		start, hard, dash = next, thenHard, isDash(mark)
	}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case strings.ContainsRune("\n;；•●▪◆│‖►»⋅∙", r), r == '·' && parts(s, i, n) && !slashLabel(s[start:i]):
			cut(i, i+n, true)
		case strings.ContainsRune("/／|｜", r) && !slashLabel(s[start:i]):
			cut(i, i+n, true)
		case isDash(r) && spaced(s, i, n), r == '-' && strings.HasPrefix(s[i:], "--"):
			cut(i, i+n, true)
		case strings.ContainsRune(",，、،", r):
			cut(i, i+n, false)
		case r == '.' && endsSentence(s, i):
			cut(i, i+n, true)
		case unicode.IsSpace(r) && i > start && beginsLabel(s[i+n:]) && !withinLabel(s[start:], i-start):
			cut(i, i+n, true)
		}
		i += n
	}
	cut(len(s), len(s), false)
	return all
}

// unbracketed is a part without a bracket at either end that has no other half in
// it.
func unbracketed(s string) string {
	if strings.HasPrefix(s, "(") && !strings.Contains(s, ")") {
		return strings.TrimSpace(s[1:])
	}
	if strings.HasSuffix(s, ")") && !strings.Contains(s, "(") {
		return strings.TrimSpace(s[:len(s)-1])
	}
	return s
}

// trimmed are marks around the parts of a line.
func trimmed(r rune) bool {
	return unicode.IsSpace(r) || isDash(r) || strings.ContainsRune(",;:|/…*_~„“”\"«»‹›<>", r)
}

func isDash(r rune) bool { return r == '-' || r == '–' || r == '—' || r == '―' || r == '−' }

// spaced reports whether a mark has space on both sides.
func spaced(s string, i, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+n:])
	return unicode.IsSpace(before) && (unicode.IsSpace(after) || i+n == len(s))
}

// parts reports whether a dot in the middle parts names: with space around it, or
// between Korean ones. In Chinese it stands within a foreigner's name.
func parts(s string, i, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+n:])
	return unicode.IsSpace(before) || unicode.IsSpace(after) || unicode.Is(unicode.Hangul, before) && unicode.Is(unicode.Hangul, after)
}

// slashLabel reports whether a slash stands behind a label, and not between names:
// "文/李明".
func slashLabel(before string) bool {
	before = strings.TrimFunc(before, isMark)
	for _, f := range fused {
		if before == f.label {
			return true
		}
	}
	return false
}

// endsSentence reports whether a stop ends a part of the line: what follows begins a
// label. Others are of initials and titles.
func endsSentence(s string, i int) bool {
	rest := strings.TrimSpace(s[i+1:])
	return strings.HasPrefix(s[i+1:], " ") && (beginsLabel(rest) || i > 0 && s[i-1] == ')')
}

// beginsLabel reports whether a text begins with a label that stands within a line:
// one with a colon, or of the words for those who did not write.
func beginsLabel(s string) bool {
	if head, _, ok := cutColon(s[:min(len(s), 60)]); ok && strings.Count(head, " ") < 3 && labelNamed(head) != unknown {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s)
	if unicode.In(r, unicode.Han, unicode.Hangul, unicode.Katakana) {
		for _, f := range fused {
			rest, ok := strings.CutPrefix(s, f.label)
			if ok && f.what == other && strings.TrimLeftFunc(rest, isMark) != rest {
				return true
			}
		}
		return false
	}
	ends := wordEnds(s)
	for _, end := range ends {
		if head := strings.ToLower(s[:end]); others[head] != unknown && startsLarge(strings.TrimSpace(s[end:])) {
			return true
		}
	}
	return false
}

// withinLabel reports whether a place is one within the label with which a text
// begins: "medically reviewed by".
func withinLabel(s string, at int) bool {
	s = strings.TrimLeft(s, "( ")
	_, what := cutLabel(s)
	if what == unknown {
		return false
	}
	for _, end := range wordEnds(s) {
		if head := strings.ToLower(strings.TrimRight(s[:end], ":")); end > at && firstKnown(others[head], open[head]) != unknown {
			return true
		}
	}
	return false
}

// conjunctions stand between two names.
var conjunctions = set(`and und et & og och en og/ ve и та й και och/ und/ with mit avec con com med met sowie și i y e ja és ir
	un oraz a plus + ve/ dan và ও और एवं و ו`)

// brief are the conjunctions that also stand within one name: "Ramón y Cajal".
var brief = set(`y e i a en con`)

// names cuts a part at the words between two names; chinese says that a space may be
// all that stands there.
func names(s string, chinese bool) []string {
	words := strings.Fields(s)
	if chinese && chineseNames(words) {
		return words
	}
	capitals := strings.ToUpper(s) == s // "ANN LEE AND BO EK"
	var all []string
	start := 0
	for i, w := range words {
		if !conjunctions[w] && (!capitals || !conjunctions[strings.ToLower(w)]) {
			continue
		}
		if i == start { // "and Bo Ek", behind a comma
			if i+1 < len(words) && !brief[strings.ToLower(w)] {
				start = i + 1
			}
			continue
		}
		if i+1 < len(words) && brief[strings.ToLower(w)] && (i-start < 2 || !twoNames(words[i+1:])) {
			continue
		}
		all = append(all, strings.Join(words[start:i], " "))
		start = i + 1
	}
	if start < len(words) {
		all = append(all, strings.Join(words[start:], " "))
	}
	return all
}

// chineseNames reports whether words are names of Chinese people, of which no space
// parts the family's from the given one. In Japanese one may.
func chineseNames(words []string) bool {
	for _, w := range words {
		other := strings.IndexFunc(w, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
		if n := utf8.RuneCountInString(w); n < 2 || n > 3 || other >= 0 {
			return false
		}
	}
	return len(words) > 1
}

// twoNames reports whether what stands behind a conjunction is a name in full.
func twoNames(words []string) bool {
	n := 0
	for _, w := range words {
		if conjunctions[strings.ToLower(w)] && !brief[strings.ToLower(w)] {
			break
		}
		n++
	}
	return n >= 2
}

func set(s string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(s) {
		all[w] = true
	}
	return all
}

// Apart reports whether the texts of two elements that stand next to each other are
// two parts of a byline, a name each or a name and a job, and not two of one: a label
// and a name, a first and a last name.
func Apart(before, after string) bool {
	first, _ := utf8.DecodeRuneInString(after)
	last, _ := utf8.DecodeLastRuneInString(before)
	words := strings.Fields(before)
	if len(words) == 0 || strings.ContainsRune(",:：;&/／|(（·•-–—", last) || !unicode.IsLetter(first) && !unicode.IsDigit(first) {
		return false
	}
	next, _, _ := strings.Cut(after, " ")
	ending := strings.ToLower(words[len(words)-1])
	if conjunctions[ending] || conjunctions[strings.ToLower(next)] && strings.ToLower(next) == next || particles[ending] {
		return false
	}
	for i := range words {
		if head := strings.ToLower(strings.Join(words[i:], " ")); firstKnown(others[head], open[head], named[head]) != unknown {
			return false
		}
	}
	return len(words) > 1 || strings.Contains(after, " ") || !hasCase(before)
}

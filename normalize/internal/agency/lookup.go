package agency

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// belief is how surely a name means an agency, the surest last.
type belief int

const (
	none     belief = iota
	weakCase        // a weak sign in other letters than the agency's: "(sta)"
	weak            // a weak sign: "STA"
	otherway        // a sign in other letters: "Efe", "afp"
	sign            // a sign as the agency writes it, or in capitals
	name            // a full name
)

// entry is what a key of the index may mean.
type entry struct {
	agency *Agency
	text   string // as the table has it
	belief belief // name, sign or weak
}

// index finds the entries of a name by its key.
var index = sync.OnceValue(func() map[string][]entry {
	all := map[string][]entry{}
	add := func(a *Agency, b belief, texts []string) {
		for _, t := range texts {
			k := key(t)
			all[k] = append(all[k], entry{a, t, b})
		}
	}
	for i := range table {
		a := &table[i]
		add(a, name, a.Names)
		add(a, sign, a.Signs)
		add(a, weak, a.Weak)
	}
	return all
})

// longestKey is the length, in bytes, of the longest key.
var longestKey = sync.OnceValue(func() int {
	n := 0
	for k := range index() {
		n = max(n, len(k))
	}
	return n
})

// domains finds an agency by its domain.
var domains = sync.OnceValue(func() map[string]*Agency {
	all := map[string]*Agency{}
	for i := range table {
		for _, d := range table[i].Domains {
			all[d] = &table[i]
		}
	}
	return all
})

// key is a name's letters and digits, in small letters.
func key(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u0307' || r == '\u0640': // the dot that İ leaves behind, the Arabic stretch
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r):
			return small(r)
		}
		return -1
	}, s)
}

// small is a letter as keys have it: of the two small ones of Σ the first.
func small(r rune) rune {
	if r = unicode.ToLower(r); r == 'ς' {
		return 'σ'
	}
	return r
}

// find is the agency that a name means and how surely; nil if it means none. Of
// two agencies with one sign it is the one that writes in the language.
func find(s, language string) (a *Agency, b belief) {
	if s == "" || len(s) > 3*longestKey() {
		return nil, none
	}
	for _, e := range index()[key(s)] {
		found := e.belief
		spelled := strings.TrimFunc(s, outside)
		if found != name && spelled != e.text && spelled != strings.ToUpper(e.text) && hasCase(spelled) {
			found = map[belief]belief{sign: otherway, weak: weakCase}[found]
		}
		if a == nil || found > b || found == b && !a.writes(language) && e.agency.writes(language) {
			a, b = e.agency, found
		}
	}
	return a, b
}

// writes reports whether the agency's short signs are known in a language.
func (a *Agency) writes(language string) bool {
	tag, _, _ := strings.Cut(strings.ToLower(language), "-")
	for _, l := range strings.Fields(a.Languages) {
		if l == tag {
			return true
		}
	}
	return false
}

// alone reports whether a name of such a belief is one where nothing says that it
// is an agency's.
func (a *Agency) alone(b belief, language string) bool {
	return b >= sign || b == weak && a.writes(language)
}

// Of is the agency that the whole of a name means, where nothing says that it is
// one's: an author, a line of its own. The language is a tag, or "" if it is not
// known. It returns "" if the name means none.
func Of(s, language string) string {
	return nameOf(whole(s, language, sign))
}

// Named is like Of for what is known to be an organisation: it also knows the
// signs that are words elsewhere.
func Named(s, language string) string {
	return nameOf(whole(s, language, weak))
}

func nameOf(a *Agency, _ belief) string {
	if a == nil {
		return ""
	}
	return a.Name
}

// whole is the agency that a name means at least so surely, with or without the
// words that stand around the names of agencies; nil if it means none.
func whole(s, language string, least belief) (*Agency, belief) {
	for range 3 {
		if a, b := find(s, language); a != nil && (b >= least || a.alone(b, language)) {
			return a, b
		}
		if a, b := twice(s, language); a != nil {
			return a, b
		}
		shorter, desk := withoutCommon(s)
		if shorter == s {
			break
		}
		if a, b := find(shorter, language); desk && a != nil && b == otherway { // "Redazione Ansa"
			return a, b
		}
		s = shorter
	}
	return nil, none
}

// twice is the agency that a name and the bracket behind it both mean: "Agence
// France-Presse (AFP)".
func twice(s, language string) (*Agency, belief) {
	full, short, _ := strings.Cut(strings.TrimSpace(s), " (")
	short, ok := strings.CutSuffix(short, ")")
	if !ok {
		return nil, none
	}
	a, b := find(full, language)
	if other, _ := find(short, language); a == nil || a != other {
		return nil, none
	}
	return a, b
}

// OfDomain is the agency whose own site a host is, or "".
func OfDomain(host string) string {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	for range 6 {
		if a := domains()[host]; a != nil {
			return a.Name
		}
		_, rest, ok := strings.Cut(host, ".")
		if !ok {
			break
		}
		host = rest
	}
	return ""
}

// articles are the small words that stand before the names of agencies.
var articles = wordSet(`the la le l' el die der das de di da del des von vom a по`)

// desks are words that say of a name that it is an agency's, or that of who works
// there.
var desks = wordSet(`news agency agencia agência agence agenzia agentur agentura agencija агентство nachrichtenagentur presseagentur
	persbureau nyhetsbyrån nyhetsbureauet uutistoimisto bureau staff reporter reporters writer writers correspondent
	correspondents journalist desk service services wire newswire wires redazione redaktion redaktionen
	redacción redaccion redação rédaction newsroom team feed gmbh ag inc ltd limited llc spa sa s.a. s.p.a. s.r.l. ооо иа
	материалам korr корр кор correspondant online digital noticias notícias
	haberleri 통신 通讯社 通訊社 電 电 وكالة خبرگزاری newsfeed syndication ab as a/s editorial editors editor`)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// withoutCommon is a name without the first or the last word, if that is a small or a
// common one; else the same. desk says that the word is one of desks.
func withoutCommon(s string) (shorter string, desk bool) {
	s = strings.TrimFunc(s, outside)
	first, rest, ok := strings.Cut(s, " ")
	if !ok {
		if rest, ok := strings.CutPrefix(strings.ToLower(s), "l'"); ok {
			return s[len(s)-len(rest):], false
		}
		return s, false
	}
	if first = strings.ToLower(first); articles[first] || desks[strings.Trim(first, ".,")] {
		return strings.TrimSpace(rest), !articles[first]
	}
	i := strings.LastIndexByte(s, ' ')
	if last := strings.ToLower(s[i+1:]); desks[strings.Trim(last, ".,")] || desks[last] {
		return strings.TrimSpace(s[:i]), true
	}
	return s, false
}

// outside are the marks around a name that are no part of it.
func outside(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsPunct(r) && r != '+' || unicode.IsSymbol(r) && r != '+'
}

// hasCase reports whether a text has letters that are large or small.
func hasCase(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsUpper(r) || isLower(r) }) >= 0
}

// isCapital reports whether every letter of a text that has a case is large.
func isCapital(s string) bool {
	return hasCase(s) && strings.IndexFunc(s, isLower) < 0
}

// isLower reports whether a letter is a small one of a script with capitals. Unicode has
// capitals for Georgian, which nobody begins sentences with.
func isLower(r rune) bool { return unicode.IsLower(r) && !unicode.Is(unicode.Georgian, r) }

// startsSmall reports whether a text begins with a small letter, as the rest of a
// sentence does: "iPhone" begins a sentence, though.
func startsSmall(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if !isLower(r) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s[n:])
	return !unicode.IsUpper(next)
}

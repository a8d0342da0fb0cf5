package agency

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/date"
	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// group is what stands together where agencies sign: "SDA/AFP", "mja/dpa", "AFP, EFE y Reuters".
type group struct {
	agencies []found
	codes    int      // initials, services, parts of a name that agencies put beside their own
	dates    int      // parts that are dates
	others   []string // parts that are none of this
	slashed  bool     // the parts stand together closely
}

type found struct {
	*Agency
	belief belief
}

// names are those of the agencies, each once.
func (g group) names() []string {
	var all []string
	for _, f := range g.agencies {
		all = appendNew(all, f.Name)
	}
	return all
}

func appendNew(all []string, names ...string) []string {
	for _, n := range names {
		known := false
		for _, a := range all {
			known = known || a == n
		}
		if !known {
			all = append(all, n)
		}
	}
	return all
}

// conjunctions stand between two names.
var conjunctions = wordSet(`und and et y e i og och en ve и та й a và dan и με και mit with avec con com met med sowie s sa z and/or &`)

// readGroup reads what stands together; least is how surely a part has to mean an
// agency to be one.
func readGroup(s, language string, least belief) group {
	var g group
	if a, b := whole(s, language, least); a != nil {
		return group{agencies: []found{{a, b}}}
	}
	if sign, ok := beforeInitials(s); ok {
		if a, b := whole(sign, language, least); a != nil && a.alone(b, language) {
			return group{agencies: []found{{a, b}}, codes: 1, slashed: true}
		}
	}
	for _, part := range split(s, &g.slashed) {
		g.add(part, language, least)
	}
	return g
}

func (g *group) add(part, language string, least belief) {
	part = strings.TrimFunc(part, around)
	if part == "" {
		return
	}
	if a, b := find(part, language); a != nil && b >= least {
		g.agencies = append(g.agencies, found{a, b})
		return
	}
	if a, b := whole(part, language, max(least, otherway)); a != nil {
		g.agencies = append(g.agencies, found{a, b})
		return
	}
	if g.addHyphened(part, language) {
		return
	}
	if a, codes := withInitials(part, language); a != nil {
		g.agencies, g.codes, g.slashed = append(g.agencies, found{a, sign}), g.codes+codes, true
		return
	}
	switch {
	case isDate(part):
		g.dates++
	case isCode(part):
		g.codes++
	default:
		g.others = append(g.others, part)
	}
}

// addHyphened reads "TT-Reuters", "STT–AFP".
func (g *group) addHyphened(part, language string) bool {
	inner := strings.FieldsFunc(part, isHyphen)
	if len(inner) < 2 || len(inner) > 4 {
		return false
	}
	var hyphened []found
	for _, p := range inner {
		if a, b := find(p, language); a != nil && b >= weak {
			hyphened = append(hyphened, found{a, b})
		} else if !isCode(p) {
			return false
		}
	}
	if len(hyphened) == 0 {
		return false
	}
	g.slashed = true
	g.codes += len(inner) - len(hyphened)
	g.agencies = append(g.agencies, hyphened...)
	return true
}

// initialled is a sign with the initials of who wrote and edited, in small letters: "EFE
// abc/de".
var initialled = pattern.Of(`^(\S+) \p{Ll}{2,5}(?:/\p{Ll}{2,5}){1,3}$`)

func beforeInitials(s string) (sign string, ok bool) {
	m := initialled().FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	return m[1], true
}

// withInitials reads "PTI ABC DEF": a sign and the initials of who wrote and edited.
func withInitials(part, language string) (a *Agency, codes int) {
	words := strings.Fields(part)
	if len(words) < 2 || len(words) > 5 {
		return nil, 0
	}
	a, b := find(words[0], language)
	if a == nil || !a.alone(b, language) {
		return nil, 0
	}
	for _, w := range words[1:] {
		if n := len(w); n < 2 || n > 4 || strings.Trim(w, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
			return nil, 0
		}
	}
	return a, len(words) - 1
}

// maxParts bounds the parts of a group.
const maxParts = 12

// split cuts a text into the parts of a group, at marks and at the words between
// names.
func split(s string, slashed *bool) []string {
	var parts []string
	start := 0
	cut := func(end, next int) {
		if len(parts) < maxParts {
			parts = append(parts, s[start:end])
		}
		start = next
	}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case strings.ContainsRune("/／", r):
			*slashed = true
			cut(i, i+n)
		case strings.ContainsRune(",，;；|&+=＝•·、・⋅()（）[]【】<>\n", r) && !withinName(s, i, r):
			cut(i, i+n)
		case isHyphen(r) && spaced(s, i, n):
			cut(i, i+n)
		case unicode.IsSpace(r):
			if w := wordAt(s[i+n:]); w != "" && conjunctions[strings.ToLower(w)] {
				cut(i, i+n+len(w))
				n += len(w)
			}
		}
		i += n
	}
	cut(len(s), len(s))
	return parts
}

// withinName reports whether a mark is a part of a name: "Vietnam+".
func withinName(s string, i int, r rune) bool {
	return r == '+' && strings.HasSuffix(strings.ToLower(s[:i]), "vietnam")
}

// spaced reports whether a hyphen has space on both sides, or is doubled.
func spaced(s string, i, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+n:])
	return (i == 0 || unicode.IsSpace(before) || isHyphen(before)) && (i+n == len(s) || unicode.IsSpace(after) || isHyphen(after))
}

// wordAt is the word with which a text begins, if a space follows it.
func wordAt(s string) string {
	i := strings.IndexByte(s, ' ')
	if i < 0 {
		return ""
	}
	return s[:i]
}

func isHyphen(r rune) bool {
	return r == '-' || r == '–' || r == '—' || r == '―' || r == '−' || r == '‐' || r == '‑'
}

// around are marks that stand around the parts of a group.
func around(r rune) bool {
	return unicode.IsSpace(r) || isHyphen(r) || strings.ContainsRune(".:：…©ⓒ\"'«»„“”‚‘’_*#†|/<>", r)
}

// houseWords stand beside an agency and name nobody.
var houseWords = wordSet(`redaktion redação redacción redazione rédaction agenturen agencies agencias agences agenzie agências
	archiv archivos archives`)

// isCode reports whether a part is initials, or the short name of a paper or a
// service.
func isCode(s string) bool {
	n := utf8.RuneCountInString(s)
	if n == 0 || n > 5 || strings.ContainsAny(s, " ") {
		return houseWords[strings.ToLower(s)]
	}
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' }) < 0
}

// isDate reports whether a part holds a number and nothing but the words of dates
// and clocks.
func isDate(s string) bool {
	digits := false
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.Nd, unicode.M) }) {
		if strings.IndexFunc(w, unicode.IsDigit) >= 0 {
			digits = true
		} else if !date.IsMonth(w) && utf8.RuneCountInString(w) > 9 {
			return false
		}
	}
	return digits && strings.Count(s, " ") <= 8
}

package agency

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxCredit is the longest line of credit, in bytes.
const maxCredit = 160

// Credit reads a line of its own below a text, or above it, that says where the
// text comes from: "(ANSA).", "mja/dpa/AFP", "Source: Reuters", "Avec AFP". The
// language is that of the page. It returns nil for any other line: also for the
// credit of a picture.
func Credit(line, language string) []string {
	line = strings.TrimSpace(line)
	if line == "" || len(line) > maxNotice || !mayName(line) {
		return nil
	}
	if names, ok := notice(line, language); ok {
		return names
	}
	if names := contributed(line, language); names != nil {
		return names
	}
	if len(line) > maxCredit {
		return nil
	}
	inner := bare(line)
	if i := strings.IndexByte(inner, '('); i > 0 && strings.HasSuffix(strings.TrimRight(line, ". "), ")") { // "AGERPRES/(AS - autor: X)"
		inner = strings.TrimRight(inner[:i], "/ ")
	}
	if rest, colon, ok := cutLabel(inner, sources); ok {
		if names := labelled(rest, language, colon); names != nil || colon {
			return names
		}
	}
	if rest := strings.TrimLeft(inner, "据據"); rest != inner {
		return labelled(strings.TrimRight(rest, "电電讯訊"), language, false)
	}
	if rest, _, ok := cutLabel(inner, withs); ok {
		if names := labelled(rest, language, false); names != nil {
			return names
		}
	}
	if _, _, colon := cutColon(inner); colon {
		return nil // of something else: "Photo: AFP"
	}
	return signed(inner, language, enclosed(line))
}

// enclosed reports whether a line stands in brackets, or between slashes, as those
// do with which agencies sign.
func enclosed(line string) bool {
	line = strings.TrimRight(line, ".。 ")
	first, n := utf8.DecodeRuneInString(line)
	last, _ := utf8.DecodeLastRuneInString(line)
	return len(line) > n && pairs[first] == last && last != 0
}

// IsLabelled reports whether a line begins with a word for a source and a colon.
func IsLabelled(line string) bool {
	_, colon, ok := cutLabel(bare(line), sources)
	return ok && colon
}

// bare is a line without the marks around it.
func bare(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || isHyphen(r) || strings.ContainsRune("()（）[]【】<>《》〈〉/.。*_=~|©", r)
	})
	return s
}

// labelled reads what stands behind a label. Without a colon nothing else may
// stand there.
func labelled(s, language string, colon bool) []string {
	s = withoutTail(s)
	if a := domains()[strings.TrimPrefix(strings.ToLower(s), "www.")]; a != nil { // "Quelle: apa.at"
		return []string{a.Name}
	}
	g := readGroup(s, language, weakCase)
	switch {
	case len(g.agencies) == 0, len(g.others) > 1:
		return nil
	case len(g.others) == 1 && (!colon && !g.slashed || utf8.RuneCountInString(g.others[0]) > maxHouse):
		return nil
	}
	if !colon && len(g.agencies) == 1 && g.agencies[0].belief == weakCase {
		return nil
	}
	return g.names()
}

// withoutTail takes the words off that English puts behind the name: "With PTI
// inputs".
func withoutTail(s string) string {
	i := strings.LastIndexByte(s, ' ')
	if i > 0 && tails[strings.ToLower(strings.Trim(s[i+1:], ".)"))] {
		return s[:i]
	}
	return s
}

var tails = wordSet("input inputs reporting material reports 电 電 讯 訊 報導 报道")

// signed reads a line that has no label: names of agencies, and what stands with
// them.
func signed(s, language string, enclosed bool) []string {
	g := readGroup(s, language, weakCase)
	switch {
	case len(g.agencies) == 0:
		return nil
	case len(g.others) > 0 && !isHouse(g.others, s), !g.slashed && g.codes > 0:
		return nil
	}
	for _, f := range g.agencies {
		if !f.alone(f.belief, language) && !g.believed(f, language, enclosed) {
			return nil
		}
	}
	return g.names()
}

// believed reports whether what stands with a sign, or around it, says that it is
// one, whatever its letters.
func (g group) believed(f found, language string, enclosed bool) bool {
	beside := g.slashed && len(g.agencies) > 1
	switch f.belief {
	case otherway:
		return beside || enclosed || g.slashed && g.codes+len(g.others) > 0
	case weak:
		return beside || enclosed
	case weakCase:
		return (beside || enclosed) && f.writes(language)
	}
	return false
}

// maxHouse is the longest name, in letters, that stands beside an agency's.
const maxHouse = 30

// isHouse reports whether the rest of a credit is one name, such as that of the
// paper: "Le Courrier avec AFP", "Ann Lee/AFP".
func isHouse(others []string, s string) bool {
	if len(others) != 1 || len(strings.Fields(others[0])) > 4 || utf8.RuneCountInString(others[0]) > maxHouse {
		return false
	}
	for _, w := range strings.Fields(others[0]) {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) && !articles[w] && !desks[w] {
			return false
		}
	}
	return strings.Contains(s, "/") || hasWith(s)
}

// hasWith reports whether a credit has a word such as "with" in it.
func hasWith(s string) bool {
	for _, w := range strings.Fields(strings.ToLower(s)) {
		switch w {
		case "with", "mit", "avec", "con", "com", "met", "med", "et", "and", "und", "y", "e":
			return true
		}
	}
	return false
}

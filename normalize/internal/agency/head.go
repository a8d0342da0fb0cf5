package agency

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// inLine is a label and a name within a line of details, as pages of Chinese and
// Korean have them: "2026-11-20 08:15 来源：新华社".
var inLine = pattern.Of(`(?:来源|來源|稿源|出典|出处|출처|Source|Fuente|Quelle|Fonte|Источник|المصدر)\s*[:：]\s*([^\s:：|]+(?:\s[^\s:：|]+)?)`)

// Head reads a short line between the headline and the text that names an agency,
// beside a date and a place: "AFP | Paris", "20. November 2026, APA".
func Head(line, language string) []string {
	if line = strings.TrimSpace(line); line == "" || len(line) > maxCredit || !mayName(line) {
		return nil
	}
	if names := Credit(line, language); names != nil && !strings.ContainsAny(line, "©") {
		return names
	}
	if m := inLine().FindStringSubmatch(line); m != nil {
		for _, who := range []string{m[1], strings.Fields(m[1])[0]} {
			if a := Named(who, language); a != "" {
				return []string{a}
			}
		}
	}
	if rest, _, ok := cutLabel(line, bys); ok {
		line = rest
	}
	g := readGroup(line, language, sign)
	for _, o := range g.others {
		if !isPlaceName(o) && !saysWhen(o) {
			return nil
		}
	}
	if len(g.others) > 2 || g.codes > 1 {
		return nil
	}
	return g.names()
}

// saysWhen reports whether a part of a line is about the time: it has a digit.
func saysWhen(s string) bool {
	return strings.IndexFunc(s, unicode.IsDigit) >= 0 && utf8.RuneCountInString(s) <= 40
}

// isPlaceName reports whether a part of a line can be the name of a place.
func isPlaceName(s string) bool {
	words := strings.Fields(s)
	return len(words) <= 3 && utf8.RuneCountInString(s) <= 30 && isProper(words)
}

package agency

import (
	"strings"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// maxNotice is the longest notice of copyright that is read, in bytes.
const maxNotice = 600

var (
	// claim begins a notice of copyright; initials may stand before it: "bur-abc/de ©".
	claim = pattern.Of(`(?i)^[\s<(\[*]*(?:(?-i:\p{Ll}{1,5}(?:[/-]\p{Ll}{1,5})+)\s+)?(?:(?:©|\(c\)|（c）|ⓒ|copyrights?|저작권자|` +
		`riproduzione riservata|all rights reserved|tous droits réservés|todos los derechos reservados|alle rechte vorbehalten)[\s:,.]*)+`)
	// since are the years and small words between the mark and the holder.
	since = pattern.Of(`(?i)^(?:(?:\d{4}(?:\s*[-–]\s*\d{4})?|by|the|per|von|par|por)\b[\s,.:]*)+`)
	until = pattern.Of(`(?i)(?:[,.;:|<>(（]|\s\d{4}|` +
		`\s+(?:all|alle|tous|toutes|todos|tutti|wszelkie|all)\s+(?:rights|rechte|droits|los|i|prawa)|無断|무단).*$`)
)

// reserved is what a notice says that has no mark: "Copyright 2026", "All rights
// reserved".
var reserved = pattern.Of(`(?i)©|\(c\)|（c）|ⓒ|copyrights?[\s:]+(?:by\s+)?\d{4}|` +
	`rights reserved|riproduzione riservata|droits réservés|derechos reservados|direitos reservados|rechte vorbehalten|prawa zastrzeżone|無断|무단`)

// IsNotice reports whether a line of its own is a notice of copyright, and no
// sentence about it.
func IsNotice(line string) bool {
	if len(line) > maxNotice {
		return false
	}
	loc := claim().FindStringIndex(line)
	if loc == nil || loc[1] == len(line) {
		return false
	}
	if startsSmall(since().ReplaceAllString(line[loc[1]:], "")) && !strings.ContainsAny(line[:loc[1]], "©()ⓒ") {
		return false // "All rights reserved seats were sold"
	}
	return reserved().MatchString(line[:min(len(line), loc[1]+60)])
}

// notice reads a line that says who holds the copyright in a text, whole: "©
// Agence France-Presse", "Copyright 2026 The Associated Press. All rights reserved."
//
// ok says that the line is such a notice, whoever it names.
func notice(line, language string) (names []string, ok bool) {
	loc := claim().FindStringIndex(line)
	if loc == nil {
		return nil, false
	}
	holder := since().ReplaceAllString(line[loc[1]:], "")
	for _, h := range []string{holder, until().ReplaceAllString(holder, "")} {
		h = strings.Trim(h, " .,>)]")
		if a := Of(h, language); a != "" {
			return []string{a}, true
		}
		if g := readGroup(h, language, sign); len(g.agencies) > 0 && len(g.others) == 0 && g.codes == 0 {
			return g.names(), true
		}
	}
	return nil, true
}

package agency

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// How a dateline ends.
type ending int

const (
	endless ending = iota // with a space
	stopped               // with a stop or a colon
	dashed                // with a dash, or "="
)

// terminator is how the line ends that stands before a text.
func terminator(after string) ending {
	t := strings.TrimLeftFunc(after, unicode.IsSpace)
	how := endless
	for len(t) > 0 {
		r, n := utf8.DecodeRuneInString(t)
		switch {
		case isHyphen(r) || r == '=' || r == '_' || r == '＝' || r == '|' || r == '│':
			how = dashed
		case strings.ContainsRune(".:。।：;,،", r):
			how = max(how, stopped)
		case !unicode.IsSpace(r):
			return how
		}
		t = t[n:]
	}
	return how
}

// rest is the text behind the marks with which a dateline ends.
func rest(after string) string {
	return strings.TrimLeftFunc(after, func(r rune) bool {
		return unicode.IsSpace(r) || isHyphen(r) || strings.ContainsRune("=＝_|│.:。।：;,،\"“„«'‘’*", r)
	})
}

// dashAt is where the first dash stands that parts what is before it from the
// text; -1 if there is none.
func dashAt(s string) int {
	for i, r := range s {
		if !isHyphen(r) && r != '=' && r != '_' {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		apart := (unicode.IsSpace(before) || isHyphen(before) || before == '.') && (unicode.IsSpace(after) || isHyphen(after))
		if i > 0 && (apart || r == '—') {
			return i
		}
	}
	return -1
}

// mark is a mark that parts a dateline.
type mark struct {
	at, end int
	dash    bool
}

// maxMarks is how many marks of a line are looked at.
const maxMarks = 8

// marksOf are the marks at the beginning of a text: commas, stops, dashes, slashes.
// A stop counts with a space behind it, a hyphen with one before it.
func marksOf(head string) []mark {
	var all []mark
	for i, r := range head {
		if len(all) == maxMarks || i > maxBefore+maxSign {
			break
		}
		end := i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			break
		}
		before, _ := utf8.DecodeLastRuneInString(head[:i])
		after, _ := utf8.DecodeRuneInString(head[end:])
		dash := isHyphen(r) || r == '='
		switch {
		case i == 0:
		case dash && (strings.ContainsRune(" .)", before) || isHyphen(before) || unicode.IsSpace(after) || r != '-' || !hasCase(head[:i])):
		case r == ',' || r == '،' || r == '/' || r == ':' && unicode.IsSpace(after):
		case r == '.' && (unicode.IsSpace(after) || isHyphen(after)):
		default:
			continue
		}
		if n := len(all); n > 0 && strings.TrimSpace(head[all[n-1].end:i]) == "" { // one mark of several signs: ".-", " -- "
			all[n-1].end, all[n-1].dash = end, all[n-1].dash || dash
			continue
		}
		all = append(all, mark{i, end, dash})
	}
	return all
}

package feed

import (
	"strings"

	"github.com/wiredesk/wiredesk/normalize/safehtml"
)

// plain makes plain text of a field that may hold HTML, escaped once or twice:
// tags go, references become characters, white space is folded.
func plain(s string) string {
	s = unmarked(capField(s))
	if !strings.ContainsAny(s, "<&\n\t\r") && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	return oneLine(safehtml.Plain(s))
}

// oneLine folds white space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// capField cuts a field at maxField.
func capField(s string) string {
	if len(s) <= maxField {
		return s
	}
	return strings.ToValidUTF8(s[:maxField], "")
}

// noValue are what programs write for nothing.
var noValue = map[string]bool{"null": true, "undefined": true, "none": true, "nil": true}

// enough is how many bytes beside tags are more than any program writes for nothing.
const enough = 24

// saysMuch reports whether more than that stands beside the tags of a text. It allocates
// nothing, and nearly all texts do.
func saysMuch[T string | []byte](s T) bool {
	said, tag := 0, false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '<':
			tag = true
		case c == '>':
			tag = false
		case tag || c <= ' ':
		case c == '&': // it may be a space
			said -= maxReference / 4
		default:
			if said++; said >= enough {
				return true
			}
		}
	}
	return false
}

// saying is a short text of HTML, or "" if it has neither a word nor anything to
// look at or to listen to, or only what programs write for nothing. Such a text
// must not stand before a description.
func saying(s string) string {
	if s == "" || len(s) >= minPlaceholder || saysMuch(s) {
		return s
	}
	if text := strings.ToLower(strings.Trim(safehtml.Plain(s), " \t\r\n\u00a0()[]")); text != "" && !noValue[text] {
		return s
	}
	low := strings.ToLower(s)
	for _, shown := range []string{"<img", "<picture", "<video", "<audio", "<iframe", "<embed", "<object"} {
		if strings.Contains(low, shown) {
			return s
		}
	}
	return ""
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, s := range texts {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

// addTag adds a tag that is not there yet.
func addTag(tags []string, s string) []string {
	if len(tags) >= maxTags {
		return tags
	}
	if s = plain(s); s == "" {
		return tags
	}
	for _, t := range tags {
		if t == s {
			return tags
		}
	}
	return append(tags, s)
}

// language is the first of the tags, written as BCP 47 has it.
func language(tags ...string) string {
	return strings.ReplaceAll(first(tags...), "_", "-")
}

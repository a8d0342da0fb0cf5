package feed

import (
	"html"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/safehtml"
)

// plain makes plain text of a field that may hold HTML, escaped once or twice:
// tags go, references become characters, white space is folded.
func plain(s string) string {
	s = capField(s)
	if !strings.ContainsAny(s, "<&\n\t\r") && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	if strings.Contains(s, "<") {
		s = safehtml.Text(s)
	}
	for range 2 {
		if !strings.Contains(s, "&") {
			break
		}
		s = html.UnescapeString(s)
	}
	if strings.Contains(s, "<") && strings.Contains(s, ">") {
		s = safehtml.Text(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// capField cuts a field at maxField.
func capField(s string) string {
	if len(s) <= maxField {
		return s
	}
	return strings.ToValidUTF8(s[:maxField], "")
}

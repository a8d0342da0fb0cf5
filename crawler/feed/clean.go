package feed

import (
	"strings"

	"github.com/wiredesk/wiredesk/normalize/safehtml"
)

// clean returns the HTML with the elements and attributes of an article only,
// and absolute URLs of the web. It is linear for any input, and text after an
// element that is never closed survives. Text without an element but with blank
// lines is no HTML, and keeps its paragraphs.
func (r resolver) clean(s string) string {
	s = unmarked(capField(strings.TrimSpace(s)))
	marked := strings.ContainsAny(s, "<&")
	if marked && r.left != nil && *r.left <= 0 {
		return ""
	}
	if marked {
		s = r.rewrite(s)
	}
	switch {
	case !strings.Contains(s, "<") && hasParagraphs(s):
		return r.charge(paragraphs(s))
	case marked:
		return r.charge(s)
	}
	return s
}

// rewrite is clean without the account of how much it wrote. A base may make of
// "x" an address of half a kilobyte: past maxHTML it stops.
func (r resolver) rewrite(s string) string {
	p := safehtml.Policy{Elements: safehtml.Feed, Loose: true, Address: r.inText, Max: maxHTML}
	return strings.TrimSpace(p.Rewrite(s))
}

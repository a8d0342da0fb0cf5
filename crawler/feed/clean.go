package feed

import (
	"strings"

	"github.com/wiredesk/wiredesk/normalize/safehtml"
)

// clean returns the HTML with the elements and attributes of an article only,
// and absolute URLs of the web. It is linear for any input, and text after an
// element that is never closed survives.
func (r resolver) clean(s string) string {
	s = capField(strings.TrimSpace(s))
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	if r.left == nil {
		return r.rewrite(s)
	}
	if *r.left <= 0 {
		return ""
	}
	s = r.rewrite(s)
	*r.left -= len(s)
	return s
}

// rewrite is clean without the account of how much it wrote. A base may make of
// "x" an address of half a kilobyte: past maxHTML it stops.
func (r resolver) rewrite(s string) string {
	p := safehtml.Policy{Elements: safehtml.Feed, Loose: true, Address: r.url, Max: maxHTML}
	return strings.TrimSpace(p.Rewrite(s))
}

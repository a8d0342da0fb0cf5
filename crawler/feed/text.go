package feed

import (
	"html"
	"net/url"
	"strings"
)

// htmlEntity is the text of a named reference of HTML, fit to stand in XML, or
// "" if HTML has no such name.
func htmlEntity(name string) string {
	in := "&" + name + ";"
	out := html.UnescapeString(in)
	switch out {
	case in:
		return ""
	case "<":
		return "&lt;"
	case "&":
		return "&amp;"
	}
	return out
}

// plain makes plain text of a field that may hold HTML, escaped once or twice:
// tags go, references become characters, white space is folded.
func plain(s string) string {
	s = capField(s)
	if !strings.ContainsAny(s, "<&\n\t\r") && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	if strings.Contains(s, "<") {
		s = textOf(s)
	}
	for range 2 {
		if !strings.Contains(s, "&") {
			break
		}
		s = html.UnescapeString(s)
	}
	if strings.Contains(s, "<") && strings.Contains(s, ">") {
		s = textOf(s)
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

// resolver makes URLs absolute and lets only those of the web through.
type resolver struct{ base *url.URL }

func newResolver(candidates ...string) resolver {
	for _, c := range candidates {
		if u, err := url.Parse(strings.TrimSpace(c)); err == nil && isWeb(u) {
			return resolver{u}
		}
	}
	return resolver{}
}

// within returns the resolver for a part of the document with its own base.
func (r resolver) within(base string) resolver {
	if base = strings.TrimSpace(base); base == "" {
		return r
	}
	u, err := url.Parse(base)
	if err != nil {
		return r
	}
	if r.base != nil {
		u = r.base.ResolveReference(u)
	}
	if !isWeb(u) {
		return r
	}
	return resolver{u}
}

func isWeb(u *url.URL) bool { return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" }

// url returns an absolute http or https URL, or "".
func (r resolver) url(s string) string {
	s = strings.Map(func(c rune) rune {
		if c == '\n' || c == '\r' || c == '\t' || c == 0 {
			return -1
		}
		return c
	}, strings.TrimSpace(s))
	if s == "" || len(s) > 8192 {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil {
		u, err = url.Parse(strings.ReplaceAll(strings.ReplaceAll(s, "%", "%25"), " ", "%20"))
		if err != nil {
			return ""
		}
	}
	if r.base != nil {
		u = r.base.ResolveReference(u)
	}
	if !isWeb(u) {
		return ""
	}
	return u.String()
}

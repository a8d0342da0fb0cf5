package feed

import "strings"

// The marks of a section of CDATA.
const (
	sectionStart = "<![CDATA["
	sectionEnd   = "]]>"
)

// unmarked takes from HTML the marks of the sections that stand within it: to HTML
// they are comments, and what they hold would be lost.
func unmarked(s string) string {
	if s = unwrapped(s); !strings.Contains(s, sectionStart) {
		return s
	}
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(s, sectionStart)
		inside, after, ends := strings.Cut(rest, sectionEnd)
		if !found || !ends {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(before)
		out.WriteString(inside)
		s = after
	}
}

// unwrapped takes from a text the marks of a section of CDATA that were escaped like
// what they hold, once or twice, and so have become a part of it.
func unwrapped(s string) string {
	for range 3 {
		t := strings.TrimSpace(s)
		switch {
		case strings.HasPrefix(t, sectionStart) && strings.HasSuffix(t, sectionEnd) && len(t) >= len(sectionStart+sectionEnd):
			s = t[len(sectionStart) : len(t)-len(sectionEnd)]
		case strings.HasPrefix(t, "&lt;![CDATA[") && strings.HasSuffix(t, "]]&gt;"):
			s = unescape([]byte(t[len("&lt;![CDATA[") : len(t)-len("]]&gt;")]))
		default:
			return s
		}
	}
	return s
}

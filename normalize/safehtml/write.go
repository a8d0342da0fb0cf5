package safehtml

import (
	"net/url"
	"strings"

	"golang.org/x/net/html/atom"
)

// writeTag writes a start tag with the attributes that were kept.
func (w *rewriter) writeTag(name atom.Atom) {
	w.out.WriteByte('<')
	w.out.WriteString(name.String())
	for _, a := range w.attrs {
		w.out.WriteByte(' ')
		w.out.WriteString(a.key)
		w.out.WriteString(`="`)
		w.text([]byte(a.value))
		w.out.WriteByte('"')
	}
	w.out.WriteByte('>')
}

func (w *rewriter) writeEnd(name atom.Atom) {
	w.out.WriteString("</")
	w.out.WriteString(name.String())
	w.out.WriteByte('>')
}

// text writes text, whose references were resolved, as HTML.
func (w *rewriter) text(text []byte) {
	start := 0
	for i, c := range text {
		var reference string
		switch c {
		case '<':
			reference = "&lt;"
		case '>':
			reference = "&gt;"
		case '&':
			reference = "&amp;"
		case '"':
			reference = "&#34;"
		default:
			continue
		}
		w.out.Write(text[start:i])
		w.out.WriteString(reference)
		start = i + 1
	}
	w.out.Write(text[start:])
}

// closeComments ends a comment that nothing ends at its first ">", as a bogus
// one: it shall not swallow the rest of the text.
//
// A declaration that nothing ends is text: "<!".
func closeComments(s string) string {
	if last := strings.LastIndex(s, "<!"); last >= 0 && !strings.Contains(s[last:], ">") && !strings.HasPrefix(s[last:], "<!--") {
		s = s[:last] + "&lt;" + s[last+1:]
	}
	open := strings.LastIndex(s, "<!--")
	if open < 0 || strings.Contains(s[open:], "-->") {
		return s
	}
	end := max(0, strings.LastIndex(s, "-->"))
	return s[:end] + strings.ReplaceAll(s[end:], "<!--", "<!")
}

// Address is an absolute address of http or https, "" for any other.
func Address(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

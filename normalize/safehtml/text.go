package safehtml

import (
	"bytes"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Text is the text of HTML that a stranger wrote, without tags. What stands between
// angle brackets and is the name of no element is text: "List<String>".
func Text(s string) string {
	var out strings.Builder
	z := tokens(s)
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return out.String()
		case nethtml.TextToken:
			out.Write(z.Text())
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			switch a := atom.Lookup(name); {
			case a == 0 && isWord(name):
				out.WriteString(raw)
			case leaveOutLoosely(z, a):
			case a == atom.Br || a == atom.P || a == atom.Div || a == atom.Li:
				out.WriteByte(' ')
			}
		case nethtml.EndTagToken:
			raw := string(z.Raw())
			if name, _ := z.TagName(); atom.Lookup(name) == 0 && isWord(name) {
				out.WriteString(raw)
			}
		}
	}
}

// isWord tells a word between angle brackets from the name of an element of
// some vocabulary, as in <o:p>.
func isWord(name []byte) bool {
	return !bytes.ContainsAny(name, ":-")
}

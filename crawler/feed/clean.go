package feed

import (
	"bytes"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// allowed are the elements of an article's HTML, each with the attributes it
// keeps; what is not here loses its tags and keeps its text.
var allowed = map[atom.Atom][]string{
	atom.A: {"href", "title", "rel", "hreflang"}, atom.Abbr: {"title"}, atom.Acronym: {"title"}, atom.Address: nil, atom.Article: nil, atom.Aside: nil,
	atom.Audio: {"src", "controls"}, atom.B: nil, atom.Bdi: nil, atom.Bdo: {"dir"}, atom.Big: nil, atom.Blockquote: {"cite"}, atom.Br: nil,
	atom.Caption: nil, atom.Center: nil, atom.Cite: nil, atom.Code: nil, atom.Col: {"span"}, atom.Colgroup: {"span"}, atom.Dd: nil, atom.Del: {"cite", "datetime"},
	atom.Dfn: nil, atom.Div: nil, atom.Dl: nil, atom.Dt: nil, atom.Em: nil, atom.Figcaption: nil, atom.Figure: nil, atom.Font: nil, atom.Footer: nil,
	atom.H1: nil, atom.H2: nil, atom.H3: nil, atom.H4: nil, atom.H5: nil, atom.H6: nil, atom.Header: nil, atom.Hr: nil, atom.I: nil,
	atom.Img: {"src", "srcset", "alt", "title", "width", "height"}, atom.Ins: {"cite", "datetime"}, atom.Kbd: nil, atom.Li: {"value"}, atom.Main: nil,
	atom.Mark: nil, atom.Ol: {"start", "reversed"}, atom.P: nil, atom.Picture: nil, atom.Pre: nil, atom.Q: {"cite"}, atom.Rp: nil, atom.Rt: nil, atom.Ruby: nil,
	atom.S: nil, atom.Samp: nil, atom.Section: nil, atom.Small: nil, atom.Source: {"src", "srcset", "type", "media"}, atom.Span: nil, atom.Strike: nil,
	atom.Strong: nil, atom.Sub: nil, atom.Summary: nil, atom.Details: nil, atom.Sup: nil, atom.Table: nil, atom.Tbody: nil, atom.Td: {"colspan", "rowspan"},
	atom.Tfoot: nil, atom.Th: {"colspan", "rowspan", "scope"}, atom.Thead: nil, atom.Time: {"datetime"}, atom.Tr: nil, atom.Tt: nil, atom.U: nil, atom.Ul: nil,
	atom.Var: nil, atom.Video: {"src", "poster", "controls", "width", "height"}, atom.Wbr: nil,
}

// silent are the elements whose text is no text of the article.
var silent = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: false, atom.Title: true, atom.Textarea: true, atom.Select: true,
	atom.Object: false, atom.Iframe: false, atom.Applet: true, atom.Math: false, atom.Svg: true,
}

var urlAttribute = map[string]bool{"href": true, "src": true, "poster": true, "cite": true, "longdesc": true}

// clean returns the HTML with the elements and attributes of an article only,
// and absolute URLs of the web. It is one pass over the tokens: linear for any
// input, and text after an element that is never closed survives.
func (r resolver) clean(s string) string {
	s = closeComments(capField(strings.TrimSpace(s)))
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
	var out bytes.Buffer
	out.Grow(len(s))
	z := nethtml.NewTokenizer(strings.NewReader(s))
	z.AllowCDATA(false)
	for out.Len() < maxHTML {
		switch z.Next() {
		case nethtml.ErrorToken:
			return strings.TrimSpace(out.String())
		case nethtml.TextToken:
			escapeText(&out, z.Text())
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			r.startTag(&out, z)
		case nethtml.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if _, ok := allowed[a]; ok && a != atom.Br {
				out.WriteString("</")
				out.WriteString(a.String())
				out.WriteByte('>')
			}
		}
	}
	return strings.TrimSpace(out.String())
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
	end := strings.LastIndex(s, "-->")
	if end < 0 {
		end = 0
	}
	return s[:end] + strings.ReplaceAll(s[end:], "<!--", "<!")
}

// escapeText writes text of a token, whose references were resolved, as HTML.
func escapeText(out *bytes.Buffer, text []byte) {
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
		out.Write(text[start:i])
		out.WriteString(reference)
		start = i + 1
	}
	out.Write(text[start:])
}

func (r resolver) startTag(out *bytes.Buffer, z *nethtml.Tokenizer) {
	raw, more := z.TagName()
	a := atom.Lookup(raw)
	if silent[a] {
		skipElement(z, a)
		return
	}
	if a == atom.Iframe || a == atom.Noscript || a == atom.Noembed || a == atom.Noframes || a == atom.Xmp || a == atom.Plaintext {
		// The tokenizer would read what follows as raw text, to the end if the
		// element is never closed.
		z.NextIsNotRawText()
	}
	keep, ok := allowed[a]
	if !ok {
		return
	}
	out.WriteByte('<')
	out.WriteString(a.String())
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		name := string(key)
		if !contains(keep, name) {
			continue
		}
		text := string(value)
		switch {
		case urlAttribute[name]:
			if text = r.url(text); text == "" {
				continue
			}
		case name == "srcset":
			if text = r.srcset(text); text == "" {
				continue
			}
		}
		out.WriteByte(' ')
		out.WriteString(name)
		out.WriteString(`="`)
		escapeText(out, []byte(text))
		out.WriteByte('"')
	}
	out.WriteByte('>')
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

// skipElement passes over an element's text. Raw text is one token; of the
// others only the tags are met again, and dropped.
func skipElement(z *nethtml.Tokenizer, a atom.Atom) {
	switch a {
	case atom.Script, atom.Style, atom.Title, atom.Textarea:
		if z.Next() != nethtml.TextToken {
			return // an empty one: this was its end tag
		}
	}
}

// srcset makes the candidates of a srcset absolute (HTML standard, "image
// candidate string").
func (r resolver) srcset(s string) string {
	var out []string
	for _, candidate := range strings.Split(s, ",") {
		fields := strings.Fields(candidate)
		if len(fields) == 0 {
			continue
		}
		if u := r.url(fields[0]); u != "" {
			fields[0] = u
			out = append(out, strings.Join(fields, " "))
		}
	}
	return strings.Join(out, ", ")
}

// textOf is the text of HTML, without tags.
func textOf(s string) string {
	s = closeComments(s)
	var out strings.Builder
	z := nethtml.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return out.String()
		case nethtml.TextToken:
			out.Write(z.Text())
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if a == 0 && isWord(name) { // no element: "List<String>"
				out.WriteString(raw)
			} else if silent[a] {
				skipElement(z, a)
			} else if a == atom.Iframe || a == atom.Noscript || a == atom.Xmp || a == atom.Plaintext {
				z.NextIsNotRawText()
			} else if a == atom.Br || a == atom.P || a == atom.Div || a == atom.Li {
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

// Package safehtml writes the HTML of a story anew, from a list of elements and
// attributes, with addresses of the web only, whoever put it into the stream.
// Every element is closed, and the time is linear in the size of the text.
package safehtml

import (
	"html"
	"net/url"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// elements are those of a story's HTML. The others lose their tags.
var elements = map[atom.Atom]bool{
	atom.A: true, atom.B: true, atom.Blockquote: true, atom.Br: true, atom.Cite: true, atom.Code: true, atom.Em: true, atom.Figcaption: true,
	atom.Figure: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Hr: true, atom.I: true,
	atom.Img: true, atom.Li: true, atom.Ol: true, atom.P: true, atom.Pre: true, atom.Q: true, atom.S: true, atom.Small: true, atom.Strong: true,
	atom.Sub: true, atom.Sup: true, atom.Table: true, atom.Tbody: true, atom.Td: true, atom.Th: true, atom.Thead: true, atom.Tr: true,
	atom.U: true, atom.Ul: true,
}

// empty are the elements that have no end.
var empty = map[atom.Atom]bool{atom.Br: true, atom.Hr: true, atom.Img: true}

// silent are the elements that go with all that is in them.
var silent = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Title: true, atom.Textarea: true, atom.Iframe: true, atom.Noembed: true,
	atom.Noframes: true, atom.Noscript: true, atom.Object: true, atom.Svg: true, atom.Math: true, atom.Select: true, atom.Plaintext: true, atom.Xmp: true,
}

// maxOpen bounds how deep elements stand in each other.
const maxOpen = 100

// Policy says what becomes of some elements. The zero Policy keeps them.
type Policy struct {
	// Picture returns the HTML that stands for an image; nil keeps the image.
	Picture func(src, alt string) string
	// Rel is the rel attribute of links.
	Rel string
	// Heading is the element that all headings become, such as h3.
	Heading atom.Atom
}

// rewriter writes HTML anew.
type rewriter struct {
	Policy
	strings.Builder
	open  []atom.Atom
	count map[atom.Atom]int // of the open ones
}

// Rewrite writes HTML with the elements of a story only, each of them closed.
func (p Policy) Rewrite(s string) string {
	w := &rewriter{Policy: p, count: map[atom.Atom]int{}}
	z := nethtml.NewTokenizer(strings.NewReader(s))
	var within atom.Atom // a silent element
	depth := 0
	for z.Next() != nethtml.ErrorToken {
		t := z.Token()
		switch {
		case within != 0:
			switch {
			case t.DataAtom == within && t.Type == nethtml.StartTagToken:
				depth++
			case t.DataAtom == within && t.Type == nethtml.EndTagToken:
				if depth--; depth == 0 {
					within = 0
				}
			}
		case t.Type == nethtml.TextToken:
			w.WriteString(html.EscapeString(t.Data))
		case t.Type == nethtml.StartTagToken && silent[t.DataAtom]:
			within, depth = t.DataAtom, 1
		case t.Type == nethtml.StartTagToken, t.Type == nethtml.SelfClosingTagToken:
			w.start(t)
		case t.Type == nethtml.EndTagToken:
			w.end(w.named(t.DataAtom))
		}
	}
	for len(w.open) > 0 {
		w.pop()
	}
	return w.String()
}

// named is the element that one becomes.
func (w *rewriter) named(a atom.Atom) atom.Atom {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		if w.Heading != 0 {
			return w.Heading
		}
	}
	return a
}

func (w *rewriter) start(t nethtml.Token) {
	if !elements[t.DataAtom] || len(w.open) >= maxOpen && !empty[t.DataAtom] {
		return
	}
	attributes := ""
	switch t.DataAtom {
	case atom.A:
		if href := Address(attribute(t, "href")); href != "" {
			attributes = ` href="` + html.EscapeString(href) + `"`
			if w.Rel != "" {
				attributes += ` rel="` + w.Rel + `"`
			}
		}
	case atom.Img:
		src := Address(attribute(t, "src"))
		if src != "" && w.Picture != nil {
			w.WriteString(w.Picture(src, attribute(t, "alt")))
		}
		if src == "" || w.Picture != nil {
			return
		}
		attributes = ` src="` + html.EscapeString(src) + `" alt="` + html.EscapeString(attribute(t, "alt")) + `"`
	}
	name := w.named(t.DataAtom)
	w.WriteString("<" + name.String() + attributes + ">")
	if !empty[name] {
		w.open = append(w.open, name)
		w.count[name]++
	}
}

// attribute is the first of a name, as in browsers.
func attribute(t nethtml.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// end closes an element that is open, and those in it.
func (w *rewriter) end(name atom.Atom) {
	for w.count[name] > 0 {
		if w.pop() == name {
			return
		}
	}
}

func (w *rewriter) pop() atom.Atom {
	last := w.open[len(w.open)-1]
	w.open = w.open[:len(w.open)-1]
	w.count[last]--
	w.WriteString("</" + last.String() + ">")
	return last
}

// Address is an absolute address of http or https, "" for any other.
func Address(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

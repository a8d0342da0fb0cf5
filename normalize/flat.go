package normalize

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// readFlat reads a page that is nested too deep for a tree, from its tokens:
// the text of paragraphs and headings, and the title.
func (p *page) readFlat(text []byte) {
	z := html.NewTokenizer(bytes.NewReader(text))
	var line strings.Builder
	in := atom.Atom(0)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.TextToken:
			if in != 0 {
				line.Write(z.Text())
			}
		case html.StartTagToken:
			name, more := z.TagName()
			switch a := atom.Lookup(name); a {
			case atom.P, atom.H1, atom.Title:
				p.endFlat(&line, in)
				in = a
			case atom.Meta:
				n := &html.Node{Type: html.ElementNode, DataAtom: atom.Meta}
				for more {
					var k, v []byte
					k, v, more = z.TagAttr()
					n.Attr = append(n.Attr, html.Attribute{Key: string(k), Val: string(v)})
				}
				p.metaElement(n)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if a := atom.Lookup(name); a == in {
				p.endFlat(&line, in)
				in = 0
			}
		}
	}
}

func (p *page) endFlat(line *strings.Builder, in atom.Atom) {
	text := fold(line.String())
	line.Reset()
	switch {
	case text == "":
	case in == atom.Title:
		p.title = firstOf(p.title, text)
	case in == atom.H1 && len(p.h1) < 5:
		p.h1 = append(p.h1, text)
	case in == atom.P && len(p.flat) < maxBlocks:
		p.flat = append(p.flat, text)
	}
}

// flatBody takes the paragraphs that are long enough to be sentences.
func flatBody(paragraphs []string) *blocks {
	b := &blocks{}
	for _, t := range paragraphs {
		if words(t) >= 5 {
			b.add(article.Block{Type: "p", Text: t})
		}
	}
	return b
}

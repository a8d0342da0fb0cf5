package normalize

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// textOf is the text below a node on one line, without scripts and styles.
func textOf(n *html.Node) string {
	var b strings.Builder
	appendText(&b, n)
	return fold(b.String())
}

func appendText(b *strings.Builder, n *html.Node) {
	switch n.Type {
	case html.TextNode:
		b.WriteString(n.Data)
		return
	case html.ElementNode:
		if isSilent[n.DataAtom] {
			return
		}
		if n.DataAtom == atom.Br {
			b.WriteByte('\n')
		}
		if isBlock[n.DataAtom] {
			b.WriteByte('\n')
			defer b.WriteByte('\n')
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		appendText(b, c)
	}
}

// shortText is the text below a node on one line; ok is false if it is longer
// than limit bytes. It reads no further than that, so that asking it of nested
// elements, one after the other, stays linear.
func shortText(n *html.Node, limit int) (text string, ok bool) {
	nodes := limit + 100
	if text, ok = onlyText(n, nodes); !ok {
		var b strings.Builder
		if !appendShort(&b, n, &nodes, 4*limit) {
			return "", false
		}
		text = b.String()
	}
	if len(text) > 4*limit {
		return "", false
	}
	text = fold(text)
	return text, len(text) <= limit
}

// onlyText is the text node that a node is, or that alone stands in it, in so many
// steps; ok is false if there is another one beside it, or none.
func onlyText(n *html.Node, steps int) (text string, ok bool) {
	for ; n != nil && steps > 0 && n.FirstChild == n.LastChild; n, steps = n.FirstChild, steps-1 {
		if n.Type == html.TextNode {
			return n.Data, true
		}
		if isSilent[n.DataAtom] || n.DataAtom == atom.Br {
			break
		}
	}
	return "", false
}

// appendShort adds text until there are limit bytes or no nodes left to visit.
func appendShort(b *strings.Builder, n *html.Node, nodes *int, limit int) bool {
	if *nodes--; *nodes < 0 {
		return false
	}
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
		return b.Len() <= limit
	}
	if isSilent[n.DataAtom] && n.Type == html.ElementNode {
		return true
	}
	if n.DataAtom == atom.Br || isBlock[n.DataAtom] {
		b.WriteByte('\n')
		defer b.WriteByte('\n')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if !appendShort(b, c, nodes, limit) {
			return false
		}
	}
	return true
}

// findNodes is how many nodes find looks at.
const findNodes = 2000

// find returns the first element of a kind among the next nodes below a node,
// in document order.
func find(n *html.Node, a atom.Atom) *html.Node {
	left := findNodes
	return findWithin(n, a, &left)
}

func findWithin(n *html.Node, a atom.Atom, left *int) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if *left--; *left < 0 {
			return nil
		}
		if c.Type == html.ElementNode && c.DataAtom == a {
			return c
		}
		if f := findWithin(c, a, left); f != nil {
			return f
		}
	}
	return nil
}

// isSilent are the elements whose text no reader sees, and those that say how the
// characters beside them are read.
var isSilent = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Svg: true, atom.Rt: true, atom.Rp: true,
	atom.Rtc: true,
}

// isBlock are the elements that begin a line of their own.
var isBlock = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Center: true, atom.Dd: true,
	atom.Details: true, atom.Dialog: true, atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Fieldset: true, atom.Figcaption: true,
	atom.Figure: true, atom.Footer: true, atom.Form: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true,
	atom.H6: true, atom.Header: true, atom.Hgroup: true, atom.Hr: true, atom.Li: true, atom.Main: true, atom.Nav: true, atom.Ol: true,
	atom.P: true, atom.Pre: true, atom.Section: true, atom.Summary: true, atom.Table: true, atom.Tbody: true, atom.Td: true,
	atom.Tfoot: true, atom.Th: true, atom.Thead: true, atom.Tr: true, atom.Ul: true,
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			return v
		}
	}
	return ""
}

// number reads a number of pixels; 0 if it is none.
func number(s string) int {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(s), "px"))
	if err != nil || n < 0 || n > 1<<20 {
		return 0
	}
	return n
}

package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/internal/formula"
)

// rewrite puts text where a tree has what stands for it: formulas, pictures of
// characters, addresses that a script decodes, the marks of quotes, how names are read. What is struck out
// beside its correction goes. Language is that of the text around the tree, as a tag;
// or "".
func rewrite(n *html.Node, language string) {
	if n.Type == html.ElementNode {
		language = firstOf(attr(n, "lang"), attr(n, "xml:lang"), language)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			rewriteElement(c, language)
		}
	}
}

func rewriteElement(n *html.Node, language string) {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Svg:
		return
	case atom.Math:
		rewriteFormula(n)
		return
	case atom.Img:
		if text := pictureText(n); text != "" {
			replace(n, text)
		}
		return
	}
	if code := attr(n, "data-cfemail"); code != "" {
		if address := protectedAddress(code); address != "" {
			replace(n, address)
			return
		}
	}
	rewrite(n, language)
	switch n.DataAtom {
	case atom.Q:
		quote(n, language)
	case atom.Del, atom.S, atom.Strike:
		strike(n)
	case atom.Ruby:
		spellReading(n)
	}
}

// replace makes a node one of text.
func replace(n *html.Node, text string) {
	leaveOut(n)
	n.Type, n.Data = html.TextNode, text
}

// leaveOut makes a node one that nobody reads, in its place among its siblings.
func leaveOut(n *html.Node) {
	n.Type, n.DataAtom, n.Data, n.Attr, n.FirstChild, n.LastChild = html.CommentNode, 0, "", nil, nil, nil
}

// rewriteFormula puts a formula as text in the place of one in MathML, and takes out
// the same drawn for those who see it.
func rewriteFormula(math *html.Node) {
	text := formula.Text(math)
	if attr(math, "display") == "block" {
		text = " " + text + " "
	}
	around := math
	for range 3 {
		dropDrawn(nextElement(around))
		dropDrawn(elementBefore(around))
		if around = around.Parent; around == nil || isBlock[around.DataAtom] {
			break
		}
	}
	replace(math, text)
}

// dropDrawn takes an element out that draws a formula for those who see it.
func dropDrawn(n *html.Node) {
	if n == nil || isBlock[n.DataAtom] {
		return
	}
	if attr(n, "aria-hidden") == "true" || drawnFormula.heldBy(attr(n, "class")) {
		leaveOut(n)
	}
}

// drawnFormula are parts of the names of elements in which formulas are drawn.
var drawnFormula = partsOf("katex-html", "mathjax_preview", "mathjax-preview", "math-fallback")

// nextElement is the element that follows a node, with no text between them; nil if
// there is none.
func nextElement(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil && n.Type != html.ElementNode; n = n.NextSibling {
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
			return nil
		}
	}
	return n
}

// elementBefore is the one that a node follows.
func elementBefore(n *html.Node) *html.Node {
	for n = n.PrevSibling; n != nil && n.Type != html.ElementNode; n = n.PrevSibling {
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
			return nil
		}
	}
	return n
}

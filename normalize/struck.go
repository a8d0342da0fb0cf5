package normalize

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// strike takes out what is struck out, where the line has other words: these are
// what its writer says now. A line that is struck out as a whole stays, unless an
// inserted one stands beside it.
func strike(n *html.Node) {
	if n.Parent == nil || !isBesideWords(n) && !isInserted(nextElement(n)) && !isInserted(elementBefore(n)) {
		return
	}
	before, after := n.PrevSibling, n.NextSibling
	if hasSpaceAround(n) { // it parts the words around it
		replace(n, " ")
	} else {
		leaveOut(n)
	}
	if before != nil && after != nil && before.Type == html.TextNode && after.Type == html.TextNode &&
		strings.IndexAny(after.Data, ".,;:)]…") == 0 {
		before.Data = strings.TrimRightFunc(before.Data, unicode.IsSpace) // no space before the comma behind it
		leaveOut(n)
	}
}

// hasSpaceAround reports whether the text in an element begins or ends with white
// space.
func hasSpaceAround(n *html.Node) bool {
	first, last := n.FirstChild, n.LastChild
	return first != nil && first.Type == html.TextNode && first.Data != strings.TrimLeftFunc(first.Data, unicode.IsSpace) ||
		last != nil && last.Type == html.TextNode && last.Data != strings.TrimRightFunc(last.Data, unicode.IsSpace)
}

func isStruck(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Del, atom.S, atom.Strike:
		return true
	}
	return false
}

func isInserted(n *html.Node) bool { return n != nil && n.DataAtom == atom.Ins }

// maxInLine is how many nodes of a line are looked at on each side.
const maxInLine = 60

// isBesideWords reports whether a line has words beside an element in it, which are
// not struck out. Elements that hold whole lines are no part of one.
func isBesideWords(n *html.Node) bool {
	left := maxInLine
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if isBlock[c.DataAtom] {
			return false
		}
	}
	for around := n; around != nil && !isBlock[around.DataAtom]; around = around.Parent {
		for s := around.NextSibling; s != nil && !endsLine(s); s = s.NextSibling {
			if hasWords(s, &left) {
				return true
			}
		}
		for s := around.PrevSibling; s != nil && !endsLine(s); s = s.PrevSibling {
			if hasWords(s, &left) {
				return true
			}
		}
	}
	return false
}

func endsLine(n *html.Node) bool { return n.DataAtom == atom.Br || isBlock[n.DataAtom] }

// hasWords reports whether a part of a line has words that are not struck out.
func hasWords(n *html.Node, left *int) bool {
	if *left--; *left < 0 {
		return false
	}
	if n.Type == html.TextNode {
		return strings.ContainsFunc(n.Data, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) })
	}
	if n.Type != html.ElementNode || isStruck(n) || boilerplate.Silent(n.DataAtom) {
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if hasWords(c, left) {
			return true
		}
	}
	return false
}

package normalize

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Papers say once how a rare name is read, and keep the brackets for readers that
// draw no ruby: that is text as in print. Where more is annotated, or a long line is,
// it is for those who learn to read, and nobody who reads the text wants it twice.
const (
	maxReadings = 2  // in a paragraph
	maxReading  = 60 // bytes of one, with its brackets
)

// spellReading makes text of a ruby whose reading stands in brackets.
func spellReading(ruby *html.Node) {
	if !isRareReading(ruby) {
		return
	}
	var b strings.Builder
	for c := ruby.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Rt || c.DataAtom == atom.Rp {
			for t := c.FirstChild; t != nil; t = t.NextSibling {
				if t.Type == html.TextNode {
					b.WriteString(t.Data)
				}
			}
		}
	}
	reading := fold(b.String())
	if len(reading) > maxReading || !isBracketed(reading) {
		return
	}
	for c := ruby.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.Rt:
			replace(c, reading)
			reading = ""
		case atom.Rp:
			leaveOut(c)
		}
	}
}

// isBracketed reports whether a text stands in one pair of brackets.
func isBracketed(s string) bool {
	first, n := utf8.DecodeRuneInString(s)
	last, m := utf8.DecodeLastRuneInString(s)
	if len(s) <= n+m {
		return false
	}
	inner := s[n : len(s)-m]
	return strings.ContainsRune("(（〔[", first) && strings.ContainsRune(")）〕]", last) && !strings.ContainsAny(inner, "()（）〔〕[]")
}

// isRareReading reports whether few readings stand in the paragraph of a ruby, and
// that is no heading.
func isRareReading(ruby *html.Node) bool {
	for up := ruby.Parent; up != nil && up.DataAtom != atom.Body; up = up.Parent {
		if isHeading(up.DataAtom) || up.DataAtom == atom.Title {
			return false
		}
	}
	n := 1
	for _, next := range []func(*html.Node) *html.Node{
		func(n *html.Node) *html.Node { return n.PrevSibling }, func(n *html.Node) *html.Node { return n.NextSibling },
	} {
		steps := 0
		for c := next(ruby); c != nil && !isBlock[c.DataAtom]; c = next(c) {
			if c.DataAtom == atom.Ruby {
				n++
			}
			if steps++; n > maxReadings || steps > maxBesideReading {
				return false
			}
		}
	}
	return true
}

// maxBesideReading is how many nodes are looked at before and after a reading.
const maxBesideReading = 200

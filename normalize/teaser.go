package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of the card around the author of another story: elements up from the name,
// and bytes of its text.
const (
	cardSteps = 7
	maxCard   = 500
)

// teaserWords are parts of class names of boxes with other stories.
var teaserWords = partsOf("more-from", "morefrom", "more-on", "more-stories", "related", "latest", "popular", "trending",
	"most-read", "mostread", "most-viewed", "recommend", "teaser",
	"featured-list", "recirc", "read-next", "readnext", "next-up", "up-next", "also-read", "read-also", "see-also",
	"further-reading", "suggested", "you-may", "otherstories", "other-stories",
	"other-news", "destacad", "relacionad", "mas-leid", "mais-lid", "lire-aussi", "a-lire", "voir-aussi", "meistgelesen",
	"weitere-artikel", "mehr-zum", "auch-interess", "correlat", "piu-lett",
	"mest-last", "meest-gelezen", "ook-interess", "powiazan", "czytaj", "souvisejici", "benzer", "ilgili")

// ofTeaser reports whether a name stands in a card of another story: a box that is
// named as one, or an element around it with a headline of another story that leads
// to it.
func (p *page) ofTeaser(name *html.Node) bool {
	n := name
	for i := 0; i < cardSteps && n != nil && n.DataAtom != atom.Body && n.DataAtom != atom.Main; i, n = i+1, n.Parent {
		if n.Type != html.ElementNode {
			continue
		}
		c := card{page: p, name: name, nodes: maxCardNodes}
		c.read(n)
		switch {
		case c.own:
			return false
		case c.away && (teaserWords.heldBy(attr(n, "class")) || teaserWords.heldBy(attr(n, "id"))):
			return true
		case c.size > maxCard || c.nodes < 0:
			return false
		case c.headed || c.away && introducesRelated(firstLine(c.start.String())):
			return true
		}
	}
	return false
}

func firstLine(s string) string {
	head, _, ok := strings.Cut(s, ":")
	if !ok || len(head) > maxLabel {
		return ""
	}
	return head
}

// maxCardNodes is how many nodes of a card are looked at, and maxCardLinks how many of
// its links.
const (
	maxCardNodes = 300
	maxCardLinks = 12
)

// card is what an element around a name holds.
type card struct {
	page   *page
	name   *html.Node
	nodes  int // left to look at
	links  int // that were looked at
	size   int // bytes of text
	start  strings.Builder
	own    bool // it holds an h1: the story's
	headed bool // it holds a headline that leads to another story
	away   bool // it holds a link to another story
}

// read looks at the element until it is more than a card.
func (c *card) read(n *html.Node) {
	if c.nodes--; c.nodes < 0 || c.size > maxCard || c.own {
		return
	}
	if n.Type == html.TextNode {
		text := strings.TrimSpace(n.Data)
		c.size += len(text)
		if c.start.Len() <= maxLabel {
			c.start.WriteString(text)
		}
		return
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template:
		return
	case atom.H1:
		c.own = true
		return
	case atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		c.headed = c.headed || c.headsAnother(n)
	case atom.A:
		if c.links++; c.links <= maxCardLinks && !c.away {
			c.away = c.page.toAnother(n)
		}
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.read(child)
	}
}

// headsAnother reports whether a heading leads to another story. That of the name in
// the card leads to its page.
func (c *card) headsAnother(h *html.Node) bool {
	if standsWithin(c.name, h) || standsWithin(h, c.name) {
		return false
	}
	link := find(h, atom.A)
	if link == nil && h.Parent != nil && h.Parent.DataAtom == atom.A {
		link = h.Parent
	}
	if link == nil || isAuthorAddress(attr(link, "href")) {
		return false
	}
	t, ok := shortText(h, 300)
	return ok && (words(t) >= 3 || isHeadlineLike(t)) && overlap(t, c.page.title) < .6
}

// toAnother reports whether a link leads to another story.
func (p *page) toAnother(a *html.Node) bool {
	href := attr(a, "href")
	if href == "" || href[0] == '#' || strings.Contains(href, ":") && !strings.HasPrefix(href, "http") || isAuthorAddress(href) {
		return false
	}
	t, ok := shortText(a, 300)
	return ok && (words(t) >= 2 || isHeadlineLike(t)) && overlap(t, p.title) < .6
}

// standsWithin reports whether a node is another or stands in it.
func standsWithin(n, other *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == other {
			return true
		}
	}
	return false
}

// Lengths of lines that lead to other stories: of a link, and of what stands
// before it, in bytes; of a headline, in words, or in characters where words have
// no spaces between them.
const (
	maxLeadingAway = 400
	maxLoneLink    = 200
	maxLabel       = 80
	minLinkWords   = 4
	minLinkRunes   = 8
)

// isHeadlineLike reports whether text is long enough for a headline.
func isHeadlineLike(text string) bool {
	if words(text) >= minLinkWords {
		return true
	}
	wide := 0
	for _, c := range text {
		if isWide(c) {
			wide++
		}
	}
	return wide >= minLinkRunes
}

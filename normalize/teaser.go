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
func (p *page) ofTeaser(n *html.Node) bool {
	name := n
	for i := 0; i < cardSteps && n != nil && n.DataAtom != atom.Body; i, n = i+1, n.Parent {
		if n.Type != html.ElementNode {
			continue
		}
		if find(n, atom.H1) != nil {
			return false
		}
		if n.DataAtom == atom.Main {
			return false
		}
		named := teaserWords.heldBy(attr(n, "class")) || teaserWords.heldBy(attr(n, "id"))
		text, short := shortText(n, maxCard)
		if named && p.leadsAway(n) {
			return true
		}
		if !short {
			return false
		}
		if p.headsAnother(n, name) || introducesRelated(firstLine(text)) && p.leadsAway(n) {
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

// headsAnother reports whether an element holds a headline that leads to another
// story, and is not of the name in it.
func (p *page) headsAnother(n, name *html.Node) bool {
	for _, a := range []atom.Atom{atom.H2, atom.H3, atom.H4, atom.H5, atom.H6} {
		h := find(n, a)
		if h == nil || standsWithin(name, h) || standsWithin(h, name) {
			continue
		}
		link := find(h, atom.A)
		if link == nil && h.Parent != nil && h.Parent.DataAtom == atom.A {
			link = h.Parent
		}
		if link == nil || isAuthorAddress(attr(link, "href")) {
			continue
		}
		if t, ok := shortText(h, 300); ok && (words(t) >= 3 || isHeadlineLike(t)) && overlap(t, p.title) < .6 {
			return true
		}
	}
	return false
}

// maxCardLinks is how many links of a card are looked at.
const maxCardLinks = 12

// leadsAway reports whether an element holds a link to another story: one of several
// words, that are none of the page's title, and not to an author.
func (p *page) leadsAway(n *html.Node) bool {
	left := maxCardLinks
	var look func(n *html.Node) bool
	look = func(n *html.Node) bool {
		for c := n.FirstChild; c != nil && left > 0; c = c.NextSibling {
			if c.DataAtom == atom.A && c.Type == html.ElementNode {
				if left--; p.toAnother(c) {
					return true
				}
				continue
			}
			if look(c) {
				return true
			}
		}
		return false
	}
	return look(n)
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

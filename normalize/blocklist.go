package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// maxLists is how deep lists stand in each other whose items are looked into.
const maxLists = 5

// list is a list of the story, or of links to others. Items that hold several
// blocks each are read as what they are.
func (w *blockWalk) list(n *html.Node) {
	w.lists++
	defer func() { w.lists-- }()
	var l listed
	l.read(w, n)
	switch {
	case len(l.items) == 0 && !holdsBlocks(n):
		w.listRest(n)
	case l.linked*10 >= l.text*8 && len(l.teasers) > 0:
		w.out.related = append(w.out.related, l.teasers[:min(len(l.teasers), maxRelated)]...)
		w.out.remove(strings.Join(l.items, " · "), "links to other stories")
	case w.lists < maxLists && holdsBlocks(n):
		w.listRest(n)
	default:
		b := article.Block{Type: "list", Items: l.items}
		if n.DataAtom == atom.Ol && !l.nested {
			numberItems(&b, n, l.places)
		}
		w.out.add(b, trait{apart: w.apart})
	}
}

// listRest walks the items of a list one by one.
func (w *blockWalk) listRest(n *html.Node) {
	for li := n.FirstChild; li != nil; li = li.NextSibling {
		if li.Type == html.ElementNode {
			w.walk(li)
			w.flush()
		}
	}
}

// listed is what a list holds, with the lists in it.
type listed struct {
	items        []string
	teasers      []article.Link
	text, linked int // bytes
	depth        int
	places       []place // of the items in the list itself
	nested       bool    // some are of lists in it
}

func (l *listed) read(w *blockWalk, list *html.Node) {
	if l.depth++; l.depth > 20 {
		return
	}
	defer func() { l.depth-- }()
	l.nested = l.nested || l.depth > 1
	at := 0
	for li := list.FirstChild; li != nil; li = li.NextSibling {
		if li.Type != html.ElementNode {
			continue
		}
		if li.DataAtom == atom.Ul || li.DataAtom == atom.Ol {
			l.read(w, li)
			continue
		}
		if l.item(w.linesOf(li)) {
			l.places = append(l.places, place{at, attr(li, "value")})
		}
		at++
		l.within(w, li)
	}
}

func (l *listed) item(lines textLines) (added bool) {
	t := lines.joined("\n")
	if t == "" {
		return false
	}
	l.items = append(l.items, t)
	l.text += len(t)
	for _, line := range lines {
		l.linked += line.linked
		if len(line.links) > 0 && line.links[0].Title != "" {
			l.teasers = append(l.teasers, line.links[0])
		}
	}
	return true
}

// within reads the lists in an item.
func (l *listed) within(w *blockWalk, n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type != html.ElementNode:
		case c.DataAtom == atom.Ul || c.DataAtom == atom.Ol:
			l.read(w, c)
		case isBlock[c.DataAtom]:
			l.within(w, c)
		}
	}
}

// holdsBlocks reports whether an item of a list holds blocks that make more of it
// than a line: a heading, a picture, several paragraphs.
func holdsBlocks(list *html.Node) bool {
	left := findNodes
	for li := list.FirstChild; li != nil; li = li.NextSibling {
		if li.Type == html.ElementNode && li.DataAtom == atom.Li && blocksIn(li, 3, &left) > 1 {
			return true
		}
	}
	return false
}

// blocksIn counts the blocks of text in an element, which may stand in others
// that only group them.
func blocksIn(n *html.Node, depth int, left *int) (count int) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if *left--; *left < 0 {
			return count
		}
		if c.Type != html.ElementNode {
			continue
		}
		switch c.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Figure, atom.Table, atom.Blockquote, atom.Pre, atom.P:
			count++
		case atom.Div, atom.Section, atom.Article, atom.Header:
			if depth > 0 {
				count += blocksIn(c, depth-1, left)
			}
		}
	}
	return count
}

package boilerplate

import "golang.org/x/net/html"

// Holder is the smallest element that holds all that Drop leaves in the tree, or
// nil if it leaves nothing: who reads what is left need not look elsewhere.
func (p *Page) Holder() *html.Node {
	first, last, ok := p.Span()
	if !ok {
		return nil
	}
	from, to := p.Segments[first], p.Segments[last]
	holder := common(p.nodes[from.first], p.nodes[to.last-1])
	for _, m := range p.media {
		if m.node.Type == html.ElementNode && p.shows(m, first, last) {
			holder = common(holder, m.node)
		}
	}
	if holder.Type != html.ElementNode {
		holder = holder.Parent
	}
	return holder
}

// common is the smallest node that two nodes of a tree are, or stand in.
func common(a, b *html.Node) *html.Node {
	deep := depthOf(a) - depthOf(b)
	for ; deep > 0; deep-- {
		a = a.Parent
	}
	for ; deep < 0; deep++ {
		b = b.Parent
	}
	for a != b {
		a, b = a.Parent, b.Parent
	}
	return a
}

func depthOf(n *html.Node) int {
	d := 0
	for ; n.Parent != nil; n = n.Parent {
		d++
	}
	return d
}

package boilerplate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// walker cuts a tree into segments.
type walker struct {
	p       *Page
	seen    [kinds]uint16
	depth   int16
	box     int32
	open    bool
	link    *html.Node
	bold    bool
	tag     atom.Atom
	named   tally // of all elements around
	nearest tally // of the nearest element with names that are known
}

// cut cuts a page's body.
func cut(root *html.Node, names Odds) *Page {
	p := &Page{Segments: make([]Segment, 0, 256), text: make([]byte, 0, 1<<13), nodes: make([]*html.Node, 0, 512), boxes: make([]box, 1, 512),
		names: namings{odds: names, seen: make(map[string]naming, 64)}}
	w := &walker{p: p}
	p.boxes[0].parent = -1
	w.children(root)
	w.end()
	p.boxes[0].last, p.boxes[0].mediaLast = int32(len(p.Segments)), int32(len(p.media))
	return p
}

func (w *walker) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if w.p.steps++; w.p.steps > maxSteps || len(w.p.Segments) >= maxSegments {
			w.p.Truncated = true
			truncate(n, c)
			return
		}
		switch c.Type {
		case html.TextNode:
			w.write(c)
		case html.ElementNode:
			if !Silent(c.DataAtom) {
				w.element(c)
			}
		}
	}
}

// truncate takes a child and what follows it out of the tree, so that nobody
// takes what was not read for text of the story.
func truncate(n, c *html.Node) {
	if c.PrevSibling == nil {
		n.FirstChild, n.LastChild = nil, nil
		return
	}
	n.LastChild = c.PrevSibling
	n.LastChild.NextSibling = nil
}

func (w *walker) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Br:
		w.lineBreak(n)
		return
	case atom.Img, atom.Iframe, atom.Video, atom.Audio, atom.Embed:
		if len(w.p.media) == maxMedia { // it is shown with no story
			n.Type = html.CommentNode
			return
		}
		w.p.media = append(w.p.media, medium{n, int32(len(w.p.Segments)), w.seen})
		return
	}
	w.depth++
	saved, named, nearest := w.seen, w.named, w.nearest
	w.mark(n)
	if Begins(n.DataAtom) {
		w.block(n)
	} else {
		w.inline(n)
	}
	w.seen, w.named, w.nearest = saved, named, nearest
	w.depth--
}

// mark notes which kinds of ancestor an element is.
func (w *walker) mark(n *html.Node) {
	d := uint16(w.depth)
	if len(n.Attr) > 0 && n.DataAtom != atom.Body && n.DataAtom != atom.Html {
		name := w.p.names.of(n)
		for bits, g := name.groups, 0; bits != 0; bits, g = bits>>1, g+1 {
			if bits&1 != 0 {
				w.seen[g] = d
			}
		}
		if name.odds.n > 0 {
			w.named.join(name.odds)
			w.nearest = name.odds
		}
		for i, a := range n.Attr {
			if i >= maxAttr {
				break
			}
			if a.Key == "hidden" || a.Key == "aria-hidden" && a.Val == "true" || a.Key == "style" && strings.Contains(a.Val, "display:none") {
				w.seen[inHidden] = d
			}
		}
	}
	if k := kindOf(n.DataAtom); k > 0 {
		w.seen[k] = d
	}
}

func (w *walker) block(n *html.Node) {
	w.end()
	outer, tag := w.box, w.tag
	path := w.p.boxes[outer].path*31 + uint32(n.DataAtom)
	for _, a := range n.Attr[:min(len(n.Attr), maxAttr)] {
		if a.Key == "class" {
			path = path*31 + hash(a.Val[:min(len(a.Val), maxName)])
		}
	}
	w.p.boxes = append(w.p.boxes, box{parent: outer, first: int32(len(w.p.Segments)), media: int32(len(w.p.media)), path: path,
		tag: n.DataAtom, node: n})
	w.box, w.tag = int32(len(w.p.boxes)-1), n.DataAtom
	w.children(n)
	w.end()
	w.p.boxes[w.box].last, w.p.boxes[w.box].mediaLast = int32(len(w.p.Segments)), int32(len(w.p.media))
	w.box, w.tag = outer, tag
}

func (w *walker) inline(n *html.Node) {
	link, bold := w.link, w.bold
	switch n.DataAtom {
	case atom.A:
		w.link = n
	case atom.B, atom.Strong:
		w.bold = true
	}
	w.children(n)
	w.link, w.bold = link, bold
}

// lineBreak ends a line where two br follow each other.
func (w *walker) lineBreak(n *html.Node) {
	for s := n.NextSibling; s != nil; s = s.NextSibling {
		if s.Type == html.TextNode && strings.TrimSpace(s.Data) == "" {
			continue
		}
		if s.Type == html.ElementNode && s.DataAtom == atom.Br {
			w.end()
			return
		}
		break
	}
	if w.open {
		w.p.text = append(w.p.text, ' ')
	}
}

// write adds a text node to the line.
func (w *walker) write(n *html.Node) {
	blank := strings.TrimSpace(n.Data) == ""
	if blank && !w.open {
		return
	}
	p := w.p
	if !w.open {
		w.open = true
		p.Segments = append(p.Segments, Segment{first: int32(len(p.nodes)), from: int32(len(p.text)), box: w.box, depth: w.depth, tag: w.tag,
			seen: w.seen, named: w.named, nearest: w.nearest})
	}
	s := &p.Segments[len(p.Segments)-1]
	before := len(p.text)
	p.text = appendFolded(slices.Grow(p.text, len(n.Data)), n.Data, before == int(s.from))
	p.nodes = append(p.nodes, n)
	added := int32(len(p.text) - before)
	if w.link != nil && !blank {
		s.linked += added
		if s.href != w.link {
			s.links++
		}
		s.href = w.link
	}
	if w.bold {
		s.bold += added
	}
}

// end ends the line.
func (w *walker) end() {
	if !w.open {
		return
	}
	p := w.p
	s := &p.Segments[len(p.Segments)-1]
	s.to, s.last = int32(len(p.text)), int32(len(p.nodes))
	for s.to > s.from && p.text[s.to-1] == ' ' {
		s.to--
	}
	w.open = false
}

// appendFolded appends text with one space for any run of white space.
func appendFolded(b []byte, s string, fresh bool) []byte {
	space := fresh || len(b) > 0 && b[len(b)-1] == ' '
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			if c == ' ' || c >= '\t' && c <= '\r' {
				if !space {
					b = append(b, ' ')
				}
				space = true
				continue
			}
			b = append(b, c)
			space = false
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			if !space {
				b = append(b, ' ')
			}
			space = true
		} else {
			b = append(b, s[i:i+n]...)
			space = false
		}
		i += n
	}
	return b
}

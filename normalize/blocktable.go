package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// table keeps the cells of a row apart with tabs. A table that only lays the
// page out is read through.
func (w *blockWalk) table(n *html.Node) {
	g := grid{walk: w}
	g.read(n)
	if g.layout || g.columns < 2 {
		w.walk(n)
		w.flush()
		return
	}
	if g.caption != "" {
		w.out.add(article.Block{Type: "p", Text: g.caption}, trait{apart: w.apart})
	}
	if len(g.rows) > 0 {
		w.out.add(article.Block{Type: "table", Items: g.rows}, trait{apart: w.apart})
	}
}

// maxCell is the longest cell of a table that is one, in bytes. Longer ones are
// prose in columns, and so are shorter ones of several paragraphs.
const (
	maxCell      = 2000
	maxProseCell = 300
)

// grid is a table, not those within it: its rows, their cells apart by tabs, and
// the most cells that one has.
type grid struct {
	walk    *blockWalk
	rows    []string
	columns int
	caption string
	layout  bool // it lays the page out
}

func (g *grid) read(n *html.Node) {
	for c := n.FirstChild; c != nil && !g.layout; c = c.NextSibling {
		switch c.DataAtom {
		case atom.Tbody, atom.Thead, atom.Tfoot:
			g.read(c)
		case atom.Caption:
			if text, ok := shortText(c, maxCell); ok && text != "" {
				g.caption = g.walk.linesOf(c).joined(" ")
			}
		case atom.Tr:
			g.row(c)
		}
	}
}

func (g *grid) row(tr *html.Node) {
	var cells []string
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		text, short := shortText(c, maxCell)
		if g.layout = !short || isLayoutCell(c, len(text)); g.layout {
			return
		}
		cells = append(cells, g.walk.cell(c, text))
	}
	g.columns = max(g.columns, len(cells))
	if strings.TrimSpace(strings.Join(cells, "")) != "" {
		g.rows = append(g.rows, strings.Join(cells, "\t"))
	}
}

// cell is the text of a cell on one line. Where it holds lists, they are read as
// text.
func (w *blockWalk) cell(n *html.Node, text string) string {
	left := findNodes
	if findWithin(n, atom.Sup, &left) == nil && findWithin(n, atom.A, &left) == nil {
		return text
	}
	if line := w.linesOf(n).joined(" "); line != "" {
		return line
	}
	return text
}

// isLayoutCell reports whether a cell holds what cells of tables do not: a
// heading, another table, several paragraphs of prose.
func isLayoutCell(td *html.Node, bytes int) bool {
	left := findNodes
	paragraphs, layout := 0, false
	var visit func(n *html.Node)
	visit = func(n *html.Node) {
		for c := n.FirstChild; c != nil && !layout; c = c.NextSibling {
			if left--; left < 0 {
				return
			}
			switch c.DataAtom {
			case atom.H1, atom.H2, atom.H3, atom.Table:
				layout = true
			case atom.P:
				paragraphs++
			}
			visit(c)
		}
	}
	visit(td)
	return layout || paragraphs > 1 && bytes > maxProseCell
}

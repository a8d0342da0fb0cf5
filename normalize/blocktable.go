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
	rows, columns := rowsOf(n)
	if columns < 2 {
		w.walk(n)
		w.flush()
		return
	}
	if len(rows) > 0 {
		w.out.add(article.Block{Type: "table", Items: rows})
	}
}

// maxCell is the longest cell of a table that is one, in bytes. Longer ones are
// prose in columns.
const maxCell = 2000

// rowsOf are the rows of a table, not of those within it, their cells apart by
// tabs, and the most cells that one has: none if the table lays the page out.
func rowsOf(table *html.Node) (rows []string, columns int) {
	layout := false
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		for c := n.FirstChild; c != nil && !layout; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Tbody, atom.Thead, atom.Tfoot:
				visit(c)
			case atom.Tr:
				cells, ok := cellsOf(c)
				layout = layout || !ok
				columns = max(columns, len(cells))
				if strings.TrimSpace(strings.Join(cells, "")) != "" {
					rows = append(rows, strings.Join(cells, "\t"))
				}
			}
		}
	}
	visit(table)
	if layout {
		return nil, 0
	}
	return rows, columns
}

func cellsOf(row *html.Node) (cells []string, ok bool) {
	for c := row.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			text, short := shortText(c, maxCell)
			if !short {
				return nil, false
			}
			cells = append(cells, text)
		}
	}
	return cells, true
}

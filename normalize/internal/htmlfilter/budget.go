package htmlfilter

import "bytes"

// budget bounds what the parser makes of a page. A tree takes two hundred bytes
// for a tag of three, and more where an element that was never closed is opened
// anew in each that follows (HTML standard, 13.2.4.3, active formatting elements).
// Text that is continued after a tag that means nothing is copied each time.
type budget struct {
	halves int // of nodes that may yet be made; an attribute is half of one

	open  int  // formatting elements that were not closed
	stale bool // they are opened anew where text or an element comes next

	copies  int   // bytes that may yet be copied
	run     int   // bytes of text that may be one node
	outside int   // and of the text in tables that is in no cell: it goes before the table
	tables  int   // tables that were not closed
	cells   cells // in which of them a cell was begun
}

// cells are bits, one for each table in another.
type cells uint64

// Bounds of a page: pages of news have one node for fifty bytes, and hardly any of them for thirty.
const (
	leastNodes   = 20_000
	bytesOfANode = 32
	leastCopies  = 8 << 20
	copiesOfByte = 8
)

func newBudget(size int) budget {
	return budget{halves: 2 * (leastNodes + size/bytesOfANode), copies: leastCopies + size*copiesOfByte}
}

func (b *budget) spent() bool { return b.halves < 0 || b.copies < 0 }

// text is a run of text.
func (b *budget) text(text []byte) {
	if len(text) == 0 {
		return
	}
	b.node()
	run := &b.run
	if b.tables > 0 && b.cells&b.table() == 0 {
		if len(bytes.TrimSpace(text)) == 0 {
			return // it stays where it is
		}
		run = &b.outside
	}
	b.copies -= *run
	*run += len(text)
}

// table is the bit of the innermost table.
func (b *budget) table() cells { return 1 << (b.tables & 63) }

// node is a text, an element or a comment.
func (b *budget) node() {
	b.halves -= 2
	if b.stale {
		b.halves -= 2 * b.open
		b.stale = false
	}
}

// data is a script of data. Within an svg it would be markup.
func (b *budget) data(content []byte, foreign bool) {
	b.node()
	if foreign {
		b.halves -= 2*bytes.Count(content, []byte("<")) + bytes.Count(content, []byte(" "))
	}
}

// begins is a start tag. After one that surely makes an element text is a new
// node.
func (b *budget) begins(name string, attributes int, selected bool) {
	b.node()
	b.halves -= attributes
	if isFormatting(name) {
		b.open++
	} else {
		b.stale = true
	}
	switch name {
	case "html", "head", "body", "frame", "frameset", "form", "option", "optgroup", "select":
		return // where there is one, another may mean nothing
	case "table":
		b.tables++
		b.cells &^= b.table()
	case "td", "th", "caption":
		if b.tables == 0 {
			return
		}
		b.cells |= b.table()
	case "tr", "tbody", "thead", "tfoot", "col", "colgroup":
		b.cells &^= b.table()
		return
	}
	if !selected {
		b.run = 0
	}
}

// ends is an end tag.
func (b *budget) ends(name string) {
	switch {
	case isFormatting(name):
		if b.open > 0 {
			b.open--
		}
		return
	case name == "p", name == "br":
		b.node() // it makes one, without a start tag
	case name == "table" && b.tables > 0:
		b.tables--
	case name == "td", name == "th", name == "tr", name == "tbody", name == "thead", name == "tfoot", name == "caption", name == "template":
		b.cells &^= b.table()
	}
	b.stale = true
}

func isFormatting(name string) bool {
	switch name {
	case "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u":
		return true
	}
	return false
}

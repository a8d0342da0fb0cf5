package terminal

import (
	"strings"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/textdiff"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// Marks show what one version of a text has and the other has not: in colour, or
// [-gone-] and {+new+}.
type Marks struct{ Colour bool }

// Edits is a text with its changes marked, on one line.
func (m Marks) Edits(edits []textdiff.Edit) string {
	var b strings.Builder
	for _, e := range edits {
		text := strings.ReplaceAll(words.Printable(e.Text), "\n", " ")
		switch e.Op {
		case textdiff.Delete:
			text = m.Gone(text)
		case textdiff.Insert:
			text = m.New(text)
		}
		b.WriteString(text)
	}
	return b.String()
}

// Gone marks what the later version has not.
func (m Marks) Gone(s string) string { return m.mark(s, Red, "[-", "-]") }

// New marks what the earlier version had not.
func (m Marks) New(s string) string { return m.mark(s, Green, "{+", "+}") }

func (m Marks) mark(s, colour, left, right string) string {
	switch {
	case s == "":
		return ""
	case m.Colour:
		return Painted(s, colour, true)
	}
	return left + s + right
}

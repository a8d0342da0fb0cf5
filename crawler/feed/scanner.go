package feed

import (
	"bytes"
	"strings"

	"github.com/wiredesk/wiredesk/normalize"
)

// scanner is the one pass of repair. Outside of texts it writes markup for the
// parser; inside of a text construct it writes HTML or plain text, as CDATA.
type scanner struct {
	writer
	in    []byte
	pos   int
	base  resolver
	notes []note

	open      []element
	spaces    []space // declared by the elements that are open
	construct int     // the index in open of the text that is being read, or -1
	kind      textKind

	limit        bounds
	elements     int
	copies       int // of namespace declarations that the parser will make
	bases        int
	items        int
	lastItem     int         // where in out the last whole item ends
	around       []element   // what was open around it
	ended        bool        // the root was closed
	whole        bool        // so was all that matters: <rss> holds nothing after its channel
	full         *LimitError // why the rest of the items is left out
	marker       marker
	placeholders placeholders // those that the parser does not see

	channels  int              // that were closed and held something
	spare     int              // the index of the note that channels after the first share, 0 for none yet
	roots     int              // how many elements are around the channel: 1, or 2 if the document has not got the outer one
	edge      int              // where the next item's tag is
	endless   map[string]int   // where that was when a name was found to have no end before it
	entities  *entities        // texts that the document names itself
	lookahead int              // how many bytes may still be read to find ends
	guesses   int              // how many ends were guessed
	guessed   string           // and of what the first
	person    normalize.Person // whose element is open
	stretch   stretch          // in which the sections of CDATA at pos stand
	nextEnd   int              // where the next end of one is
	sections  int              // how many of those had their end guessed
}

// element is one that is open. Its names are slices of the input.
type element struct {
	name   []byte // as written
	local  string // without its prefix, in lower case; "" if nothing depends on it
	spaces int    // declared by it
	note   int    // the index of the item's note
	at     int    // where in the document it begins
	ending ending // whether its end tag comes
	later  bool   // a channel after the first: nothing of it is written but its items
	beside bool   // what stands in such a channel beside its items, and is dropped
	tag    int    // where in out its tag is
	kids   int
	start  int // where in out its text starts
	// sourced says that what it holds stands at another address.
	sourced bool
	base    resolver // from xml:base; the zero resolver if there is none around
	lang    string
}

// ending is what is known of an element's end tag.
type ending int

const (
	notSought ending = iota
	comes
	missing
)

// stretch is the part of a document that the sections of CDATA of one element stand in, from
// the first of them to the element's end tag.
type stretch struct {
	end     int // where it ends; what is before pos is read
	surplus int // how many more ends of sections than starts are in it from pos on
}

// space is a namespace declaration.
type space struct{ prefix, uri []byte }

// text copies character data.
func (s *scanner) text(b []byte) {
	b = s.entities.expand(b)
	switch {
	case len(b) == 0 || s.deaf():
	case s.construct < 0:
		s.copyText(s.allowed(b))
	case s.kind == xhtml:
		s.copyRunes(b) // its references are those of the HTML that it becomes
	default:
		s.decodeText(b)
	}
}

// allowed is as much of a text outside of a text construct as its element may
// still have: escaped for the parser, it may become five times as long.
func (s *scanner) allowed(b []byte) []byte {
	used := len(s.out) - s.open[len(s.open)-1].start
	return b[:max(0, min(len(b), maxField-used))]
}

// literal copies characters that are no markup.
func (s *scanner) literal(b []byte) {
	switch {
	case s.deaf():
	case s.construct < 0:
		s.escape(s.allowed(b))
	case s.kind == xhtml && len(b) == 1:
		s.escape(b)
	default:
		s.copyRunes(b)
	}
}

// deaf reports whether text here is of no use. A parser appends the text after
// each child of an extension to that before it, which is quadratic.
func (s *scanner) deaf() bool {
	return len(s.open) == 0 || s.construct < 0 && s.open[len(s.open)-1].kids > maxMixed
}

// uri is the namespace of a prefix.
func (s *scanner) uri(prefix []byte) string {
	for i := len(s.spaces) - 1; i >= 0; i-- {
		if bytes.Equal(s.spaces[i].prefix, prefix) {
			return strings.TrimSpace(string(s.spaces[i].uri))
		}
	}
	return string(prefix)
}

func (s *scanner) uriOf(name []byte) string {
	return s.uri(name[:max(0, bytes.LastIndexByte(name, ':'))])
}

// isNative reports whether an element is a feed's own: it has no prefix, or
// Atom's.
func (s *scanner) isNative(name []byte) bool {
	return bytes.IndexByte(name, ':') < 0 || strings.Contains(strings.ToLower(s.uriOf(name)), "atom")
}

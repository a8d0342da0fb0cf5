package feed

import (
	"strconv"
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"

	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/safehtml"
)

// note is what the pass over the document saw of a feed or an item and the
// parser behind it does not pass on.
type note struct {
	id     string // as it stands
	about  string // rdf:about
	author string // of a channel, where RSS has no author
	lang   string // xml:lang in scope
	base   resolver
	texts  map[string]construct // by the local name of the element
	mark   uint64               // of its bytes
	has    uint32               // which fields it has, of those in once

	more *extras // nil for nothing
}

// extras are what an item has that the parser has no place for.
type extras struct {
	people   []normalize.Person    // who wrote it, in RSS with elements for their names
	names    []string              // and without: those after the first
	pictures []string              // addresses in elements that the parser has no place for
	files    []normalize.Enclosure // and so of attached files
}

// extra are the item's extras, to be added to.
func (n *note) extra() *extras {
	if n.more == nil {
		n.more = &extras{}
	}
	return n.more
}

// extras are the item's extras, to be read.
func (n note) extras() extras {
	if n.more == nil {
		return extras{}
	}
	return *n.more
}

// construct is a text that may hold markup (RFC 4287, section 3.1).
type construct struct {
	kind textKind
	base resolver
}

// textKind says what a text is.
type textKind int

const (
	guess    textKind = iota // nothing was declared: plain text or HTML
	plainly                  // text in which "<" is a character
	markedUp                 // HTML
	xhtml
	encoded // in base64
	foreign // no text at all: a picture, a recording
)

// notePrefix marks the element that leads from what the parser read of an item
// to the item's note. It stands before whatever the item holds: the first counts.
const notePrefix = "wd-note"

// kindOfText reads the type of Atom 1.0 (RFC 4287, section 3.1.1 and 4.1.3.3)
// and the type and mode of Atom 0.3.
func kindOfText(typ, mode, uri string) textKind {
	typ, _, _ = strings.Cut(strings.ToLower(typ), ";")
	switch {
	case strings.EqualFold(mode, "base64"):
		return encoded
	case strings.Contains(typ, "xhtml"), uri == "http://www.w3.org/1999/xhtml":
		return xhtml
	case typ == "html", typ == "text/html", strings.EqualFold(mode, "escaped"):
		return markedUp
	case typ == "text", strings.HasPrefix(typ, "text/"):
		return plainly
	case typ == "application/octet-stream":
		return encoded
	case strings.HasPrefix(typ, "image/"), strings.HasPrefix(typ, "audio/"), strings.HasPrefix(typ, "video/"):
		return foreign
	}
	return guess
}

// noteOf is the note that the scanner took of the item with these extensions.
func noteOf(notes []note, x ext.Extensions) note {
	n, err := strconv.Atoi(attr(x, notePrefix, "n", "n"))
	if err != nil || n < 1 || n >= len(notes) {
		return note{}
	}
	return notes[n]
}

// title is a text as plain text.
func (n note) title(key, s string) string {
	s = unwrapped(s)
	switch n.texts[key].kind {
	case plainly:
		return oneLine(capField(s))
	case markedUp, xhtml, encoded:
		return oneLine(safehtml.Text(unmarked(capField(s))))
	}
	return plain(s)
}

// html is a text as sanitised HTML.
func (n note) html(key, s string, base resolver) string {
	c := n.texts[key]
	if c.kind == plainly {
		return base.text(s)
	}
	return base.or(c.base).clean(s)
}

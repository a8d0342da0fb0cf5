package feed

import (
	"bytes"
	"html"
	"time"
)

// scanner is the one pass of repair. Outside of texts it writes markup for the
// parser; inside of a text construct it writes HTML or plain text, as CDATA.
type scanner struct {
	in    []byte
	out   []byte
	pos   int
	base  resolver
	notes []note

	open      []element
	spaces    []space // declared by the elements that are open
	construct int     // the index in open of the text that is being read, or -1
	kind      textKind

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
}

// element is one that is open. Its names are slices of the input.
type element struct {
	name   []byte // as written
	local  string // without its prefix, in lower case; "" if nothing depends on it
	spaces int    // declared by it
	note   int    // the index of the item's note
	at     int    // where in the document an item begins
	kids   int
	start  int      // where in out its text starts
	base   resolver // from xml:base; the zero resolver if there is none around
	lang   string
}

// space is a namespace declaration.
type space struct{ prefix, uri []byte }

func (s *scanner) scan() error {
	for s.pos < len(s.in) && !s.ended && s.full == nil {
		i := bytes.IndexByte(s.in[s.pos:], '<')
		if i < 0 {
			s.text(s.in[s.pos:])
			s.pos = len(s.in)
			return nil
		}
		s.text(s.in[s.pos : s.pos+i])
		s.pos += i
		if err := s.markup(); err != nil {
			return err
		}
	}
	return nil
}

// markup handles what starts with "<" at pos.
func (s *scanner) markup() error {
	rest := s.in[s.pos:]
	n, text := aside(rest)
	switch {
	case n > 0:
		s.pos += n
		s.literal(text)
	case rest[1] == '/':
		s.endTag(rest)
	default:
		return s.startTag(rest)
	}
	return nil
}

// aside looks at what starts with "<". If that is a tag, aside returns 0; else
// how long it is, and what of it is text: all of a CDATA section or of a "<" that
// means nothing, and nothing of comments, declarations and instructions. What
// never ends goes on to the end of the document.
func aside(rest []byte) (n int, text []byte) {
	switch {
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		end := bytes.Index(rest, []byte("]]>"))
		if end < 0 {
			return len(rest), nil
		}
		return end + 3, rest[9:end]
	case bytes.HasPrefix(rest, []byte("<!--")):
		end := bytes.Index(rest[4:], []byte("-->"))
		if end < 0 {
			return len(rest), nil
		}
		return 4 + end + 3, nil
	case bytes.HasPrefix(rest, []byte("<!")), bytes.HasPrefix(rest, []byte("<?")):
		return skipMarkup(rest), nil
	case len(rest) > 2 && rest[1] == '/' && isNameStart(rest[2]), len(rest) > 1 && isNameStart(rest[1]):
		return 0, nil
	}
	return 1, rest[:1]
}

// endTag closes the nearest element of the name, and those inside of it that
// were never closed. An end without a beginning is left out.
func (s *scanner) endTag(rest []byte) {
	end := bytes.IndexByte(rest, '>')
	if end < 0 {
		s.pos = len(s.in)
		return
	}
	name := rest[2:nameEnd(rest, 2)]
	s.pos += end + 1
	for i := len(s.open) - 1; i >= 0; i-- {
		if open := s.open[i].name; len(open) != len(name) || !bytes.EqualFold(open, name) {
			continue
		}
		if e := s.open[i]; isItem(e.local) {
			s.notes[e.note].mark = s.markOf(e.at)
		}
		for len(s.open) > i {
			s.closeLast()
		}
		return
	}
}

// closeLast ends the innermost element that is open.
func (s *scanner) closeLast() {
	i := len(s.open) - 1
	last := s.open[i]
	switch {
	case s.construct >= 0 && s.construct < i:
		s.out = append(s.out, "</"...)
		s.out = append(append(s.out, localName(last.name)...), '>')
		s.open = s.open[:i]
		return
	case s.construct == i:
		s.endConstruct(last)
	case last.local != "":
		s.endText(last, i)
	}
	s.open = s.open[:i]
	s.spaces = s.spaces[:len(s.spaces)-last.spaces]
	s.out = append(s.out, "</"...)
	s.out = append(append(s.out, last.name...), '>')
	if i > 0 {
		s.open[i-1].kids++
	}
	s.ended = i == 0
	s.whole = s.ended || i == 1 && last.local == "channel" && rootName(s.in) == "rss"
	if isItem(last.local) {
		s.itemEnds()
	}
}

// itemEnds counts an item, after which the document may be cut.
func (s *scanner) itemEnds() {
	s.lastItem = len(s.out)
	s.around = append(s.around[:0], s.open...)
	if s.items++; s.items >= MaxItems {
		s.full = &LimitError{"items", MaxItems}
	}
}

func isItem(local string) bool { return local == "item" || local == "entry" }

// endText takes the id of a feed or an item as it stands, resolves an address
// against the xml:base around it, and writes a date as RFC 3339 has it: the
// parser would try some hundred layouts on any other.
func (s *scanner) endText(e element, depth int) {
	if e.kids > 0 {
		return
	}
	switch {
	case e.local == "author" && e.note == 0:
		s.notes[0].author = html.UnescapeString(string(bytes.TrimSpace(s.out[e.start:])))
	case e.local == "id" && depth > 0 && holders[s.open[depth-1].local] && s.isNative(e.name):
		s.notes[e.note].id = html.UnescapeString(string(bytes.TrimSpace(s.out[e.start:])))
	case dateTexts[e.local]:
		t, ok := parseDate(html.UnescapeString(string(s.out[e.start:])))
		s.out = s.out[:e.start]
		if ok {
			s.out = t.AppendFormat(s.out, time.RFC3339Nano)
		}
	case urlTexts[e.local] && e.base.base != nil && len(s.out)-e.start < maxURL:
		if u := e.base.url(html.UnescapeString(string(s.out[e.start:]))); u != "" {
			s.out = s.out[:e.start]
			s.literal([]byte(u))
		}
	}
}

// urlTexts are the elements whose text is an address.
var urlTexts = map[string]bool{"link": true, "uri": true, "url": true, "icon": true, "logo": true, "comments": true, "homepage": true}

// dateTexts are the elements whose text is a date.
var dateTexts = map[string]bool{"pubdate": true, "lastbuilddate": true, "updated": true, "published": true, "issued": true, "modified": true}

// text copies character data.
func (s *scanner) text(b []byte) {
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

package feed

import (
	"bytes"
	"html"
	"strings"
	"time"
)

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

// closeItem ends the item that is open, with whatever is open in it: items do
// not hold items, and neither do texts. It reports whether there may be another.
func (s *scanner) closeItem() bool {
	for i, e := range s.open {
		if isItem(e.local) || i == s.construct {
			for len(s.open) > i {
				s.closeLast()
			}
			break
		}
	}
	return s.full == nil
}

// closeLast ends the innermost element that is open.
func (s *scanner) closeLast() {
	i := len(s.open) - 1
	last := s.open[i]
	drop := false
	switch {
	case s.construct >= 0 && s.construct < i:
		s.out = append(s.out, "</"...)
		s.out = append(append(s.out, localName(last.name)...), '>')
		s.open = s.open[:i]
		return
	case s.construct == i:
		drop = s.endConstruct(last)
	default:
		s.unwrap(last)
		if last.local != "" {
			drop = s.endField(&last, i)
		}
	}
	s.open = s.open[:i]
	s.spaces = s.spaces[:len(s.spaces)-last.spaces]
	switch {
	case (last.beside || drop) && s.lastItem <= last.tag:
		s.out = s.out[:last.tag]
	case !last.later:
		s.out = append(s.out, "</"...)
		s.out = append(append(s.out, last.name...), '>')
	}
	if i > 0 {
		s.open[i-1].kids++
	}
	s.ended = i == 0
	channel := i == 1 && last.local == "channel"
	s.whole = s.ended || channel && bytes.EqualFold(localName(s.open[0].name), []byte("rss"))
	if channel && last.kids > 0 && s.channels == 0 {
		s.channels = 1
	}
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

// markOf is the mark of the item that began at start and ends at pos.
func (s *scanner) markOf(start int) uint64 {
	if s.marker.end == s.pos {
		return s.marker.mark
	}
	return s.marker.of(s.in[start:s.pos])
}

// unwrap takes from the text of an element the marks of CDATA that were escaped.
func (s *scanner) unwrap(e element) {
	text := bytes.TrimSpace(s.out[e.start:])
	if e.kids > 0 || !bytes.HasPrefix(text, []byte("&lt;![CDATA[")) {
		return
	}
	if inner := unwrapped(unescape(text)); len(inner) < len(text)-len("&lt;![CDATA[") {
		s.out = s.out[:e.start]
		s.escape([]byte(inner))
	}
}

// addressOfLink gives a link of Atom the address that stands in it as in RSS.
func (s *scanner) addressOfLink(e *element) {
	if s.open[0].local != "feed" || e.kids > 0 || bytes.Contains(s.out[e.tag:e.start], []byte(` href="`)) {
		return
	}
	address := strings.TrimSpace(unescape(s.out[e.start:]))
	if u := s.base.or(e.base).url(address); u != "" && len(address) < maxURL {
		s.out = append(s.out[:e.start-1], ` href="`...)
		s.out = append(append(s.out, html.EscapeString(u)...), `">`...)
		e.start = len(s.out)
	}
}

// endField ends an element that means something here. It reports whether the parser
// has no use for it.
func (s *scanner) endField(e *element, depth int) (drop bool) {
	switch {
	case e.local == "name" || e.local == "email" || e.local == "value":
		s.partOfName(e.local, unescape(bytes.TrimSpace(s.out[e.start:])), depth)
		return false
	case writers[e.local]:
		drop = s.endWriter(e, depth)
	case e.local == "enclosure":
		s.noteFile(e, depth)
	case e.local == "link":
		s.addressOfLink(e)
	case pictures[e.local] && e.kids == 0:
		s.notePicture(unescape(s.out[e.start:]), depth)
	}
	if e.kids > 0 {
		return drop
	}
	s.endText(*e, depth)
	if urlTexts[e.local] && depth > 0 && !holders[s.open[depth-1].local] { // in something that the item has
		text := unescape(bytes.TrimSpace(s.out[e.start:]))
		s.partOfName(e.local, text, depth)
		s.notePicture(text, depth)
	}
	return drop || once[e.local] != 0 && s.isRepeated(e, depth, len(bytes.TrimSpace(s.out[e.start:])) > 0)
}

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
		t, ok := parseDate(html.UnescapeString(string(s.out[e.start:])), s.base.clock())
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

package feed

import (
	"bytes"
	"strings"
)

// startTag copies a start tag, or what of it the parser shall see.
func (s *scanner) startTag(rest []byte) error {
	t, err := readTag(rest, s.construct >= 0)
	if err != nil {
		return err
	}
	if t.end < 0 {
		s.pos = len(s.in)
		return nil
	}
	s.pos += t.end
	if s.entities != nil {
		for i, a := range t.attrs {
			t.attrs[i].value = s.entities.expand(a.value)
		}
	}
	if !validName(t.name) { // an element no parser would take
		return nil
	}
	local := known(localName(t.name))
	item := isItem(local) && !s.inDocument()
	if item && !s.closeItem() {
		return nil
	}
	s.closeLeftOpen(t)
	if s.endsChannel(t, local) {
		s.guess(s.open[1].name)
		for len(s.open) > 1 {
			s.closeLast()
		}
	}
	if item && s.skip(t) {
		return nil
	}
	if len(s.open) >= maxDepth {
		return &LimitError{"nested elements", maxDepth}
	}
	if s.construct >= 0 {
		s.inlineTag(t, rest)
		return nil
	}
	return s.openElement(t, local)
}

// openElement opens an element outside of texts.
func (s *scanner) openElement(t *tag, local string) error {
	e := element{name: t.name, local: local, at: s.pos - t.end, tag: len(s.out)}
	if n := len(s.open); n > 0 {
		parent := s.open[n-1]
		e.base, e.lang, e.note = parent.base, parent.lang, parent.note
		e.later = local == "channel" && n == 1 && s.channels > 0
		e.beside = parent.later && !isItem(local)
	}
	if err := s.count(t, &e); err != nil {
		return err
	}
	s.open = append(s.open, e)
	switch {
	case e.later:
		s.laterChannel()
	case texts[e.local] && s.isText(t):
		s.startConstruct(t)
	default:
		s.copyTag(t)
		s.startItem(t)
		s.noteAttributes(t)
	}
	if t.closed {
		s.closeLast()
	}
	return nil
}

// maxGap is how much white space there may be between a channel and its first element.
const maxGap = 256

// endsChannel reports whether t begins a channel where another was left open: channels
// hold none. A name of one, as some items and channels have it, is no channel.
func (s *scanner) endsChannel(t *tag, local string) bool {
	if local != "channel" || t.closed || s.construct >= 0 || len(s.open) < 2 || !bytes.Equal(t.name, s.open[1].name) {
		return false
	}
	for _, e := range s.open[2:] {
		if holders[e.local] {
			return false
		}
	}
	return bytes.HasPrefix(bytes.TrimLeft(s.in[s.pos:min(len(s.in), s.pos+maxGap)], " \t\r\n"), []byte("<"))
}

// laterChannel opens a channel after the first one that holds something. The feed
// is what the first says it is; the items of all are its items.
func (s *scanner) laterChannel() {
	e := &s.open[len(s.open)-1]
	if s.spare == 0 {
		s.spare = len(s.notes)
		s.notes = append(s.notes, note{})
	}
	e.note = s.spare // not the feed's
	e.start = len(s.out)
	s.channels++
}

// skip passes over the item whose start tag t ends at pos, if it is known. An
// item ends at the first end tag of its name: where that stands in a section of
// CDATA, marks never match, and the item is read.
func (s *scanner) skip(t *tag) bool {
	m := &s.marker
	if m.known == nil || t.closed || len(s.open) == 0 {
		return false
	}
	start := s.pos - t.end
	if m.end < s.pos {
		m.end = endOf(s.in, s.pos, t.name)
	}
	if m.end < 0 || m.end-start > m.budget { // items inside of each other share an end: that would be quadratic
		m.known, m.end = nil, -1 // mark is not that of this item
		return false
	}
	m.budget -= m.end - start
	m.mark = m.of(s.in[start:m.end])
	if !m.known(m.mark) {
		return false
	}
	m.skipped = append(m.skipped, m.mark)
	s.pos = m.end
	s.open[len(s.open)-1].kids++
	s.itemEnds()
	return true
}

// count takes the namespaces, the base and the language that a tag declares,
// and holds the document to the limits that keep the parser linear.
func (s *scanner) count(t *tag, e *element) error {
	for _, a := range t.attrs {
		switch {
		case string(a.name) == "xmlns":
			s.spaces = append(s.spaces, space{nil, a.value})
			e.spaces++
		case bytes.HasPrefix(a.name, []byte("xmlns:")):
			s.spaces = append(s.spaces, space{a.name[6:], a.value})
			e.spaces++
		case string(a.name) == "xml:base" && len(a.value) < maxURL:
			if s.bases++; s.bases > 2*MaxItems {
				return &LimitError{"xml:base attributes", 2 * MaxItems}
			}
			if e.base.base == nil {
				e.base = s.base
			}
			if u := e.base.within(strings.TrimSpace(unescape(a.value))); u.base != nil {
				e.base = u
			}
		case string(a.name) == "xml:lang" && len(a.value) < 64:
			e.lang = string(a.value)
		}
	}
	s.elements++
	s.copies += len(s.spaces)
	switch {
	case len(s.spaces) > maxSpaces:
		return &LimitError{"nested namespace declarations", maxSpaces}
	case s.elements > s.limit.elements:
		s.full = &LimitError{"elements", s.limit.elements}
	case len(s.out) > s.limit.mended:
		s.full = &LimitError{"bytes when mended", s.limit.mended}
	case s.copies > maxCopies:
		s.full = &LimitError{"namespace declarations in the scope of elements", maxCopies}
	}
	return nil
}

// copyTag writes a tag for the parser: its attributes quoted, their references
// mended, addresses absolute where an xml:base says so. A default namespace of
// the root is left out: whatever a feed's own elements are declared to be, they
// are a feed's.
func (s *scanner) copyTag(t *tag) {
	e := &s.open[len(s.open)-1]
	s.out = append(append(s.out, '<'), t.name...)
	for _, a := range t.attrs {
		if string(a.name) == "xml:base" || len(s.open) <= s.roots && string(a.name) == "xmlns" && !bytes.Contains(a.value, []byte("xhtml")) {
			continue
		}
		s.out = append(append(s.out, ' '), a.name...)
		s.out = append(s.out, '=', '"')
		if value := bytes.TrimSpace(a.value); urlAttrs[string(localName(a.name))] && len(value) < maxURL {
			if v := string(value); e.base.base == nil && !isSound(v) { // the parser would escape what is to be mended
				value = []byte(strings.ReplaceAll(s.base.mendLink(unescape(value)), "&", "&amp;"))
			} else if e.base.base != nil {
				if u := e.base.url(unescape(value)); u != "" || len(value) == 0 {
					value = []byte(strings.ReplaceAll(u, "&", "&amp;"))
				}
			}
			s.copyAttribute(value)
		} else {
			s.copyAttribute(a.value[:min(len(a.value), maxValue)])
		}
		s.out = append(s.out, '"')
	}
	s.out = append(s.out, '>')
	e.start = len(s.out)
}

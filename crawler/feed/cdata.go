package feed

import "bytes"

// cdata reads the section of CDATA at pos. What "]]>" ends is XML's rule; but text
// holds that too, and then more ends of sections follow before the element's end
// tag than starts: the section goes on to the last of them. One in which the
// element's end tag comes and then the next section was never closed, and ends there.
func (s *scanner) cdata(rest []byte) {
	text := rest[len(sectionStart):]
	end := s.nextSectionEnd(text)
	switch {
	case len(s.open) == 0:
	case end >= 0 && s.isPlainSection(text[:end], text[end+len(sectionEnd):]):
	default:
		if cut := s.unclosed(text, end); cut >= 0 {
			s.sections++
			s.literal(withoutEnd(text[:cut]))
			s.pos += len(sectionStart) + cut
			return
		}
		if end >= 0 {
			end = s.sectionEnd(text, end)
		}
	}
	if end < 0 {
		s.pos = len(s.in)
		return
	}
	s.literal(text[:end])
	s.pos += len(sectionStart) + end + len(sectionEnd)
}

// nextSectionEnd is where in the rest of the document the next "]]>" is, -1 for none.
func (s *scanner) nextSectionEnd(rest []byte) int {
	from := len(s.in) - len(rest)
	if s.nextEnd < from {
		s.nextEnd = len(s.in)
		if i := bytes.Index(rest, []byte(sectionEnd)); i >= 0 {
			s.nextEnd = from + i
		}
	}
	if s.nextEnd == len(s.in) {
		return -1
	}
	return s.nextEnd - from
}

// holder is the element that the text at pos is of: markup in a text holds none.
func (s *scanner) holder() []byte {
	if s.construct >= 0 && s.kind != xhtml {
		return s.open[s.construct].name
	}
	return s.open[len(s.open)-1].name
}

// isPlainSection reports whether a section is as nearly all are: the element's end
// follows, and none begins in it.
func (s *scanner) isPlainSection(text, after []byte) bool {
	after = bytes.TrimLeft(after, " \t\r\n")
	return isEndOf(after, s.holder()) && !bytes.Contains(text, []byte("![CDATA["))
}

// isEndOf reports whether b begins with the end tag of an element.
func isEndOf(b, name []byte) bool {
	n := 2 + len(name)
	return len(b) >= n && b[0] == '<' && b[1] == '/' && bytes.EqualFold(b[2:n], name) && (len(b) == n || b[n] == '>' || b[n] <= ' ')
}

// unclosed is where a section without an end of its own ends, -1 if it has one: at
// its element's end tag, where that of the next section or item comes before any end.
// The end that was found, or -1, is that of another one.
func (s *scanner) unclosed(text []byte, end int) int {
	before := text
	if end >= 0 {
		before = text[:end]
	}
	tag := append(append(make([]byte, 0, 64), "</"...), s.holder()...)
	at := bytes.Index(before, tag)
	if at < 0 || !isEndOf(before[at:], tag[2:]) {
		return -1
	}
	broken := isBrokenEnd(before[:at])
	after := before[at:]
	next := bytes.TrimLeft(after[bytes.IndexByte(after, '>')+1:], " \t\r\n")
	switch {
	case len(next) == 0 || next[0] != '<':
		return -1
	case end < 0, broken, bytes.Contains(next, []byte(sectionStart)):
		return at
	}
	return -1
}

// isBrokenEnd reports whether a text ends as a section does that somebody has
// mistyped: "]>", "]]", "]] >".
func isBrokenEnd(text []byte) bool {
	text = bytes.TrimRight(text, " \t\r\n")
	trimmed := bytes.TrimRight(text, "> \t\r\n")
	return bytes.HasSuffix(trimmed, []byte("]]")) || bytes.HasSuffix(trimmed, []byte("]")) && len(trimmed) < len(text)
}

// withoutEnd takes from a text what was to be the end of its section.
func withoutEnd(text []byte) []byte {
	if isBrokenEnd(text) {
		return bytes.TrimRight(text, "]> \t\r\n")
	}
	return text
}

// sectionEnd is where the section ends whose first "]]>" is at end.
func (s *scanner) sectionEnd(text []byte, end int) int {
	start := s.pos + len(sectionStart)
	if s.stretch.end < start+end {
		s.newStretch(start, start+end)
	} else {
		s.stretch.surplus++ // the start of this one has been read
	}
	first := end
	for from := 0; ; {
		s.stretch.surplus += bytes.Count(text[from:end], []byte(sectionStart)) - 1
		from = end + len(sectionEnd)
		if s.stretch.surplus <= 0 {
			break
		}
		more := bytes.Index(text[from:], []byte(sectionEnd))
		if more < 0 || start+from+more >= s.stretch.end {
			break
		}
		end = from + more
	}
	if end > first {
		s.sections++
	}
	return end
}

// newStretch looks for the end of the element whose section begins at start, behind
// the first "]]>", but no farther than the item, and counts what is before. All that
// is read for that is in proportion to the document.
func (s *scanner) newStretch(start, first int) {
	edge := s.nextItem(first)
	tag := append(append(make([]byte, 0, 64), "</"...), s.holder()...)
	s.stretch = stretch{end: first}
	if s.lookahead <= 0 {
		return
	}
	if i := bytes.Index(s.in[first:edge], tag); i >= 0 {
		edge = first + i
	}
	s.lookahead -= edge - start
	s.stretch.end = edge
	s.stretch.surplus = bytes.Count(s.in[start:edge], []byte(sectionEnd)) - bytes.Count(s.in[start:edge], []byte(sectionStart))
}

package feed

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// repaired is a document that an XML parser accepts, as far as one pass can
// make it so.
type repaired struct {
	text []byte
	cut  bool // the document ended early; text ends after its last whole item
	full bool // items past MaxItems were left out
}

// repair copies a document, from its root to the end of it, and mends what
// parsers stumble over: characters and references that XML has not, bare < and
// &, declarations and comments. On the way it refuses what would overflow a
// parser's stack or make it quadratic.
func repair(b []byte) (*repaired, error) {
	start := rootStart(b)
	r := &scanner{in: b[start:], out: make([]byte, 0, len(b)-start+64)}
	if err := r.scan(); err != nil {
		return nil, err
	}
	doc := &repaired{full: r.items >= MaxItems, cut: !r.ended && r.items < MaxItems}
	if doc.cut || doc.full {
		r.closeAfterLastItem()
	}
	doc.text = r.out
	return doc, nil
}

// rootStart finds the feed's own element behind whatever was printed before.
func rootStart(b []byte) int {
	for i := 0; i < len(b); {
		j := bytes.IndexByte(b[i:], '<')
		if j < 0 {
			return i
		}
		i += j
		rest := b[i:]
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			end := bytes.Index(rest, []byte("-->"))
			if end < 0 {
				return i
			}
			i += end + 3
		case len(rest) > 1 && (rest[1] == '?' || rest[1] == '!'):
			i += skipMarkup(rest)
		default:
			if k := kinds[rootName(rest)]; k == "rss" || k == "rdf" || k == "atom" {
				return i
			}
			i++
		}
	}
	return len(b)
}

type element struct {
	name   string
	spaces int
}

type scanner struct {
	in       []byte
	out      []byte
	pos      int
	open     []element
	spaces   int // declared by the elements that are open
	elements int
	items    int
	lastItem int       // where in out the last whole item ends
	around   []element // what was open around it
	ended    bool      // the root was closed
}

func (s *scanner) scan() error {
	for s.pos < len(s.in) && !s.ended && s.items < MaxItems {
		i := bytes.IndexByte(s.in[s.pos:], '<')
		if i < 0 {
			s.copyText(s.in[s.pos:])
			s.pos = len(s.in)
			return nil
		}
		s.copyText(s.in[s.pos : s.pos+i])
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
	switch {
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		end := bytes.Index(rest, []byte("]]>"))
		cut := end < 0
		if cut {
			end = len(rest)
		}
		s.pos += end
		if !cut {
			s.pos += 3
		}
		if len(s.open) > 0 {
			s.out = append(s.out, "<![CDATA["...)
			s.copyRunes(rest[9:end])
			s.out = append(s.out, "]]>"...)
		}
	case bytes.HasPrefix(rest, []byte("<!--")):
		end := bytes.Index(rest[4:], []byte("-->"))
		if end < 0 {
			s.pos = len(s.in)
			return nil
		}
		s.pos += 4 + end + 3
	case bytes.HasPrefix(rest, []byte("<!")), bytes.HasPrefix(rest, []byte("<?")):
		s.pos += skipMarkup(rest)
	case len(rest) > 2 && rest[1] == '/' && isNameStart(rest[2]):
		return s.endTag(rest)
	case len(rest) > 1 && isNameStart(rest[1]):
		return s.startTag(rest)
	default:
		s.out = append(s.out, "&lt;"...)
		s.pos++
	}
	return nil
}

func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

func nameEnd(b []byte, i int) int {
	for i < len(b) && b[i] != '>' && b[i] != '/' && b[i] > ' ' && b[i] != '=' && b[i] != '<' {
		i++
	}
	return i
}

// startTag copies a start tag attribute by attribute.
func (s *scanner) startTag(rest []byte) error {
	if s.elements++; s.elements > maxMarkup {
		return &LimitError{"elements", maxMarkup}
	}
	end := nameEnd(rest, 1)
	name := string(rest[1:end])
	mark := len(s.out)
	s.out = append(s.out, rest[:end]...)
	pos, spaces, closed, err := s.attributes(rest, end)
	if err != nil {
		return err
	}
	if pos < 0 { // the document ends inside of the tag
		s.out = s.out[:mark]
		s.pos = len(s.in)
		return nil
	}
	s.pos += pos
	if closed {
		s.out = append(s.out, "/>"...)
		s.ended = len(s.open) == 0
		return nil
	}
	s.out = append(s.out, '>')
	s.open = append(s.open, element{name, spaces})
	s.spaces += spaces
	switch {
	case len(s.open) > maxDepth:
		return &LimitError{"nested elements", maxDepth}
	case s.spaces > maxSpaces:
		return &LimitError{"nested namespace declarations", maxSpaces}
	}
	return nil
}

// attributes copies the attributes of a tag from at on, quoted and with their
// references mended. It returns the length of the tag, or -1 if it has no end.
func (s *scanner) attributes(b []byte, at int) (end, spaces int, closed bool, err error) {
	attrs := 0
	seen := map[string]bool{}
	for i := at; i < len(b); {
		switch c := b[i]; {
		case c == '>':
			return i + 1, spaces, false, nil
		case c == '/' && i+1 < len(b) && b[i+1] == '>':
			return i + 2, spaces, true, nil
		case c <= ' ' || c == '/' || c == '=' || c == '"' || c == '\'':
			i++
		case c == '<':
			return i, spaces, false, nil // its ">" is missing
		default:
			stop := nameEnd(b, i)
			name := string(b[i:stop])
			value, next := attributeValue(b, stop)
			if next < 0 {
				return -1, spaces, false, nil
			}
			i = next
			if attrs++; attrs > maxAttrs {
				return 0, spaces, false, &LimitError{"attributes of one element", maxAttrs}
			}
			if seen[name] || !validName(name) {
				continue
			}
			seen[name] = true
			if name == "xmlns" || len(name) > 6 && name[:6] == "xmlns:" {
				spaces++
			}
			s.out = append(s.out, ' ')
			s.out = append(s.out, name...)
			s.out = append(s.out, '=', '"')
			s.copyAttribute(value)
			s.out = append(s.out, '"')
		}
	}
	return -1, spaces, false, nil
}

func validName(name string) bool {
	if name == "" || !isNameStart(name[0]) {
		return false
	}
	for i := 1; i < len(name); i++ {
		if c := name[i]; !isNameStart(c) && !isNameRune(rune(c)) {
			return false
		}
	}
	return utf8.ValidString(name)
}

// attributeValue reads the value after a name that ends at i. It returns where
// the value ends, or -1 if the document does first.
func attributeValue(b []byte, i int) ([]byte, int) {
	j := i
	for j < len(b) && b[j] <= ' ' {
		j++
	}
	if j >= len(b) || b[j] != '=' {
		return nil, i // without a value
	}
	for j++; j < len(b) && b[j] <= ' '; j++ {
	}
	if j >= len(b) {
		return nil, -1
	}
	if q := b[j]; q == '"' || q == '\'' {
		end := bytes.IndexByte(b[j+1:], q)
		if end < 0 {
			return nil, -1
		}
		return b[j+1 : j+1+end], j + 1 + end + 1
	}
	end := j
	for end < len(b) && b[end] > ' ' && b[end] != '>' {
		end++
	}
	return b[j:end], end
}

// endTag closes the nearest element of the name, and those inside of it that
// were never closed. An end without a beginning is left out.
func (s *scanner) endTag(rest []byte) error {
	end := bytes.IndexByte(rest, '>')
	if end < 0 {
		s.pos = len(s.in)
		return nil
	}
	name := string(rest[2:nameEnd(rest, 2)])
	s.pos += end + 1
	for i := len(s.open) - 1; i >= 0; i-- {
		if !sameName(s.open[i].name, name) {
			continue
		}
		for len(s.open) > i {
			s.closeLast()
		}
		return nil
	}
	return nil
}

func sameName(a, b string) bool {
	return a == b || len(a) == len(b) && bytes.EqualFold([]byte(a), []byte(b))
}

func (s *scanner) closeLast() {
	last := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	s.spaces -= last.spaces
	s.out = append(s.out, '<', '/')
	s.out = append(s.out, last.name...)
	s.out = append(s.out, '>')
	if n := rootName([]byte("<" + last.name + " ")); n == "item" || n == "entry" {
		s.items++
		s.lastItem = len(s.out)
		s.around = append(s.around[:0], s.open...)
	}
	s.ended = len(s.open) == 0
}

// closeAfterLastItem drops what follows the last whole item and ends what is
// open there. Without any item everything is kept: there may be a title.
func (s *scanner) closeAfterLastItem() {
	if s.items > 0 {
		s.out = s.out[:s.lastItem]
		s.open = append(s.open[:0], s.around...)
	}
	for len(s.open) > 0 {
		s.closeLast()
	}
}

func (s *scanner) copyText(b []byte) {
	if len(s.open) == 0 {
		return
	}
	for len(b) > 0 {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			s.copyRunes(b)
			return
		}
		s.copyRunes(b[:i])
		n := s.reference(b[i:])
		b = b[i+n:]
	}
}

func (s *scanner) copyAttribute(b []byte) {
	for i := 0; i < len(b); {
		switch c := b[i]; c {
		case '<':
			s.out = append(s.out, "&lt;"...)
			i++
		case '"':
			s.out = append(s.out, "&quot;"...)
			i++
		case '&':
			i += s.reference(b[i:])
		default:
			j := i + 1
			for j < len(b) && b[j] != '<' && b[j] != '"' && b[j] != '&' {
				j++
			}
			s.copyRunes(b[i:j])
			i = j
		}
	}
}

// reference copies the reference that starts b, or escapes its ampersand, and
// returns how much of b that was. Named references other than XML's five are
// HTML's: they become their characters' text.
func (s *scanner) reference(b []byte) int {
	end := bytes.IndexByte(b[:min(len(b), 40)], ';')
	if end > 1 {
		name := string(b[1:end])
		if name[0] == '#' {
			if r, ok := numeric(name[1:]); ok {
				if legal(r) {
					s.out = append(s.out, "&#"...)
					s.out = strconv.AppendInt(s.out, int64(r), 10)
					s.out = append(s.out, ';')
				}
				return end + 1
			}
		} else if xmlEntity[name] {
			s.out = append(s.out, b[:end+1]...)
			return end + 1
		} else if text := htmlEntity(name); text != "" {
			s.out = append(s.out, text...)
			return end + 1
		}
	}
	s.out = append(s.out, "&amp;"...)
	return 1
}

var xmlEntity = map[string]bool{"amp": true, "lt": true, "gt": true, "quot": true, "apos": true}

func numeric(s string) (rune, bool) {
	base := 10
	if len(s) > 1 && (s[0] == 'x' || s[0] == 'X') {
		s, base = s[1:], 16
	}
	n, err := strconv.ParseUint(s, base, 32)
	if err != nil || n > utf8.MaxRune {
		return 0, err == nil
	}
	if w := windows1252(rune(n)); w != 0 {
		return w, true
	}
	return rune(n), true
}

// windows1252 is what &#128; to &#159; mean in practice (the HTML standard,
// "numeric character reference end state").
func windows1252(r rune) rune {
	if r < 0x80 || r > 0x9f {
		return 0
	}
	return c1[r-0x80]
}

var c1 = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

// legal reports whether XML 1.0 has the character (section 2.2).
func legal(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000 && r <= 0x10ffff
}

// copyRunes copies text without the characters that XML has not.
func (s *scanner) copyRunes(b []byte) {
	start := 0
	for i := 0; i < len(b); {
		c := b[i]
		if c >= 0x20 && c < 0x80 || c == '\n' || c == '\t' || c == '\r' {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if c >= 0x80 && legal(r) && (r != utf8.RuneError || n > 1) {
			i += n
			continue
		}
		s.out = append(s.out, b[start:i]...)
		i += n
		start = i
	}
	s.out = append(s.out, b[start:]...)
}

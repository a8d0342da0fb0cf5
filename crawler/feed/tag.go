package feed

import (
	"bytes"
	"strings"
)

// tag is a start tag. Its names and values are slices of the input.
type tag struct {
	name   []byte
	attrs  []attribute
	end    int // its length; -1 if the document ends inside of it
	closed bool
	seen   map[string]bool // the names after the sixteenth
	count  int             // of attributes, also of those that were not taken
}

type attribute struct{ name, value []byte }

func (t *tag) get(name string) string {
	for _, a := range t.attrs {
		if strings.EqualFold(string(a.name), name) {
			return strings.TrimSpace(unescape(a.value))
		}
	}
	return ""
}

// startTag copies a start tag, or what of it the parser shall see.
func (s *scanner) startTag(rest []byte) error {
	t, err := readTag(rest)
	if err != nil {
		return err
	}
	if t.end < 0 {
		s.pos = len(s.in)
		return nil
	}
	s.pos += t.end
	if !validName(t.name) { // an element no parser would take
		return nil
	}
	local := known(localName(t.name))
	if isItem(local) && (!s.closeItem() || s.skip(t)) {
		return nil
	}
	if len(s.open) >= maxDepth {
		return &LimitError{"nested elements", maxDepth}
	}
	if s.construct >= 0 {
		s.inlineTag(t, rest)
		return nil
	}
	e := element{name: t.name, local: local, at: s.pos - t.end}
	if n := len(s.open); n > 0 {
		parent := s.open[n-1]
		e.base, e.lang, e.note = parent.base, parent.lang, parent.note
	}
	if err := s.count(t, &e); err != nil {
		return err
	}
	s.open = append(s.open, e)
	if texts[e.local] && s.isText(t) {
		s.startConstruct(t)
	} else {
		s.copyTag(t)
		s.startItem(t)
	}
	if t.closed {
		s.closeLast()
	}
	return nil
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
	case s.elements > maxElements:
		s.full = &LimitError{"elements", maxElements}
	case len(s.out) > maxMended:
		s.full = &LimitError{"bytes when mended", maxMended}
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
		if string(a.name) == "xml:base" || len(s.open) == 1 && string(a.name) == "xmlns" && !bytes.Contains(a.value, []byte("xhtml")) {
			continue
		}
		s.out = append(append(s.out, ' '), a.name...)
		s.out = append(s.out, '=', '"')
		if value := bytes.TrimSpace(a.value); urlAttrs[string(localName(a.name))] && len(value) < maxURL {
			if e.base.base != nil {
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

// add takes an attribute, unless the tag has one of the name.
func (t *tag) add(name, value []byte) {
	if !validName(name) {
		return
	}
	for _, a := range t.attrs[:min(len(t.attrs), 16)] {
		if bytes.Equal(a.name, name) {
			return
		}
	}
	if len(t.attrs) == 16 {
		t.seen = map[string]bool{}
	}
	if t.seen != nil {
		if t.seen[string(name)] {
			return
		}
		t.seen[string(name)] = true
	}
	t.attrs = append(t.attrs, attribute{name, value})
}

var urlAttrs = map[string]bool{"href": true, "src": true, "url": true, "uri": true}

// readTag reads the start tag at the beginning of b.
func readTag(b []byte) (*tag, error) {
	i := nameEnd(b, 1)
	t := &tag{name: b[1:i], end: -1}
	for i < len(b) {
		switch c := b[i]; {
		case c == '>':
			t.end = i + 1
			return t, nil
		case c == '/' && i+1 < len(b) && b[i+1] == '>':
			t.end, t.closed = i+2, true
			return t, nil
		case c <= ' ' || c == '/' || c == '=' || c == '"' || c == '\'':
			i++
		case c == '<': // its ">" is missing
			t.end = i
			return t, nil
		default:
			stop := nameEnd(b, i)
			name := b[i:stop]
			value, next := attributeValue(b, stop)
			if next < 0 {
				return t, nil
			}
			i = next
			if t.count++; t.count > maxAttrs {
				return nil, &LimitError{"attributes of one element", maxAttrs}
			}
			t.add(name, value)
		}
	}
	return t, nil
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

// isNameStart goes by ASCII, as isNameRune does: no vocabulary of feeds has other names,
// and which of them are names is a long table.
func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

func nameEnd(b []byte, i int) int {
	for i < len(b) && b[i] != '>' && b[i] != '/' && b[i] > ' ' && b[i] != '=' && b[i] != '<' {
		i++
	}
	return i
}

func validName(name []byte) bool {
	if len(name) == 0 || !isNameStart(name[0]) || bytes.Count(name, []byte(":")) > 1 || name[len(name)-1] == ':' {
		return false
	}
	for _, c := range name {
		if !isNameRune(rune(c)) {
			return false
		}
	}
	return true
}

// localName is a name without its prefix.
func localName(name []byte) []byte {
	return name[bytes.LastIndexByte(name, ':')+1:]
}

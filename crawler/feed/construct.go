package feed

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"
	"unicode/utf8"
)

// isText tells a text from the elements of other vocabularies that share its
// name: content of Media RSS is a file, and a description of RDF is of something.
func (s *scanner) isText(t *tag) bool {
	switch local := localName(t.name); {
	case bytes.EqualFold(local, []byte("content")):
		uri := s.uriOf(t.name)
		return !strings.Contains(uri, "mrss") && uri != "media"
	case len(local) < len(t.name) && bytes.EqualFold(local, []byte("description")):
		uri := s.uriOf(t.name)
		return !strings.Contains(uri, "rdf-syntax") && uri != "rdf"
	}
	return true
}

// startItem opens a note for an item, and remembers what its tag says.
func (s *scanner) startItem(t *tag) {
	e := &s.open[len(s.open)-1]
	switch e.local {
	case "item", "entry":
		e.note = len(s.notes)
		s.notes = append(s.notes, note{})
		s.out = append(s.out, "<"+notePrefix+":n n=\""...)
		s.out = strconv.AppendInt(s.out, int64(e.note), 10)
		s.out = append(s.out, `"/>`...)
		e.start = len(s.out)
	case "channel", "feed":
	default:
		return
	}
	n := &s.notes[e.note]
	n.lang, n.base = e.lang, e.base
	n.about = first(n.about, t.get("rdf:about"))
}

// startConstruct begins a text: nothing of its markup reaches the parser.
func (s *scanner) startConstruct(t *tag) {
	i := len(s.open) - 1
	e := &s.open[i]
	s.construct, s.kind = i, kindOfText(t.get("type"), t.get("mode"), s.uriOf(t.name))
	e.sourced = t.has("src")
	s.out = append(append(s.out, '<'), t.name...)
	for _, a := range t.attrs {
		name := string(a.name)
		if name == "xmlns" && e.local != "body" && bytes.Contains(a.value, []byte("xhtml")) {
			continue // it is about what stands in the text: the element itself is the feed's
		}
		if name == "src" || strings.HasPrefix(name, "xmlns") {
			s.out = append(append(s.out, ' '), a.name...)
			s.out = append(s.out, '=', '"')
			s.copyAttribute(a.value[:min(len(a.value), maxValue)])
			s.out = append(s.out, '"')
		}
	}
	s.out = append(s.out, "><![CDATA["...)
	e.start = len(s.out)
}

func (s *scanner) noteText(e *element, depth int, c construct) {
	key := e.local
	switch parent := s.open[depth-1].local; {
	case holders[parent]:
	case parent == "source":
		key = "source/" + key
	default:
		return
	}
	n := &s.notes[e.note]
	if n.texts == nil {
		n.texts = map[string]construct{}
	}
	n.texts[key] = c
}

// inlineTag writes a tag that stands inside of a text as it is, without prefix.
func (s *scanner) inlineTag(t *tag, rest []byte) {
	local := localName(t.name)
	s.out = append(append(s.out, '<'), local...)
	end := t.end
	if t.closed {
		end -= 2
	} else if rest[end-1] == '>' {
		end--
	}
	s.copyRunes(s.entities.expand(rest[1+len(t.name) : end]))
	s.out = append(s.out, '>')
	switch {
	case void[strings.ToLower(string(local[:min(len(local), 8)]))]:
	case t.closed: // which HTML would take for open
		s.out = append(s.out, "</"...)
		s.out = append(append(s.out, local...), '>')
	default:
		s.open = append(s.open, element{name: t.name})
	}
}

// endConstruct ends a text: it is decoded, held to its size, and written such
// that it cannot end its CDATA before. It reports whether the parser has no use for
// it, since the item has such a text.
func (s *scanner) endConstruct(e element) (drop bool) {
	value := s.out[e.start:]
	if s.kind == foreign {
		s.out = s.out[:e.start]
		value = nil
	}
	if s.kind == encoded {
		squeezed := bytes.Join(bytes.Fields(value), nil)
		if b, err := base64.StdEncoding.DecodeString(string(squeezed)); err == nil && utf8.Valid(b) {
			s.out = s.out[:e.start]
			s.copyRunes(b)
			value = s.out[e.start:]
		}
	}
	if len(value) > maxField {
		value = bytes.ToValidUTF8(value[:maxField], nil)
		s.out = s.out[:e.start+len(value)]
	}
	i := s.construct
	s.construct = -1
	if s.isRepeated(&e, i, e.sourced || saysText(e.local, value)) {
		return true
	}
	if i > 0 && (s.isNative(e.name) || s.kind == xhtml) {
		s.noteText(&e, i, construct{s.kind, e.base})
	}
	if len(value) >= minPlaceholder {
		s.out = append(s.out[:e.start], s.placeholders.keep(value)...)
	} else if end := []byte("]]>"); bytes.Contains(value, end) {
		parts := bytes.Split(bytes.Clone(value), end)
		s.out = append(s.out[:e.start], parts[0]...)
		for i, part := range parts[1:] {
			if i < maxMixed {
				s.out = append(s.out, "]]]]><![CDATA[>"...)
			} else {
				s.out = append(s.out, "]] >"...)
			}
			s.out = append(s.out, part...)
		}
	}
	s.out = append(s.out, "]]>"...)
	return false
}

// saysText reports whether a text is one: a content without words is none.
func saysText(local string, value []byte) bool {
	if local == "title" || len(value) >= minPlaceholder {
		return len(bytes.TrimSpace(value)) > 0
	}
	return saysMuch(value) || saying(string(value)) != ""
}

package feed

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"
	"unicode/utf8"
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

// texts are the elements that hold text with markup.
var texts = map[string]bool{
	"title": true, "subtitle": true, "tagline": true, "summary": true, "content": true, "description": true, "info": true, "rights": true,
	"copyright": true, "encoded": true, "full-text": true, "body": true, "fullitem": true, "abstract": true,
}

// others are the elements that mean something to the scanner besides.
var others = map[string]bool{
	"item": true, "entry": true, "channel": true, "feed": true, "source": true, "id": true, "link": true, "uri": true, "url": true,
	"author": true, "icon": true, "logo": true, "comments": true, "homepage": true,
	"pubdate": true, "lastbuilddate": true, "updated": true, "published": true, "issued": true, "modified": true,
}

// holders are the elements that notes are taken of.
var holders = map[string]bool{"item": true, "entry": true, "channel": true, "feed": true}

// known returns the local name in lower case if it means something here.
func known(local []byte) string {
	if len(local) > 13 {
		return ""
	}
	name := strings.ToLower(string(local))
	if texts[name] || others[name] {
		return name
	}
	return ""
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

// isText tells a text from the elements of other vocabularies that share its
// name: content of Media RSS is a file.
func (s *scanner) isText(t *tag) bool {
	if !bytes.EqualFold(localName(t.name), []byte("content")) {
		return true
	}
	uri := s.uriOf(t.name)
	return !strings.Contains(uri, "mrss") && uri != "media"
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
	if i > 0 && (s.isNative(t.name) || s.kind == xhtml) {
		s.noteText(e, construct{s.kind, e.base})
	}
	s.out = append(append(s.out, '<'), t.name...)
	for _, a := range t.attrs {
		if name := string(a.name); name == "src" || strings.HasPrefix(name, "xmlns") {
			s.out = append(append(s.out, ' '), a.name...)
			s.out = append(s.out, '=', '"')
			s.copyAttribute(a.value[:min(len(a.value), maxValue)])
			s.out = append(s.out, '"')
		}
	}
	s.out = append(s.out, "><![CDATA["...)
	e.start = len(s.out)
}

func (s *scanner) noteText(e *element, c construct) {
	key := e.local
	switch parent := s.open[len(s.open)-2].local; {
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
	s.copyRunes(rest[1+len(t.name) : end])
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

// void are the elements of HTML that have no end tag.
var void = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true, "link": true,
	"meta": true, "param": true, "source": true, "track": true, "wbr": true,
}

// endConstruct ends a text: it is decoded, held to its size, and written such
// that it cannot end its CDATA before.
func (s *scanner) endConstruct(e element) {
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
	s.construct = -1
}

package feed

import (
	"bytes"
	"html"
	"unicode/utf8"
)

// A document may name texts of its own in its DOCTYPE (XML 1.0, section 4.2.2) and
// refer to them. Those that stand there as plain text are taken for what they are;
// what is to be fetched, and what refers to others, is not: that is how a few lines
// become gigabytes.

const (
	maxEntities    = 256
	maxEntity      = 4096    // bytes of one
	maxEntityBytes = 1 << 20 // that all references together may become
)

// entities are those of a document, by name, escaped. Nil are none.
type entities struct {
	values map[string][]byte
	left   int // how many bytes references may still become
	over   bool
}

// declaredEntities reads what a document declares before its root.
func declaredEntities(prolog []byte) *entities {
	i := bytes.Index(prolog, []byte("<!DOCTYPE"))
	if i < 0 {
		return nil
	}
	_, subset, ok := bytes.Cut(prolog[i:], []byte("["))
	if !ok {
		return nil
	}
	e := &entities{values: map[string][]byte{}, left: maxEntityBytes}
	for range maxEntities {
		_, rest, ok := bytes.Cut(subset, []byte("<!ENTITY"))
		if !ok {
			break
		}
		subset = e.declare(rest)
	}
	if len(e.values) == 0 {
		return nil
	}
	return e
}

// declare takes one declaration, of which b is what follows its keyword, and returns
// what follows it.
func (e *entities) declare(b []byte) []byte {
	b = bytes.TrimLeft(b, " \t\r\n")
	end := nameEnd(b, 0)
	name := b[:end]
	b = bytes.TrimLeft(b[end:], " \t\r\n")
	if !validName(name) || len(b) == 0 || b[0] != '"' && b[0] != '\'' { // of parameters, or external
		return b
	}
	value, rest, ok := bytes.Cut(b[1:], b[:1])
	if _, known := xmlEntity[string(name)]; !ok || known || e.values[string(name)] != nil || len(value) > maxEntity || !utf8.Valid(value) {
		return rest
	}
	if text, plain := plainEntity(value); plain {
		e.values[string(name)] = []byte(html.EscapeString(text))
	}
	return rest
}

// plainEntity is the text of an entity that holds neither markup nor a reference to
// another.
func plainEntity(value []byte) (text string, plain bool) {
	if bytes.ContainsAny(value, "<%") {
		return "", false
	}
	for rest := value; ; {
		i := bytes.IndexByte(rest, '&')
		if i < 0 {
			return unescape(value), true
		}
		rest = rest[i:]
		_, n := decodeReference(rest)
		if end := bytes.IndexByte(rest[:min(len(rest), maxReference)], ';'); n == 1 && end > 1 && validName(rest[1:end]) {
			return "", false
		}
		rest = rest[n:]
	}
}

// expand replaces the references to the document's own texts, and leaves others.
func (e *entities) expand(b []byte) []byte {
	if e == nil || bytes.IndexByte(b, '&') < 0 {
		return b
	}
	out := make([]byte, 0, len(b)+64)
	for {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			return append(out, b...)
		}
		out = append(out, b[:i]...)
		b = b[i:]
		end := bytes.IndexByte(b[:min(len(b), maxReference)], ';')
		value, ok := []byte(nil), false
		if end > 1 {
			value, ok = e.values[string(b[1:end])]
		}
		switch {
		case !ok:
			out, b = append(out, '&'), b[1:]
		case len(value) > e.left:
			e.over = true
			out, b = append(out, '&'), b[1:]
		default:
			e.left -= len(value)
			out, b = append(out, value...), b[end+1:]
		}
	}
}

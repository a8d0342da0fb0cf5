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

func (t *tag) has(name string) bool {
	for _, a := range t.attrs {
		if strings.EqualFold(string(a.name), name) {
			return true
		}
	}
	return false
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

// readTag reads the start tag at the beginning of b. Of HTML, a slash at the end of
// a value without quotes is a part of it; elsewhere it closes the element, unless an
// end tag does so.
func readTag(b []byte, html bool) (*tag, error) {
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
			if !html && t.closesAfter(b, next) {
				value, next = value[:len(value)-1], next-1
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

// closesAfter reports whether a value without quotes that ends at i ends with the
// slash that closes the element.
func (t *tag) closesAfter(b []byte, i int) bool {
	if i >= len(b) || b[i] != '>' || b[i-1] != '/' {
		return false
	}
	after := b[i+1:]
	return !bytes.HasPrefix(after, []byte("</")) || !bytes.HasPrefix(after[2:], t.name)
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

package charset

import (
	"bytes"
	"mime"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// OfType is the charset that a Content-Type names, "" for none.
func OfType(contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return params["charset"]
	}
	_, after, ok := strings.Cut(strings.ToLower(contentType), "charset=")
	if !ok {
		return ""
	}
	if end := strings.IndexAny(after, "; ,"); end >= 0 {
		after = after[:end]
	}
	return strings.Trim(after, `"'`)
}

var declaration = pattern.Of(`(?i)^[\s\x00]*<\?xml[^>]{0,200}?encoding\s*=\s*["']?\s*([A-Za-z0-9._:-]+)`)

// OfXML is the charset of an XML declaration, also behind something that was
// printed before it; "" for none.
func OfXML(b []byte) string {
	head := b[:min(len(b), 1024)]
	if i := bytes.Index(head, []byte("<?xml")); i > 0 {
		head = head[i:]
	}
	if m := declaration().FindSubmatch(head); m != nil {
		return string(m[1])
	}
	return ""
}

// OfHTML is the charset that the first bytes of a page name (HTML standard,
// "prescan a byte stream", simplified: any charset= in a meta element, else the
// XML declaration).
func OfHTML(b []byte) string {
	head := bytes.ToLower(b[:min(len(b), 4096)])
	for {
		i := bytes.Index(head, []byte("<meta"))
		if i < 0 {
			return OfXML(b)
		}
		head = head[i+5:]
		end := bytes.IndexByte(head, '>')
		if end < 0 {
			return OfXML(b)
		}
		if _, value, ok := bytes.Cut(head[:end], []byte("charset=")); ok {
			value = bytes.TrimLeft(value, `"' `)
			if k := bytes.IndexAny(value, "\"' ;/"); k >= 0 {
				value = value[:k]
			}
			return string(value)
		}
	}
}

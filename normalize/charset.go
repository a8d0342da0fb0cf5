package normalize

import (
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/charset"
)

// MaxPage is how much of a page is read, in bytes.
const MaxPage = 4 << 20

// isBinary reports whether what was read as text is none: a picture, a program, an
// archive. Noughts do not count, a page in UTF-16 without its mark is full of them.
func isBinary(text []byte) bool {
	sample := text[:min(len(text), 8192)]
	controls := 0
	for _, c := range sample {
		if c > 0 && c < '\t' || c > '\r' && c < ' ' && c != '\x1b' {
			controls++
		}
	}
	return controls*50 > len(sample)
}

// decodePage returns a page's text in UTF-8 and the name of its charset.
func decodePage(b []byte, contentType string) (text []byte, name string) {
	if len(b) > MaxPage {
		b = b[:MaxPage]
		for i := 0; i < utf8.UTFMax && len(b) > 0 && !utf8.RuneStart(b[len(b)-1]); i++ {
			b = b[:len(b)-1]
		}
		if len(b) > 0 && b[len(b)-1] >= 0x80 {
			b = b[:len(b)-1]
		}
	}
	t := charset.Decode(b, charset.Labels{Transport: charset.OfType(contentType), Inside: charset.OfHTML(b)})
	return t.Bytes, t.Name
}

package normalize

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
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

// decodePage returns a page's text in UTF-8 and the name of its charset. The
// evidence in order: a byte order mark, validity of the whole body as UTF-8, the
// transport, the page's own label, the statistics of its bytes.
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
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return bytes.ToValidUTF8(b[3:], []byte("\ufffd")), "utf-8"
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return convert(b, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)), "utf-16le"
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return convert(b, unicode.UTF16(unicode.BigEndian, unicode.UseBOM)), "utf-16be"
	}
	if utf8.Valid(b) && !bytes.Contains(b[:min(len(b), 4096)], []byte("\x1b$")) {
		return b, "utf-8"
	}
	_, params, _ := mime.ParseMediaType(contentType)
	for _, label := range []string{params["charset"], metaCharset(b)} {
		if enc, name := charset.Lookup(label); enc != nil && name != "utf-8" && name != "replacement" && !strings.HasPrefix(name, "utf-16") {
			return convert(b, enc), name
		}
	}
	valid := bytes.ToValidUTF8(b, []byte("\ufffd"))
	if bytes.Count(valid, []byte("\ufffd"))*200 < len(b) && multibyte(valid) > 20 {
		return valid, "utf-8"
	}
	if r, err := chardet.NewHtmlDetector().DetectBest(b[:min(len(b), 1<<18)]); err == nil {
		if enc, name := charset.Lookup(r.Charset); enc != nil && name != "utf-8" {
			return convert(b, enc), name
		}
	}
	enc, name := charset.Lookup("windows-1252")
	return convert(b, enc), name
}

func convert(b []byte, enc encoding.Encoding) []byte {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil { // decoders replace what they cannot read; this is a bug of one
		return bytes.ToValidUTF8(b, []byte("\ufffd"))
	}
	return out
}

func multibyte(b []byte) int {
	n := 0
	for _, c := range b {
		if c >= 0xc0 {
			n++
		}
	}
	return n
}

// metaCharset is the label in the first bytes of a page (HTML standard,
// "prescan a byte stream", simplified: any charset= in a meta element).
func metaCharset(b []byte) string {
	head := bytes.ToLower(b[:min(len(b), 4096)])
	for {
		i := bytes.Index(head, []byte("<meta"))
		if i < 0 {
			return ""
		}
		head = head[i+5:]
		end := bytes.IndexByte(head, '>')
		if end < 0 {
			return ""
		}
		tag := head[:end]
		if j := bytes.Index(tag, []byte("charset=")); j >= 0 {
			value := bytes.TrimLeft(tag[j+8:], `"' `)
			if k := bytes.IndexAny(value, "\"' ;/"); k >= 0 {
				value = value[:k]
			}
			return string(value)
		}
	}
}

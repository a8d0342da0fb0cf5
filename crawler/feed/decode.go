package feed

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// fewBad is how many bad bytes in ten thousand leave a text UTF-8 all the same.
const fewBad = 20

// toUTF8 returns the text of a document, which is gzip or text.
func toUTF8(b []byte, contentType string) ([]byte, error) {
	b, over, err := unzip(b)
	switch {
	case err != nil:
		return nil, err
	case over:
		return nil, &LimitError{"bytes", MaxBytes}
	}
	text, _, err := decode(b, contentType)
	return text, err
}

// decode returns the text of a body. The evidence, in this order: a byte order
// mark; the pattern of zero bytes of UTF-16 and UTF-32; that the whole
// body is valid UTF-8 with characters beyond ASCII, which no other coding is by
// accident; the label of the transport (RFC 7303); the label in the document;
// the statistics of the bytes.
func decode(b []byte, contentType string) (text []byte, warning string, err error) {
	if enc, skip := byMark(b); enc != nil {
		text, err := convert(b[skip:], enc)
		return bytes.TrimLeft(text, "\ufeff"), "", err
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	label := declared(b)
	http := httpCharset(contentType)
	if escapeCoded(b) {
		for _, l := range []string{http, label, "iso-2022-jp"} {
			if strings.HasPrefix(strings.ToLower(l), "iso-2022") {
				return convertLabel(b, l)
			}
		}
	}
	if utf8.Valid(b) {
		return b, "", nil
	}
	for _, l := range []string{http, label} {
		if isUTF8(l) || l == "" {
			continue
		}
		if text, _, err := convertLabel(b, l); err == nil {
			return text, "", nil
		}
	}
	if bad := badBytes(b); bad*10000 <= len(b)*fewBad || bad <= 2 && (isUTF8(label) || isUTF8(http) || manyMultibyte(b)) {
		return bytes.ToValidUTF8(b, []byte("\ufffd")), fmt.Sprintf("%d bytes are not UTF-8", bad), nil
	}
	guess := detect(stripTags(b))
	text, _, err = convertLabel(b, guess)
	if err != nil {
		text, _, err = convertLabel(b, "windows-1252")
	}
	return text, "no charset is given; read as " + guess, err
}

// detect guesses the charset of a text by statistics. The detector tries its
// charsets in parallel: of those it finds equally likely it names any, so here the
// first by name counts, and the same bytes are always the same text.
func detect(words []byte) string {
	if looksThai(words) {
		return "windows-874"
	}
	best := chardet.Result{Charset: "windows-1252"}
	all, err := chardet.NewTextDetector().DetectAll(words)
	if err != nil {
		return best.Charset
	}
	for _, r := range all {
		if isUTF8(r.Charset) {
			continue
		}
		if r.Confidence > best.Confidence || r.Confidence == best.Confidence && r.Charset < best.Charset {
			best = r
		}
	}
	return best.Charset
}

// A body that unpacks to more than maxRatio times its size is a bomb; the test
// starts at ratioFrom, since short texts may be that repetitive. The fetcher
// holds content codings to the same.
const (
	maxRatio  = 200
	ratioFrom = 1 << 20
)

// unzip opens a body that is gzip itself, as .xml.gz files are. Of one over the
// limit it returns the beginning, to the end of a tag.
func unzip(b []byte) (text []byte, over bool, err error) {
	bomb := false
	if bytes.HasPrefix(b, []byte{0x1f, 0x8b, 8}) {
		packed := bytes.NewReader(b)
		z, err := gzip.NewReader(packed)
		if err != nil {
			return nil, false, fmt.Errorf("gunzip: %w", err)
		}
		out, err := io.ReadAll(io.LimitReader(z, MaxBytes+1))
		if err != nil && len(out) == 0 {
			return nil, false, fmt.Errorf("gunzip: %w", err)
		}
		bomb = len(out) > ratioFrom && len(out)/maxRatio >= len(b)-packed.Len()
		b = out
	}
	over = len(b) > MaxBytes
	switch {
	case over && bomb:
		return nil, false, &LimitError{"bytes", MaxBytes}
	case bomb:
		return nil, false, &LimitError{"times the size of the gzip body", maxRatio}
	case over:
		b = b[:bytes.LastIndexByte(b[:MaxBytes], '>')+1]
	}
	return b, over, nil
}

// byMark knows a coding by its byte order mark, or UTF-16 and UTF-32 by where
// the zero bytes of "<" or "{" stand.
func byMark(b []byte) (encoding.Encoding, int) {
	le, be := unicode.LittleEndian, unicode.BigEndian
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), 4
	case bytes.HasPrefix(b, []byte{0, 0, 0xfe, 0xff}):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), 4
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return unicode.UTF16(le, unicode.IgnoreBOM), 2
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return unicode.UTF16(be, unicode.IgnoreBOM), 2
	case len(b) < 4:
		return nil, 0
	case b[0] != 0 && b[1] == 0 && b[2] == 0 && b[3] == 0:
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), 0
	case b[0] == 0 && b[1] == 0 && b[2] == 0 && b[3] != 0:
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), 0
	case b[0] != 0 && b[1] == 0 && b[2] != 0 && b[3] == 0:
		return unicode.UTF16(le, unicode.IgnoreBOM), 0
	case b[0] == 0 && b[1] != 0 && b[2] == 0 && b[3] != 0:
		return unicode.UTF16(be, unicode.IgnoreBOM), 0
	}
	return nil, 0
}

func convert(b []byte, enc encoding.Encoding) ([]byte, error) {
	text, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return nil, fmt.Errorf("decode the text: %w", err)
	}
	return text, nil
}

func convertLabel(b []byte, label string) ([]byte, string, error) {
	enc, name := charset.Lookup(strings.ReplaceAll(strings.TrimSpace(label), "_", "-"))
	if enc == nil || name == "replacement" || strings.HasPrefix(name, "utf-16") {
		return nil, "", fmt.Errorf("unknown charset %q", label)
	}
	text, err := convert(b, enc)
	return text, "", err
}

func isUTF8(label string) bool {
	l := strings.ToLower(label)
	return l == "utf-8" || l == "utf8" || l == "utf_8"
}

var declaration = regexp.MustCompile(`(?i)^[\s\x00]*<\?xml[^>]{0,200}?encoding\s*=\s*["']?\s*([A-Za-z0-9._:-]+)`)

// declared is the charset of the XML declaration, or of an HTML meta element.
func declared(b []byte) string {
	head := b[:min(len(b), 1024)]
	if i := bytes.Index(head, []byte("<?xml")); i > 0 {
		head = head[i:] // something was printed before it
	}
	if m := declaration.FindSubmatch(head); m != nil {
		return string(m[1])
	}
	return ""
}

func httpCharset(contentType string) string {
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

// escapeCoded reports whether a body uses the escapes of ISO-2022, which is
// valid UTF-8 by its bytes.
func escapeCoded(b []byte) bool {
	return bytes.Contains(b, []byte("\x1b$")) || bytes.Contains(b, []byte("\x1b("))
}

func badBytes(b []byte) int {
	bad := 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			bad++
		}
		b = b[n:]
	}
	return bad
}

func manyMultibyte(b []byte) bool {
	good := 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if n > 1 && r != utf8.RuneError {
			good++
		}
		b = b[n:]
	}
	return good > 20
}

// stripTags leaves the text for the detector: markup is ASCII in every language.
func stripTags(b []byte) []byte {
	b = b[:min(len(b), 64<<10)]
	out := make([]byte, 0, len(b))
	in := false
	for _, c := range b {
		switch {
		case c == '<':
			in = true
		case c == '>':
			in = false
		case !in:
			out = append(out, c)
		}
	}
	return out
}

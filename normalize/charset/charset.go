// Package charset finds the charset in which a document is written, whatever is
// said of it, and makes UTF-8 of its text. Feeds and pages are read by the same
// rules.
//
// It is pure, works in time linear in the size of the document, and any number of
// calls may run at once.
package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	htmlcharset "golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
)

// Text is a document in UTF-8.
type Text struct {
	Bytes   []byte
	Name    string // of the charset that it was in, as the Encoding standard names it
	Bad     int    // how many bytes of what is else UTF-8 are not; each is U+FFFD now
	Guessed bool   // nothing said so but the statistics of the bytes
}

// Labels are what is said of a document's charset; "" says nothing.
type Labels struct {
	Transport string // by HTTP (OfType)
	Inside    string // by the document itself (OfXML, OfHTML)
}

// Decode returns the text of a document. The evidence, in this order: a byte order
// mark; the pattern of zero bytes of UTF-16 and UTF-32; that the whole is valid
// UTF-8, which no other coding with characters beyond ASCII is by accident; the
// label of the transport (RFC 7303); the label in the document; that nearly all is
// valid UTF-8; the statistics of the bytes.
func Decode(b []byte, said Labels) Text {
	if c, skip := byMark(b); c.encoding != nil {
		return Text{Bytes: bytes.TrimLeft(convert(b[skip:], c.encoding), "\ufeff"), Name: c.name}
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	labels := []string{said.Transport, said.Inside}
	if escapeCoded(b) {
		for _, l := range append(labels, "iso-2022-jp") {
			if c, ok := lookup(l); ok && strings.HasPrefix(c.name, "iso-2022") {
				return Text{Bytes: convert(b, c.encoding), Name: c.name}
			}
		}
	}
	if utf8.Valid(b) {
		return Text{Bytes: b, Name: "utf-8"}
	}
	for _, l := range labels {
		if c, ok := lookup(l); ok && c.name != "utf-8" {
			return Text{Bytes: convert(b, c.encoding), Name: c.name}
		}
	}
	if bad := badBytes(b); isDamaged(b, bad, labels) {
		return Text{Bytes: bytes.ToValidUTF8(b, []byte("\ufffd")), Name: "utf-8", Bad: bad}
	}
	c, ok := lookup(detect(words(b)))
	if !ok {
		c, _ = lookup("windows-1252")
	}
	return Text{Bytes: convert(b, c.encoding), Name: c.name, Guessed: true}
}

// lookup finds a charset by its label. UTF-16 is none of them: a text that is in it
// shows that by its bytes, and one that does not is in another.
func lookup(label string) (coding, bool) {
	enc, name := htmlcharset.Lookup(strings.ReplaceAll(strings.TrimSpace(label), "_", "-"))
	if enc == nil || name == "replacement" || strings.HasPrefix(name, "utf-16") {
		return coding{}, false
	}
	return coding{enc, name}, true
}

func convert(b []byte, enc encoding.Encoding) []byte {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil { // decoders replace what they cannot read; this is a bug of one
		return bytes.ToValidUTF8(b, []byte("\ufffd"))
	}
	return out
}

// fewBad is how many bad bytes in ten thousand leave a text UTF-8 all the same, and
// manyGood how many characters of several bytes make it UTF-8 that has some more.
const (
	fewBad   = 20
	someBad  = 50
	manyGood = 20
)

// isDamaged tells UTF-8 with some bad bytes from another charset.
func isDamaged(b []byte, bad int, labels []string) bool {
	labelled := false
	for _, l := range labels {
		c, ok := lookup(l)
		labelled = labelled || ok && c.name == "utf-8"
	}
	good := multibyte(b)
	switch {
	case bad*10_000 <= len(b)*fewBad, bad <= 2 && labelled:
		return true
	case good > manyGood:
		return bad <= 2 || bad*10_000 <= len(b)*someBad
	}
	return false
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

// multibyte counts the characters of several bytes.
func multibyte(b []byte) int {
	good := 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if n > 1 && r != utf8.RuneError {
			good++
		}
		b = b[n:]
	}
	return good
}

package charset

import (
	"bytes"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// coding is a charset by its name.
type coding struct {
	encoding encoding.Encoding
	name     string
}

// byMark knows a coding by its byte order mark, or UTF-16 and UTF-32 by where the
// zero bytes of "<" or "{" stand. skip is the length of the mark.
func byMark(b []byte) (c coding, skip int) {
	utf16le := coding{unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le"}
	utf16be := coding{unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf-16be"}
	utf32le := coding{utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), "utf-32le"}
	utf32be := coding{utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), "utf-32be"}
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}):
		return utf32le, 4
	case bytes.HasPrefix(b, []byte{0, 0, 0xfe, 0xff}):
		return utf32be, 4
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return utf16le, 2
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return utf16be, 2
	case len(b) < 4:
		return coding{}, 0
	case b[0] != 0 && b[1] == 0 && b[2] == 0 && b[3] == 0:
		return utf32le, 0
	case b[0] == 0 && b[1] == 0 && b[2] == 0 && b[3] != 0:
		return utf32be, 0
	case b[0] != 0 && b[1] == 0 && b[2] != 0 && b[3] == 0:
		return utf16le, 0
	case b[0] == 0 && b[1] != 0 && b[2] == 0 && b[3] != 0:
		return utf16be, 0
	}
	return coding{}, 0
}

package htmlfilter

import "bytes"

// StandsForText reports whether what was read so far holds what stands for text, or
// says of text how it is meant: formulas, quotes, corrections, readings, pictures of
// characters, addresses that a script decodes.
func (r *Reader) StandsForText() bool { return r.stands }

// pictureNames are parts of the names of pictures of characters and formulas.
var pictureNames = [...][]byte{[]byte("moji"), []byte("miley"), []byte("moticon"), []byte("latex"), []byte("math")}

// mayBeText reports whether an image may be the picture of a character or a formula:
// it is named as one, or its text begins with a sign.
func mayBeText(tag []byte) bool {
	for _, name := range pictureNames {
		if bytes.Contains(tag, name) {
			return true
		}
	}
	_, text, ok := bytes.Cut(tag, []byte("alt="))
	if !ok {
		return false
	}
	text = bytes.TrimLeft(text, "\"' ")
	return len(text) > 1 && (text[0] == 0xE2 || text[0] == 0xF0 || text[0] == '&' && text[1] == '#')
}

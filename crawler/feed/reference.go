package feed

import (
	"bytes"
	"html"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// writer writes what a parser accepts.
type writer struct{ out []byte }

// copyText copies text for the parser, with its references mended. ">" is one
// of them because XML has no "]]>" in text.
func (w *writer) copyText(b []byte) {
	for len(b) > 0 {
		i := bytes.IndexAny(b, "&>")
		switch {
		case i < 0:
			w.copyRunes(b)
			return
		case b[i] == '>':
			w.copyRunes(b[:i])
			w.out = append(w.out, "&gt;"...)
			b = b[i+1:]
		default:
			w.copyRunes(b[:i])
			b = b[i+w.reference(b[i:]):]
		}
	}
}

// decodeText copies text with its references replaced by what they mean.
func (w *writer) decodeText(b []byte) {
	for len(b) > 0 {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			w.copyRunes(b)
			return
		}
		w.copyRunes(b[:i])
		text, n := decodeReference(b[i:])
		w.out = append(w.out, text...)
		b = b[i+n:]
	}
}

// copyAttribute copies the value of an attribute.
func (w *writer) copyAttribute(b []byte) {
	for i := 0; i < len(b); {
		switch c := b[i]; c {
		case '<':
			w.out = append(w.out, "&lt;"...)
			i++
		case '"':
			w.out = append(w.out, "&quot;"...)
			i++
		case '&':
			i += w.reference(b[i:])
		default:
			j := i + 1
			for j < len(b) && b[j] != '<' && b[j] != '"' && b[j] != '&' {
				j++
			}
			w.copyRunes(b[i:j])
			i = j
		}
	}
}

// escape copies characters such that none of them is markup.
func (w *writer) escape(b []byte) {
	for len(b) > 0 {
		i := bytes.IndexAny(b, "<&>")
		if i < 0 {
			w.copyRunes(b)
			return
		}
		w.copyRunes(b[:i])
		w.out = append(w.out, html.EscapeString(string(b[i:i+1]))...)
		b = b[i+1:]
	}
}

// reference writes the reference that starts b such that XML has it, and
// returns how much of b that was.
func (w *writer) reference(b []byte) int {
	text, n := decodeReference(b)
	switch text {
	case "&", "<", ">":
		w.out = append(w.out, html.EscapeString(text)...)
	case `"`: // this may be in an attribute
		w.out = append(w.out, "&quot;"...)
	default:
		w.out = append(w.out, text...)
	}
	return n
}

// maxReference is longer than any name of HTML's.
const maxReference = 40

// decodeReference returns what the reference that starts b means, and its
// length. What is none means its ampersand. Names are HTML's; characters that
// XML has not mean nothing.
func decodeReference(b []byte) (string, int) {
	end := bytes.IndexByte(b[:min(len(b), maxReference)], ';')
	if end < 2 {
		return "&", 1
	}
	name := string(b[1:end])
	if named, ok := xmlEntity[name]; ok {
		return named, end + 1
	}
	if name[0] == '#' {
		r, ok := numeric(name[1:])
		switch {
		case !ok:
			return "&", 1
		case utf16.IsSurrogate(r):
			return surrogates(r, b, end+1)
		case !legal(r):
			return "", end + 1
		}
		return string(r), end + 1
	}
	if in := "&" + name + ";"; html.UnescapeString(in) != in && html.UnescapeString(in) != html.UnescapeString(in[:end])+";" {
		return html.UnescapeString(in), end + 1
	}
	return "&", 1
}

// surrogates returns the character that two references mean together, as programs
// write it that count in UTF-16, and how much of b they are. b starts with the first
// one, of n bytes. Half a character means nothing.
func surrogates(r rune, b []byte, n int) (string, int) {
	rest := b[n:min(len(b), n+maxReference)]
	end := bytes.IndexByte(rest, ';')
	if end < 3 || rest[0] != '&' || rest[1] != '#' {
		return "", n
	}
	low, ok := numeric(string(rest[2:end]))
	if whole := utf16.DecodeRune(r, low); ok && whole != utf8.RuneError && legal(whole) {
		return string(whole), n + end + 1
	}
	return "", n
}

// unescape decodes the references of a value.
func unescape(b []byte) string {
	if bytes.IndexByte(b, '&') < 0 {
		return string(b)
	}
	var w writer
	w.decodeText(b)
	return string(w.out)
}

var xmlEntity = map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'"}

func numeric(s string) (rune, bool) {
	base := 10
	if len(s) > 1 && (s[0] == 'x' || s[0] == 'X') {
		s, base = s[1:], 16
	}
	n, err := strconv.ParseUint(s, base, 32)
	if err != nil || n > utf8.MaxRune {
		return 0, err == nil
	}
	if n >= 0x80 && n <= 0x9f && c1[n-0x80] != 0 {
		return c1[n-0x80], true
	}
	return rune(n), true
}

// c1 is what &#128; to &#159; mean in practice, which is windows-1252 (the HTML
// standard, "numeric character reference end state").
var c1 = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

// legal reports whether XML 1.0 has the character (section 2.2). It has the
// noncharacter that marks long texts here, but no text needs it.
func legal(r rune) bool {
	switch {
	case r == placeholderMark:
		return false
	case r < 0x20:
		return r == '\t' || r == '\n' || r == '\r'
	}
	return r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000 && r <= 0x10ffff
}

// copyRunes copies text without the characters that XML has not.
func (w *writer) copyRunes(b []byte) {
	start := 0
	for i := 0; i < len(b); {
		c := b[i]
		if c >= 0x20 && c < 0x80 || c == '\n' || c == '\t' || c == '\r' {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if c >= 0x80 && legal(r) && (r != utf8.RuneError || n != 1) {
			i += n
			continue
		}
		w.out = append(w.out, b[start:i]...)
		i += n
		start = i
	}
	w.out = append(w.out, b[start:]...)
}

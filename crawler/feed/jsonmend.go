package feed

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// mended is a value of JSON, made such that a parser takes it, as far as one pass
// can: commas too many and comments go, an escape that JSON has not is its
// character, line breaks and tabs in strings are escaped and other controls are
// spaces, a string in single quotes is one, and what programs write for no value is
// null. ok is false where that was not enough; changed says that it was needed.
func mended(raw []byte) (out []byte, changed, ok bool) {
	if json.Valid(raw) {
		return raw, false, true
	}
	m := jsonMender{in: raw, out: make([]byte, 0, len(raw)+16)}
	for m.pos < len(m.in) {
		m.next()
	}
	return m.out, true, json.Valid(m.out)
}

type jsonMender struct {
	in, out []byte
	pos     int
}

// next writes one character outside of strings, or one string.
func (m *jsonMender) next() {
	switch c := m.in[m.pos]; {
	case c == '"' || c == '\'':
		m.pos++
		m.str(c)
	case c == '/':
		m.pos += max(1, commentLength(m.in[m.pos:]))
	case c == '}' || c == ']':
		m.dropComma()
		m.out = append(m.out, c)
		m.pos++
	case c == ',':
		m.pos++
		if last := m.last(); last != ',' && last != '{' && last != '[' {
			m.out = append(m.out, c)
		}
	case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || c == '$' || c == '-':
		m.word()
	default:
		m.out = append(m.out, c)
		m.pos++
	}
}

// last is the last character that is no space.
func (m *jsonMender) last() byte {
	if b := bytes.TrimRight(m.out[max(0, len(m.out)-64):], " \t\r\n"); len(b) > 0 {
		return b[len(b)-1]
	}
	return 0
}

func (m *jsonMender) dropComma() {
	if m.last() == ',' {
		m.out = m.out[:bytes.LastIndexByte(m.out, ',')]
	}
}

// word writes what stands without quotes: a number, a name of JSON, the name of a
// member, or a word for no value.
func (m *jsonMender) word() {
	start := m.pos
	for m.pos < len(m.in) && (isNameRune(rune(m.in[m.pos])) || m.in[m.pos] == '$') && m.in[m.pos] != ':' {
		m.pos++
	}
	if m.pos == start {
		m.pos++
	}
	word := m.in[start:m.pos]
	switch w := string(word); {
	case bytes.HasPrefix(bytes.TrimLeft(m.in[m.pos:], " \t\r\n"), []byte(":")):
		m.out = append(append(append(m.out, '"'), word...), '"')
	case w == "true" || w == "false" || w == "null":
		m.out = append(m.out, word...)
	case strings.EqualFold(w, "true") || strings.EqualFold(w, "false"):
		m.out = append(m.out, bytes.ToLower(word)...)
	case strings.EqualFold(w, "null"), strings.EqualFold(w, "nan"), strings.EqualFold(w, "none"), w == "undefined",
		w == "Infinity", w == "-Infinity", w == "nil":
		m.out = append(m.out, "null"...)
	default:
		m.out = append(m.out, word...)
	}
}

// str writes the string that began with the quote before pos.
func (m *jsonMender) str(quote byte) {
	m.out = append(m.out, '"')
	for m.pos < len(m.in) {
		c := m.in[m.pos]
		m.pos++
		switch {
		case c == quote:
			m.out = append(m.out, '"')
			return
		case c == '"':
			m.out = append(m.out, '\\', '"')
		case c == '\\' && m.pos < len(m.in):
			m.escape()
		case c == '\n':
			m.out = append(m.out, '\\', 'n')
		case c == '\t':
			m.out = append(m.out, '\\', 't')
		case c < ' ':
			m.out = append(m.out, ' ')
		default:
			m.out = append(m.out, c)
		}
	}
}

// escape writes the escape whose backslash stands before pos.
func (m *jsonMender) escape() {
	c := m.in[m.pos]
	switch {
	case strings.IndexByte(`"\/bfnrt`, c) >= 0, c == 'u' && isHexWord(m.in[m.pos+1:], 4):
		m.out = append(m.out, '\\', c)
	case c == 'x' && isHexWord(m.in[m.pos+1:], 2): // as JavaScript has it
		m.out = append(m.out, `\u00`...)
	case c < ' ' || c >= utf8.RuneSelf: // a line that goes on, or a letter
		if c >= utf8.RuneSelf {
			return
		}
	default:
		m.out = append(m.out, c)
	}
	m.pos++
}

func isHexWord(b []byte, n int) bool {
	if len(b) < n {
		return false
	}
	for _, c := range b[:n] {
		if !strings.ContainsRune("0123456789abcdefABCDEF", rune(c)) {
			return false
		}
	}
	return true
}

// commentLength is the length of the comment that starts b, 0 if none does.
func commentLength(b []byte) int {
	switch {
	case bytes.HasPrefix(b, []byte("//")):
		return lengthThrough(b, "\n")
	case bytes.HasPrefix(b, []byte("/*")):
		return lengthThrough(b, "*/")
	}
	return 0
}

// lengthThrough is how much of a comment there is through its end.
func lengthThrough(b []byte, end string) int {
	const mark = 2 // the two bytes that start a comment
	if i := bytes.Index(b[mark:], []byte(end)); i >= 0 {
		return mark + i + len(end)
	}
	return len(b)
}

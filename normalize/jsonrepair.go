package normalize

import (
	"html"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// ldComment is what pages put around JSON to hide it from old browsers or XML.
var ldComment = pattern.Of(`^\s*(?://\s*)?(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?://\s*)?(?:-->|\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$`)

// mended are the ways to read a script of JSON-LD, from as it is to repaired in
// more ways; each is tried only if those before it gave no JSON.
func mended(text string) []func() string {
	bare := func() string { return strings.TrimSpace(ldComment().ReplaceAllString(text, "")) }
	return []func() string{
		func() string { return text },
		bare,
		func() string { return mendJSON(bare()) },
		func() string { return mendJSON(html.UnescapeString(bare())) },
		func() string { return "[" + mendJSON(bare()) + "]" },
	}
}

// mendJSON repairs JSON that was written by a template rather than by a program,
// in one pass: raw control characters and escapes that JSON does not know
// within strings, commas too many before a bracket, missing ones between two
// objects, comments and a semicolon outside of strings.
func mendJSON(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	last := byte(0) // the last byte written that is no white space
	comma := false  // a comma waits for what it separates
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			b.WriteByte(' ')
			continue
		case c == '/' && i+1 < len(s) && (s[i+1] == '/' || s[i+1] == '*'):
			i = afterComment(s, i)
			continue
		case c == ';' || c < 0x20:
			continue
		case c == ',':
			comma = last != 0 && last != '{' && last != '[' && last != ':'
			continue
		case c != '}' && c != ']' && (comma || (c == '{' || c == '"') && (last == '}' || c == '"' && last == '"' || c == '"' && last == ']')):
			b.WriteByte(',')
		}
		comma = false
		if c == '"' {
			i = mendString(&b, s, i)
		} else {
			b.WriteByte(c)
		}
		last = c
	}
	return b.String()
}

// afterComment is the index of the last byte of the comment at i.
func afterComment(s string, i int) int {
	end := "\n"
	if s[i+1] == '*' {
		end = "*/"
	}
	if j := strings.Index(s[i+2:], end); j >= 0 {
		return i + 2 + j + len(end) - 1
	}
	return len(s)
}

// mendString writes the string that begins at i, and returns where it ends.
func mendString(b *strings.Builder, s string, i int) int {
	b.WriteByte('"')
	for i++; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' && !endsString(s, i):
			b.WriteString(`\"`)
		case c == '"':
			b.WriteByte('"')
			return i
		case c == '\\' && i+1 < len(s):
			i++
			if strings.IndexByte(`"\/bfnrtu`, s[i]) < 0 { // \' and the like
				b.WriteString(escapeOf(s[i]))
				continue
			}
			b.WriteByte('\\')
			b.WriteByte(s[i])
		default:
			b.WriteString(escapeOf(c))
		}
	}
	b.WriteByte('"') // cut short
	return i
}

// escapeOf is a byte within a string; control characters become spaces.
func escapeOf(c byte) string {
	if c < 0x20 {
		return " "
	}
	return string([]byte{c})
}

// endsString reports whether the quotation mark at i ends a string: what follows is of
// JSON. Others are of a text in which nobody has escaped them.
func endsString(s string, i int) bool {
	next := afterSpaces(s, i+1)
	if next == len(s) {
		return true
	}
	switch s[next] {
	case '}', ']', ':', '/', ';':
		return true
	case ',': // and not of the sentence
		next = afterSpaces(s, next+1)
		return next == len(s) || strings.IndexByte("\"{[}],tfn-0123456789/", s[next]) >= 0
	case '"': // the comma before the next string is missing
		return next > i+1
	case '{':
		return true
	}
	return false
}

// afterSpaces is where the white space from i on ends, or what is looked at of it.
func afterSpaces(s string, i int) int {
	for end := min(i+maxSpaces, len(s)); i < end; i++ {
		if c := s[i]; c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			break
		}
	}
	return i
}

// maxSpaces bounds the white space that is looked at behind each quotation mark.
const maxSpaces = 200

package feed

import (
	"bytes"
	"encoding/json"
)

// The functions here take JSON apart without checking it, so that each part can
// be checked by itself. They count quotes and brackets, do not recurse, and look
// at each byte once.

// members calls each for the members of the object that starts b, as far as it
// goes. It reports whether that was to its end.
func members(b []byte, each func(key string, value []byte)) bool {
	b = skipSpace(b)
	if len(b) == 0 || b[0] != '{' {
		return false
	}
	for b = next(b[1:]); len(b) > 0 && b[0] == '"'; b = next(b) {
		n := valueLength(b)
		if n < 0 {
			return false
		}
		key := unquote(b[:n])
		if b = skipSpace(b[n:]); len(b) == 0 || b[0] != ':' {
			return false
		}
		b = skipSpace(b[1:])
		if n = valueLength(b); n < 0 {
			each(key, b) // as much as there is
			return false
		}
		each(key, b[:n:n])
		b = b[n:]
	}
	return len(b) > 0 && b[0] == '}'
}

// elements calls each for the elements of the list that starts b, as far as they
// are whole. It reports whether the list is.
func elements(b []byte, each func(value []byte)) bool {
	b = skipSpace(b)
	if len(b) == 0 || b[0] != '[' {
		return false
	}
	for b = next(b[1:]); len(b) > 0 && b[0] != ']'; b = next(b) {
		n := valueLength(b)
		if n <= 0 {
			return false
		}
		each(b[:n:n])
		b = b[n:]
	}
	return len(b) > 0
}

// next skips to the next member or element. A comma too many is none.
func next(b []byte) []byte {
	for b = skipSpace(b); len(b) > 0 && b[0] == ','; {
		b = skipSpace(b[1:])
	}
	return b
}

// skipSpace skips to what is neither space nor, as JavaScript has them, a comment.
func skipSpace(b []byte) []byte {
	for {
		for len(b) > 0 && b[0] <= ' ' {
			b = b[1:]
		}
		n := commentLength(b)
		if n == 0 {
			return b
		}
		b = b[n:]
	}
}

// valueLength is the length of the value that starts b, 0 if there is none, and
// -1 if the text ends before it does.
func valueLength(b []byte) int {
	depth := 0
	for i := 0; i < len(b); {
		switch b[i] {
		case '"':
			n := stringLength(b[i:])
			if n < 0 {
				return -1
			}
			if i += n; depth == 0 {
				return i
			}
			continue
		case '/': // no value has one
			if n := commentLength(b[i:]); n > 0 {
				i += n
				continue
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
		if depth <= 0 && (b[i] <= ' ' || b[i] == ',' || b[i] == '}' || b[i] == ']') {
			return i
		}
		i++
	}
	return -1
}

// stringLength is the length of the string that starts b, or -1.
func stringLength(b []byte) int {
	for i := 1; i < len(b); {
		end := bytes.IndexByte(b[i:], '"')
		if end < 0 {
			return -1
		}
		slash := bytes.IndexByte(b[i:i+end], '\\')
		if slash < 0 {
			return i + end + 1
		}
		i += slash + 2
	}
	return -1
}

// unquote is what a string says; "" if it is none.
func unquote(b []byte) string {
	if len(b) < 2 || b[0] != '"' || b[len(b)-1] != '"' {
		return ""
	}
	if bytes.IndexByte(b, '\\') < 0 {
		return string(b[1 : len(b)-1])
	}
	var s string
	if json.Unmarshal(b, &s) != nil {
		return ""
	}
	return s
}

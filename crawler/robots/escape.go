package robots

import (
	"strings"
)

// canonical brings percent-encoding to one form, in which two spellings of the
// same path are the same text (RFC 9309 section 2.2.2): escapes of unreserved
// characters are undone, others are upper-cased, and what must be escaped is.
func canonical(path string) string {
	clean := true
	for i := range len(path) {
		if c := path[i]; c == '%' || mustEscape(c) {
			clean = false
			break
		}
	}
	if clean {
		return path
	}
	const hex = "0123456789ABCDEF"
	b := make([]byte, 0, len(path)+16)
	for i := 0; i < len(path); i++ {
		c := path[i]
		if c == '%' && i+2 < len(path) && isHex(path[i+1]) && isHex(path[i+2]) {
			c = unhex(path[i+1])<<4 | unhex(path[i+2])
			i += 2
			if isUnreserved(c) {
				b = append(b, c)
				continue
			}
			b = append(b, '%', hex[c>>4], hex[c&15])
			continue
		}
		if mustEscape(c) {
			b = append(b, '%', hex[c>>4], hex[c&15])
			continue
		}
		b = append(b, c)
	}
	return string(b)
}

// mustEscape reports whether a byte cannot stand in a URL (RFC 3986).
func mustEscape(c byte) bool {
	return c <= ' ' || c >= 0x7f || strings.IndexByte("<>\"\\^`{|}", c) >= 0
}

func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c >= 'a':
		return c - 'a' + 10
	}
	return c - 'A' + 10
}

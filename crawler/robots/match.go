package robots

import (
	"net/url"
	"strings"
)

// literal escapes in a path what has a meaning in patterns.
var literal = strings.NewReplacer("*", "%2A", "$", "%24")

// Allowed reports whether the URL may be fetched. robots.txt itself always may.
func (r *Rules) Allowed(u *url.URL) bool {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if path == "/robots.txt" {
		return true
	}
	if u.RawQuery != "" || u.ForceQuery {
		path += "?" + u.RawQuery
	}
	path = literal.Replace(canonical(path))
	allowed, longest := true, -1
	for _, rule := range r.rules {
		// The length of the pattern decides, so shorter ones need no look.
		n := len(rule.pattern)
		if n < longest || n == longest && !rule.allow {
			continue
		}
		if rule.matches(path) {
			allowed, longest = rule.allow, n
		}
	}
	return allowed
}

// matches reports whether the pattern matches a beginning of the path. Each
// part between two stars is taken where it comes first, which is enough: a
// later place never helps what follows. So the path is walked once.
func (r *rule) matches(path string) bool {
	head, rest, star := strings.Cut(r.pattern, "*")
	if !strings.HasPrefix(path, head) {
		return false
	}
	path = path[len(head):]
	if !star {
		return !r.end || path == ""
	}
	for {
		var part string
		part, rest, star = strings.Cut(rest, "*")
		if !star && r.end {
			return strings.HasSuffix(path, part)
		}
		i := strings.Index(path, part)
		if i < 0 {
			return false
		}
		if !star {
			return true
		}
		path = path[i+len(part):]
	}
}

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

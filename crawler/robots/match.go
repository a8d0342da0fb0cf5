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

package feed

import (
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"
)

// mendLink makes of the address of a field what was meant by it: links are typed by
// people, and put together by programs that add a scheme or a host to what has one.
// An address in which nothing is wrong stays as it is.
func (r resolver) mendLink(s string) string {
	if s == "" || strings.IndexByte("/#?.", s[0]) >= 0 {
		return s
	}
	s = mendScheme(firstOfTwo(bareLink(s)))
	if scheme, rest, ok := strings.Cut(s, "://"); ok {
		return r.innerAddress(s, scheme, rest)
	}
	if r.isHost(s) {
		return r.scheme() + "://" + s
	}
	return s
}

// firstOfTwo is the first of addresses that stand in one field, apart by white space.
func firstOfTwo(s string) string {
	i := strings.IndexAny(s, " \t\r\n")
	if i < 0 {
		return s
	}
	if low := strings.ToLower(strings.TrimLeft(s[i:], " \t\r\n")); strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://") {
		if strings.Contains(s[:i], "://") {
			return s[:i]
		}
	}
	return s
}

// bareLink takes off what stands around an address: quotes, brackets, marks that
// nobody sees, an anchor of HTML, a link of Markdown.
func bareLink(s string) string {
	if low := strings.ToLower(s); strings.Contains(low, "<a ") {
		if _, after, ok := strings.Cut(s[strings.Index(low, "<a "):], "href="); ok {
			s = strings.TrimLeft(after, `"' `)
			s = s[:len(s)-len(strings.TrimLeftFunc(s, func(c rune) bool { return !strings.ContainsRune("\"'<> \t", c) }))]
		}
	}
	if _, inner, ok := strings.Cut(s, "]("); ok && strings.HasPrefix(s, "[") && strings.HasSuffix(s, ")") {
		s = inner[:len(inner)-1]
	}
	for range 4 {
		before := s
		s = strings.TrimFunc(s, func(c rune) bool {
			return unicode.IsSpace(c) || c < ' ' || unicode.Is(unicode.Cf, c) || strings.ContainsRune("\"'<>`“”„«»‘’", c)
		})
		for _, pair := range []string{"()", "[]", "{}"} {
			if strings.HasPrefix(s, pair[:1]) && strings.HasSuffix(s, pair[1:]) {
				s = s[1 : len(s)-1]
			}
		}
		if s == before {
			break
		}
	}
	return s
}

// maxScheme is longer than what may be meant for "https".
const maxScheme = 8

// mendScheme writes the scheme of an address, and what is between it and the host, as
// it was meant: "htps://", "http//", "https:/", "https:///", "https:\\", "https:// ".
func mendScheme(s string) string {
	end := strings.IndexFunc(s[:min(len(s), maxScheme+1)], func(c rune) bool { return !unicode.IsLetter(c) || c > unicode.MaxASCII })
	if end < 0 {
		return s
	}
	rest := strings.TrimLeft(s[end:], " ")
	colon := strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, ";")
	if colon {
		rest = strings.TrimLeft(rest[1:], " ")
	}
	host := strings.TrimLeft(rest, `/\ `)
	slashes := strings.Count(rest[:len(rest)-len(host)], "/") + strings.Count(rest[:len(rest)-len(host)], `\`)
	scheme := schemeMeant(s[:end])
	switch {
	case end == 0 && colon && slashes == 2: // "://host/"
		scheme = "https"
	case scheme == "" || !colon && slashes < 2 || colon && slashes == 0 && !looksHost(host):
		return s
	}
	if slashes >= 1 && strings.Contains(rest[:len(rest)-len(host)], `\`) {
		host = strings.ReplaceAll(host, `\`, "/")
	}
	return scheme + "://" + host
}

// schemeMeant is "http" or "https", "" for what is too far from both.
func schemeMeant(s string) string {
	switch s = strings.ToLower(s); {
	case s == "http" || s == "https":
		return s
	case len(s) < 3 || !strings.Contains(s, "t") || !strings.Contains(s, "p") || strings.Trim(s, "htps") != "":
		return ""
	case strings.Contains(s, "s") && oneEdit(s, "https"):
		return "https"
	case oneEdit(s, "http"):
		return "http"
	case oneEdit(s, "https"):
		return "https"
	}
	return ""
}

// oneEdit reports whether two words differ by a letter too many, too few, or swapped.
func oneEdit(a, b string) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a)+len(b) <= 1 || len(a) == 1 && len(b) == 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}

// innerAddress is the whole address that stands within one: where a scheme takes the
// place of the host, is glued to it, or follows a host that a program has put
// before it. Archives and proxies have another address in their paths on purpose.
func (r resolver) innerAddress(s, scheme, rest string) string {
	for {
		host, after, _ := strings.Cut(rest, "/")
		low := strings.ToLower(strings.TrimRight(host, ":"))
		switch {
		case low == "http" || low == "https": // https://https://host, http://https//host
			scheme, rest = low, strings.TrimLeft(after, "/")
		case len(host) > len(low) && (strings.HasSuffix(low, "http") || strings.HasSuffix(low, "https")): // hosthttps://host
			scheme, rest = "http", strings.TrimLeft(after, "/")
			if strings.HasSuffix(low, "s") {
				scheme = "https"
			}
		default:
			inner := mendScheme(after)
			if low, _, ok := strings.Cut(inner, "://"); ok && (low == "http" || low == "https") && r.isPrefix(host, inner) {
				return inner
			}
			return scheme + "://" + rest
		}
		if rest == "" {
			return s
		}
	}
}

// isPrefix reports whether a host was put before an address by a program: it is the
// same, or that of the feed.
func (r resolver) isPrefix(host, inner string) bool {
	_, other, _ := strings.Cut(inner, "://")
	other, _, _ = strings.Cut(other, "/")
	if strings.EqualFold(strings.TrimPrefix(other, "www."), strings.TrimPrefix(host, "www.")) {
		return true
	}
	return r.base != nil && strings.EqualFold(host, r.base.Host)
}

func (r resolver) scheme() string {
	if r.base != nil {
		return r.base.Scheme
	}
	return "https"
}

// isHost reports whether an address begins with a host, and lacks the scheme before it.
func (r resolver) isHost(s string) bool {
	end := strings.IndexAny(s, "/?#:")
	if end < 0 {
		end = len(s)
	}
	host := strings.ToLower(s[:end])
	switch {
	case strings.HasPrefix(s[end:], ":") && !isPort(s[end+1:]):
		return false
	case r.base != nil && host == strings.ToLower(r.base.Hostname()):
		return true
	case !looksHost(s):
		return false
	case strings.HasPrefix(host, "www."):
		return true
	}
	return !fileNames[host[strings.LastIndexByte(host, '.')+1:]]
}

func isPort(s string) bool {
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	return digits > 0 && (digits == len(s) || strings.ContainsRune("/?#", rune(s[digits])))
}

// fileNames are domains of the first level that files end in as well.
var fileNames = map[string]bool{
	"pl": true, "py": true, "sh": true, "md": true, "rs": true, "zip": true, "mov": true, "ps": true, "pm": true, "cc": true, "so": true,
	"do": true, "ai": true, "app": true, "cab": true,
}

// looksHost reports whether an address begins with a name of the web: of a domain that
// there is.
func looksHost(s string) bool {
	if end := strings.IndexAny(s, "/?#:"); end >= 0 {
		s = s[:end]
	}
	if len(s) > 253 || !strings.Contains(s, ".") || strings.Trim(s, ".-") != s || strings.Contains(s, "..") {
		return false
	}
	for _, c := range s {
		if c != '.' && c != '-' && !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return false
		}
	}
	_, icann := publicsuffix.PublicSuffix(strings.ToLower(s))
	return icann
}

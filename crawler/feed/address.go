package feed

import (
	"net/url"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// resolver makes URLs absolute and lets only those of the web through.
type resolver struct {
	base   *url.URL  // nil if nothing is known
	origin string    // its scheme and host
	dir    string    // what path-relative addresses are appended to
	now    time.Time // when the document is read, for dates that are ahead; zero: the clock's
	left   *int      // how many bytes of HTML the document may still become; nil if no matter
}

func newResolver(candidates ...string) resolver {
	for _, c := range candidates {
		if r := (resolver{}).within(c); r.base != nil {
			return r
		}
	}
	return resolver{}
}

// or returns the resolver for a part of the document that has its own base.
func (r resolver) or(own resolver) resolver {
	if own.base != nil {
		return own
	}
	return r
}

// within returns the resolver for a part of the document with its own base.
func (r resolver) within(base string) resolver {
	if base = strings.TrimSpace(base); base == "" || len(base) > maxURL {
		return r
	}
	u, err := weburl.Parse(base)
	if err != nil {
		return r
	}
	if r.base != nil && (!u.IsAbs() || strings.Contains(u.Path, "/.")) {
		u = r.base.ResolveReference(u)
	}
	if !isWeb(u) || len(u.Path) > maxBase { // each address would be as long
		return r
	}
	u.Fragment, u.RawFragment, u.User = "", "", nil
	origin, path := u.Scheme+"://"+u.Host, u.EscapedPath()
	return resolver{u, origin, origin + "/" + strings.TrimPrefix(path[:strings.LastIndexByte(path, '/')+1], "/"), r.now, r.left}
}

// ofEntry is the resolver for the texts of an entry: what xml:base says (own), else
// the entry's own link, since that is where its author has looked at it. Texts without
// an attribute need none.
func (r resolver) ofEntry(own resolver, link string, texts ...string) resolver {
	if own.base != nil {
		return r
	}
	for _, text := range texts {
		if strings.IndexByte(text, '=') >= 0 {
			return r.within(link)
		}
	}
	return r
}

// page is the address of a document, "" for what stands where there is none, such as
// "N/A" and "#".
func (r resolver) page(s string) string {
	if s = strings.TrimSpace(s); strings.HasPrefix(s, "#") || noGUID[strings.ToLower(s)] {
		return ""
	}
	u := r.url(s)
	if to := behindMediator(u); to != u {
		return first(r.url(to), u)
	}
	return u
}

// firstURL is the first of the candidates that is an address of the web.
func firstURL(base resolver, candidates ...string) string {
	for _, c := range candidates {
		if u := base.page(c); u != "" {
			return u
		}
	}
	return ""
}

// innerBase is what the items of a feed are relative to: where it came from,
// else where it says it is.
func (f *Feed) innerBase(outer resolver) resolver {
	if outer.base == nil {
		inner := newResolver(f.FeedURL, f.Link)
		inner.left = outer.left
		return inner
	}
	return outer
}

func isWeb(u *url.URL) bool { return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" }

// url returns the absolute http or https URL that a field means, or "".
func (r resolver) url(s string) string {
	s = strings.TrimSpace(s)
	if len(s) <= maxURL && !isSound(s) {
		s = r.mendLink(s)
	}
	return r.resolve(s)
}

// inText is url for an address in a text: there one without a scheme is relative.
func (r resolver) inText(s string) string {
	s = strings.TrimSpace(s)
	if len(s) <= maxURL && !isSound(s) && !strings.ContainsAny(s[:min(1, len(s))], "/#?.") {
		if s = mendScheme(s); strings.HasPrefix(s, "www.") && looksHost(s) {
			s = r.scheme() + "://" + s
		}
		if scheme, rest, ok := strings.Cut(s, "://"); ok {
			s = r.innerAddress(s, scheme, rest)
		}
	}
	return r.resolve(s)
}

// isSound reports whether nothing can be wrong with an address: it begins with a scheme
// and a host, there is no other in it, and nothing stands around it.
func isSound(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(s, "http://")
	}
	if !ok || rest == "" || strings.IndexByte(rest, '\\') >= 0 || strings.Contains(rest, "http") {
		return false
	}
	c, last := rest[0], rest[len(rest)-1]
	return isAlphanumeric(c) && (isAlphanumeric(last) || strings.IndexByte("/=-_&?#.", last) >= 0)
}

func isAlphanumeric(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// resolve returns an absolute http or https URL, or "".
func (r resolver) resolve(s string) string {
	switch {
	case s == "" || len(s) > maxURL:
		return ""
	case isPlainAddress(s):
		return s
	case r.base == nil:
	case isPath(s):
		return r.dir + s
	case s[0] == '/' && isPath(s[1:]):
		return r.origin + s
	}
	u, err := weburl.Parse(s)
	if err != nil {
		return ""
	}
	if r.base != nil {
		u = r.base.ResolveReference(u)
	}
	if !isWeb(u) {
		return ""
	}
	u.User = nil // it is no part of what is published
	u.Host = strings.ToLower(u.Host)
	return u.String()
}

// isPlainAddress reports whether an address is one that stays as it is, as most do: a
// scheme, a host in small letters of ASCII, a path without dots that lead elsewhere,
// and nothing to be escaped.
func isPlainAddress(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(s, "http://"); !ok {
			return false
		}
	}
	i := 0
	for i < len(rest) && (rest[i] >= 'a' && rest[i] <= 'z' || rest[i] >= '0' && rest[i] <= '9' || rest[i] == '.' || rest[i] == '-') {
		i++
	}
	if i == 0 || i < len(rest) && rest[i] != '/' && rest[i] != '?' {
		return false
	}
	for ; i < len(rest); i++ {
		switch c := rest[i]; {
		case isAlphanumeric(c), c == '/', c == '-', c == '_', c == '?', c == '=', c == ',', c == '~', c == '+':
		case c == '.' && i > 0 && rest[i-1] != '/':
		default:
			return false
		}
	}
	return true
}

// isPath reports whether a relative address is nothing but a plain path, which
// needs no more than to be appended.
func isPath(s string) bool {
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_':
		case c == '.' && i > 0 && s[i-1] != '/' && s[i-1] != '.':
		case c == '/' && i > 0 && s[i-1] != '/':
		default:
			return false
		}
	}
	return s != ""
}

// charge takes a text that has grown from what the document may still become, and
// leaves it out if that is nothing.
func (r resolver) charge(s string) string {
	if r.left == nil {
		return s
	}
	if *r.left <= 0 {
		return ""
	}
	*r.left -= len(s)
	return s
}

package fetch

import (
	"net/http"
	"slices"
	"strings"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// maxHops is how many redirects are followed.
const maxHops = 5

// maxLocation bounds a Location, in bytes: the parser's time is its length squared.
const maxLocation = 4 << 10

// Hop is one redirect: what was asked, and the status that led on.
type Hop struct {
	URL    string `json:"url"`
	Status int    `json:"status"`
}

// Permanent reports whether the hop says that the document has moved for good
// (301 and 308, RFC 9110 section 15.4).
func (h Hop) Permanent() bool {
	return h.Status == http.StatusMovedPermanently || h.Status == http.StatusPermanentRedirect
}

// Redirect returns where an answer leads, or "" if it is no redirect. via are
// the hops before it. Too many hops, loops, a step from https to http and
// schemes that are not the web's are errors of type *Error.
func (r *Response) Redirect(via []Hop) (string, error) {
	switch r.Status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return "", nil
	}
	fail := func(class Class, format string, args ...any) (string, error) {
		return "", &Error{URL: r.URL, Class: class, Answered: true, Err: faultf(class, format, args...)}
	}
	location := strings.TrimSpace(r.Header.Get("Location"))
	if location == "" {
		return fail(Redirects, "a redirect without a target")
	}
	if len(location) > maxLocation {
		return fail(Redirects, "a redirect to an address of %d bytes", len(location))
	}
	target, err := resolve(r.URL, location)
	if err != nil {
		return fail(Redirects, "a redirect to what is no URL")
	}
	next, err := Clean(target)
	switch {
	case err != nil:
		return fail(Redirects, "redirect to %s: %w", next, err)
	case len(next) > maxLocation: // once it is escaped
		return fail(Redirects, "a redirect to an address of %d bytes", len(next))
	case strings.HasPrefix(r.URL, "https:") && strings.HasPrefix(next, "http:"):
		return fail(Redirects, "redirect from https to http (%s)", hostOf(next))
	case next == r.URL, slices.ContainsFunc(via, func(h Hop) bool { return h.URL == next }):
		return fail(Redirects, "a redirect in a circle, to %s", next)
	case len(via) >= maxHops:
		return fail(Redirects, "more than %d redirects", maxHops)
	}
	return next, nil
}

// resolve reads a Location as browsers do (WHATWG URL): whatever they follow, servers
// send. A bare percent sign is one, spaces are escaped, and slashes before a host are
// as many as there are. Bytes beyond ASCII are escaped one by one, whatever they mean:
// the server knows.
func resolve(base, location string) (string, error) {
	var ascii strings.Builder
	for i := range len(location) {
		if c := location[i]; c < 0x80 {
			ascii.WriteByte(c)
		} else {
			const hex = "0123456789ABCDEF"
			ascii.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	u, err := whatwg.NewParser(whatwg.WithPercentEncodeSinglePercentSign()).ParseRef(base, ascii.String())
	if err != nil {
		return "", err
	}
	return u.Href(true), nil
}

package fetch

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxHops is how many redirects are followed.
const maxHops = 5

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
		return "", &Error{URL: r.URL, Class: class, Err: faultf(class, format, args...)}
	}
	location := strings.TrimSpace(r.Header.Get("Location"))
	if location == "" {
		return fail(Redirects, "a redirect without a target")
	}
	base, err := url.Parse(r.URL)
	if err != nil {
		return fail(BadURL, "not a URL")
	}
	target, err := base.Parse(location)
	if err != nil {
		return fail(Redirects, "a redirect to what is no URL")
	}
	next, err := Clean(target.String())
	switch {
	case err != nil:
		return fail(Redirects, "redirect to %s: %w", target.Redacted(), err)
	case base.Scheme == "https" && target.Scheme == "http":
		return fail(Redirects, "redirect from https to http (%s)", target.Host)
	case next == r.URL, slices.ContainsFunc(via, func(h Hop) bool { return h.URL == next }):
		return fail(Redirects, "a redirect in a circle, to %s", next)
	case len(via) >= maxHops:
		return fail(Redirects, "more than %d redirects", maxHops)
	}
	return next, nil
}

package fetch

import (
	"net/http"
)

// maxHops is how many redirects are followed.
const maxHops = 5

// checkRedirect decides about each hop and writes the log of them.
func checkRedirect(req *http.Request, via []*http.Request) error {
	last := via[len(via)-1]
	if t := taskOf(req.Context()); t != nil && req.Response != nil {
		t.hops = append(t.hops, Hop{URL: last.URL.String(), Status: req.Response.StatusCode, To: req.URL.String()})
	}
	switch {
	case req.URL.Scheme != "http" && req.URL.Scheme != "https":
		return faultf(Redirects, "redirect to a URL of scheme %q", req.URL.Scheme)
	case last.URL.Scheme == "https" && req.URL.Scheme == "http":
		return faultf(Redirects, "redirect from https to http (%s)", req.URL.Host)
	case len(via) > maxHops:
		return faultf(Redirects, "more than %d redirects", maxHops)
	}
	req.URL.User = nil
	req.Header.Del("Referer")
	if req.URL.Host != via[0].URL.Host { // validators are the business of who gave them
		req.Header.Del("If-None-Match")
		req.Header.Del("If-Modified-Since")
	}
	return nil
}

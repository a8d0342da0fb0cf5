package fetch

import (
	"net/url"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// Clean checks a URL and takes userinfo and fragment out: neither goes over the
// wire or into a log. Its host is the name that is asked for (weburl.ASCII).
func Clean(raw string) (string, error) {
	raw = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return -1 // as browsers do (WHATWG URL)
		}
		return r
	}, strings.TrimSpace(raw))
	u, err := url.Parse(raw)
	if err != nil {
		if u, err = url.Parse(weburl.EscapePercent(raw)); err != nil {
			return "", faultf(BadURL, "not a URL")
		}
	}
	u.User, u.Fragment, u.Host = nil, "", weburl.ASCII(u.Host)
	if u.Scheme != "http" && u.Scheme != "https" {
		return u.String(), faultf(BadURL, "scheme %q: want http or https", u.Scheme)
	}
	if u.Hostname() == "" {
		return u.String(), faultf(BadURL, "no host")
	}
	return u.String(), nil
}

// hostOf is the host of a URL, with its port.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

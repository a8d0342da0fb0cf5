package fetch

import (
	"net/url"
	"strings"
)

// Clean checks a URL and takes userinfo and fragment out: neither goes over the
// wire or into a log.
func Clean(raw string) (string, error) {
	raw = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return -1 // as browsers do (WHATWG URL)
		}
		return r
	}, strings.TrimSpace(raw))
	u, err := url.Parse(raw)
	if err != nil {
		if u, err = url.Parse(escapePercent(raw)); err != nil {
			return "", faultf(BadURL, "not a URL")
		}
	}
	u.User, u.Fragment = nil, ""
	if u.Scheme != "http" && u.Scheme != "https" {
		return u.String(), faultf(BadURL, "scheme %q: want http or https", u.Scheme)
	}
	if u.Hostname() == "" {
		return u.String(), faultf(BadURL, "no host")
	}
	return u.String(), nil
}

// escapePercent makes a sign of each percent sign that begins no escape: that is what
// was meant.
func escapePercent(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		if s[i] == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])) {
			b.WriteString("25")
		}
	}
	return b.String()
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

// hostOf is the host of a URL, with its port.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

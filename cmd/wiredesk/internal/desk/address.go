package desk

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// AddressError says that a text is no address of the web.
type AddressError struct{ Text string }

func (e *AddressError) Error() string {
	return fmt.Sprintf("%q is no web address; want a site such as example.org or a URL of http or https", e.Text)
}

// WebAddress makes a URL of what a person types: the scheme may be left out, or be that
// of a feed. The error is an *AddressError.
func WebAddress(s string) (string, error) {
	address := weburl.WithoutFeedScheme(strings.TrimSpace(s))
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := weburl.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", &AddressError{address}
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), nil
}

// PlainAddress is the address over HTTP of what a person typed without a scheme, once a
// fetch over HTTPS has come to err; empty if that is no reason: something answered over
// TLS, or the scheme was asked for. A bad certificate is no reason either.
func PlainAddress(typed string, err error) string {
	if strings.Contains(typed, ":/") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(typed)), "feed:") {
		return ""
	}
	switch fetch.ClassOf(err) {
	case fetch.Connect:
	case fetch.TLS: // of a failure that is remembered, for robots.txt, only the text is left
		if text := err.Error(); !strings.Contains(text, http.ErrSchemeMismatch.Error()) && !strings.Contains(text, "look like a TLS handshake") {
			return ""
		}
	default:
		return ""
	}
	return "http://" + strings.TrimSpace(typed)
}

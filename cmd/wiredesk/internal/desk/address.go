package desk

import (
	"fmt"
	"net/url"
	"strings"
)

// AddressError says that a text is no address of the web.
type AddressError struct{ Text string }

func (e *AddressError) Error() string {
	return fmt.Sprintf("%q is no web address; want a site such as example.org or a URL of http or https", e.Text)
}

// WebAddress makes a URL of what a person types; the scheme may be left out. The error
// is an *AddressError.
func WebAddress(s string) (string, error) {
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", &AddressError{s}
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), nil
}

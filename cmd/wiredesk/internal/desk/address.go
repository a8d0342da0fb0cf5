package desk

import (
	"fmt"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// AddressError says that a text is no address of the web.
type AddressError struct{ Text string }

func (e *AddressError) Error() string {
	return fmt.Sprintf("%q is no web address; want a site such as example.org or a URL of http or https", e.Text)
}

// WebAddress makes a URL of what a person types: the scheme may be left out, or be that
// of a feed. The error
// is an *AddressError.
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

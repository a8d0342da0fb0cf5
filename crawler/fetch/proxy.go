package fetch

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
)

// errLogin says that the proxy of the configuration wants to know who asks (RFC 9110,
// section 15.5.8).
var errLogin = errors.New("the proxy asks for a login (407)")

// ofProxy reports whether an error is of the way to the proxy of the configuration: what it
// keeps from being asked is not to blame for it.
func ofProxy(err error) bool {
	if errors.Is(err, errLogin) {
		return true
	}
	for { // net/http has no other sign of it
		var op *net.OpError
		if !errors.As(err, &op) {
			return false
		}
		if op.Op == "proxyconnect" {
			return true
		}
		err = op.Err
	}
}

// proxied is a transport through a proxy. A proxy's own refusal is no answer of a site.
type proxied struct{ next http.RoundTripper }

func (p *proxied) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := p.next.RoundTrip(r)
	if err != nil || resp.StatusCode != http.StatusProxyAuthRequired {
		return resp, err
	}
	return nil, errors.Join(errLogin, resp.Body.Close())
}

// tunnelled is told what the proxy says of a way to a site of https.
func tunnelled(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusProxyAuthRequired {
		return errLogin
	}
	return nil
}

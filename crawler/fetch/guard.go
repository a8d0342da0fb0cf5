package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"syscall"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// What an error of class BlockedAddress is about. Options.AllowPrivate and Options.Ports
// open what they name.
var (
	ErrPrivate = errors.New("is not a public address")
	ErrPort    = errors.New("is neither 80 nor 443")
)

// guard refuses addresses that no public site has, and ports that are not the
// web's.
type guard struct {
	allow []netip.Prefix
	ports []uint16
}

// check returns an error for an address that may not be connected to.
func (g *guard) check(target netip.AddrPort) error {
	addr := target.Addr().Unmap().WithZone("")
	for _, p := range g.allow {
		if p.Contains(addr) {
			return nil
		}
	}
	if !weburl.IsPublic(addr) {
		return faultf(BlockedAddress, "%s %w", addr, ErrPrivate)
	}
	if port := target.Port(); port != 80 && port != 443 && !slices.Contains(g.ports, port) {
		return faultf(BlockedAddress, "port %d %w", port, ErrPort)
	}
	return nil
}

// control runs on every socket after DNS and before the connection: what it
// sees is what is connected to, whatever a name resolved to before.
func (g *guard) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil {
		return faultf(BlockedAddress, "%s is no address: %w", address, err)
	}
	return g.check(target)
}

// literalGuard refuses literal addresses before anything is dialled: behind a
// proxy the dialled address is the proxy's.
type literalGuard struct {
	next  http.RoundTripper
	guard *guard
}

// RoundTrip implements http.RoundTripper.
func (l *literalGuard) RoundTrip(req *http.Request) (*http.Response, error) {
	if addr, err := netip.ParseAddr(req.URL.Hostname()); err == nil {
		if err := l.guard.check(netip.AddrPortFrom(addr, portOf(req.URL))); err != nil {
			return nil, err
		}
	}
	return l.next.RoundTrip(req)
}

func portOf(u *url.URL) uint16 {
	if n, err := strconv.ParseUint(u.Port(), 10, 16); err == nil {
		return uint16(n)
	}
	if u.Scheme == "https" {
		return 443
	}
	return 80
}

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
)

// special are the IPv4 ranges and the parts of 2000::/3 that are not the public
// internet (IANA special-purpose address registries, RFC 6890).
var special = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
	"192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
)

// public is the only IPv6 space that is handed out; mapped, NAT64, unique local
// and link-local addresses lie outside of it.
var public = netip.MustParsePrefix("2000::/3")

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, t := range texts {
		list[i] = netip.MustParsePrefix(t)
	}
	return list
}

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
	blocked := addr.Is6() && !public.Contains(addr)
	for _, p := range special {
		blocked = blocked || p.Contains(addr)
	}
	if blocked {
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

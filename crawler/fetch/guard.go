package fetch

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
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

// guard refuses addresses that no public site has.
type guard struct{ allow []netip.Prefix }

// check returns an error for an address that may not be connected to.
func (g *guard) check(addr netip.Addr) error {
	addr = addr.Unmap().WithZone("")
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
		return faultf(BlockedAddress, "%s is not a public address; crawl.allow_private can open it", addr)
	}
	return nil
}

// control runs on every socket after DNS and before the connection: what it
// sees is what is connected to, whatever a name resolved to before.
func (g *guard) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return faultf(BlockedAddress, "%s is no address: %w", address, err)
	}
	return g.check(ap.Addr())
}

// literalGuard refuses literal addresses before anything is dialled: behind a
// proxy the dialled address is the proxy's.
type literalGuard struct {
	next  http.RoundTripper
	guard guard
}

// RoundTrip implements http.RoundTripper.
func (l *literalGuard) RoundTrip(req *http.Request) (*http.Response, error) {
	if addr, err := netip.ParseAddr(req.URL.Hostname()); err == nil {
		if err := l.guard.check(addr); err != nil {
			return nil, err
		}
	}
	resp, err := l.next.RoundTrip(req)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", req.URL.Host, err)
	}
	return resp, nil
}

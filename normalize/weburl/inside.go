package weburl

import (
	"net/netip"
	"strconv"
	"strings"
)

// special are the IPv4 ranges and the parts of 2000::/3 that are not the public
// internet (IANA special-purpose address registries, RFC 6890).
var special = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
	"192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
)

// handedOut is the only IPv6 space that is handed out; mapped, NAT64, unique local
// and link-local addresses lie outside of it.
var handedOut = netip.MustParsePrefix("2000::/3")

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, t := range texts {
		list[i] = netip.MustParsePrefix(t)
	}
	return list
}

// IsPublic reports whether an address is one of the public internet.
func IsPublic(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	if addr.Is6() && !handedOut.Contains(addr) {
		return false
	}
	for _, p := range special {
		if p.Contains(addr) {
			return false
		}
	}
	return true
}

// insideSuffixes end the names of machines that only a network of one's own knows (RFC
// 6761, 6762, 8375, and what ICANN keeps for that use).
var insideSuffixes = []string{
	"localhost", "local", "internal", "lan", "intranet", "corp", "home", "private", "home.arpa", "localdomain",
}

// Inside reports whether a host, as URL.Hostname gives it, is a name or an address within a
// network of somebody's own: a link to it on a page of the public web leads into the network
// of whoever follows it. Names are not looked up. Addresses are read in every way in which
// browsers do: "2130706433" and "0x7f.1" are loopback.
func Inside(host string) bool {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if host == "" {
		return false
	}
	if strings.ContainsRune(host, ':') {
		addr, err := netip.ParseAddr(host)
		return err != nil || !IsPublic(addr)
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last == "" {
		return false
	}
	if c := last[0]; c >= '0' && c <= '9' {
		addr, ok := looseIPv4(host)
		return !ok || !IsPublic(addr)
	}
	if len(last) == len(host) { // a name without a dot
		return true
	}
	for _, suffix := range insideSuffixes {
		if rest, ok := strings.CutSuffix(host, suffix); ok && strings.HasSuffix(rest, ".") {
			return true
		}
	}
	return false
}

// looseIPv4 reads an address of numbers as the URL standard of WHATWG does: up to four of
// them, decimal, octal or hexadecimal, of which the last fills what is left.
func looseIPv4(host string) (netip.Addr, bool) {
	parts := strings.Split(host, ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var value uint64
	for i, part := range parts {
		if part == "" || strings.ContainsAny(part, "_+-") {
			return netip.Addr{}, false
		}
		n, err := strconv.ParseUint(part, 0, 32)
		if err != nil {
			return netip.Addr{}, false
		}
		bits := 8
		if i == len(parts)-1 {
			bits = 8 * (5 - len(parts))
		}
		if n >= 1<<bits {
			return netip.Addr{}, false
		}
		value = value<<bits | n
	}
	return netip.AddrFrom4([4]byte{byte(value >> 24), byte(value >> 16), byte(value >> 8), byte(value)}), true
}

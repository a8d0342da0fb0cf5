package weburl

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Site is the site that an address is on: what one publisher answers for. It is the
// registrable domain by the public suffix list, its private section too, so that two
// blogs of one host are two sites. Addresses of machines and names without a dot are a
// site each, and so is every port but the usual ones. It is "" for what is no address
// of the web.
func Site(address string) string {
	name, port := hostOf(address)
	if name == "" {
		return ""
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return name + port
	}
	if domain, err := publicsuffix.EffectiveTLDPlusOne(name); err == nil {
		name = domain
	}
	return name + port
}

// Host is the host that an address is on, without the labels that SameHost looks through,
// and the port as Site has it. It is the Site where that is one host.
func Host(address string) string {
	name, port := hostOf(address)
	if name == "" {
		return ""
	}
	return bareHost(name) + port
}

// SameHost reports whether two addresses are on one host, but for the labels that hosts
// of one paper differ by: www, and those of its pages for telephones. Other hosts of a
// site may be other people's: not every host that lets pages is on the list of public suffixes.
func SameHost(a, b string) bool {
	x, xPort := hostOf(a)
	y, yPort := hostOf(b)
	return x != "" && xPort == yPort && (x == y || bareHost(x) == bareHost(y))
}

// editions are the labels of hosts that show the pages of the host behind them.
var editions = []string{"www", "m", "mobile", "amp", "wap", "touch"}

// bareHost is a host without the labels of its editions. What is left must be able to be
// a site: "m.blogspot.com" is a blog.
func bareHost(host string) string {
	for {
		label, rest, _ := strings.Cut(host, ".")
		if _, err := publicsuffix.EffectiveTLDPlusOne(rest); err != nil || !slices.Contains(editions, label) {
			return host
		}
		host = rest
	}
}

// hostOf is the host that an address names, as names are asked for, and ":" with the port
// where that is not a usual one.
func hostOf(address string) (name, port string) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return "", ""
	}
	name = strings.TrimSuffix(strings.ToLower(ASCII(u.Hostname())), ".")
	if addr, err := netip.ParseAddr(name); err == nil {
		name = addr.Unmap().String()
	}
	if p := strings.TrimLeft(u.Port(), "0"); p != "" && p != "80" && p != "443" {
		port = ":" + p
	}
	return name, port
}

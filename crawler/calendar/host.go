package calendar

import (
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// Host is the key of the lane a URL belongs to: the registrable domain, since
// news.example.org and www.example.org are most often the same machines. On
// private addresses, where a port is a service of its own, it is host and port.
func Host(rawURL string) string {
	u, err := url.Parse(rawURL)
	if err != nil || u.Host == "" {
		return "invalid"
	}
	host, private := hostname(rawURL)
	if private {
		return strings.ToLower(u.Host)
	}
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}

// hostname is the exact host of a URL, and whether it is a private one.
func hostname(rawURL string) (host string, private bool) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return "invalid", false
	}
	host = strings.ToLower(strings.TrimSuffix(weburl.ASCII(u.Hostname()), "."))
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.String(), addr.IsLoopback() || addr.IsPrivate() || addr.IsLinkLocalUnicast()
	}
	return host, host == "localhost" || !strings.Contains(host, ".")
}

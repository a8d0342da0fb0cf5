package fetch

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"time"
)

// Options of a Fetcher; the zero value of a field means its default.
type Options struct {
	// UserAgent names who fetches, with a contact.
	UserAgent string
	// Timeout bounds one request as a whole (30 s), HeaderTimeout the wait for
	// its headers, IdleTimeout the wait for more of its body (10 s each).
	Timeout, HeaderTimeout, IdleTimeout time.Duration
	// RateWindow is the time in which a body has to bring 1 KiB for every second
	// (15 s).
	RateWindow time.Duration
	// MaxFeed and MaxPage bound a decoded body, in bytes (10 MiB and 5 MiB).
	MaxFeed, MaxPage int64
	// AllowPrivate opens address ranges that are refused otherwise, at any port.
	AllowPrivate []netip.Prefix
	// Ports may be fetched from, next to 80 and 443.
	Ports []uint16
	// Proxy is an HTTP proxy. Its own address may be private; names are then
	// resolved by the proxy, so that only literal addresses can be checked here.
	Proxy *url.URL
	// Lookup resolves a name (net.DefaultResolver), Dial opens a connection to an
	// address that was checked (net.Dialer). Tests bring a network of their own.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	Dial   func(ctx context.Context, network, address string) (net.Conn, error)
}

// DefaultUserAgent is honest, but says nothing of who runs it.
const DefaultUserAgent = "wiredesk/1.0 (+https://github.com/wiredesk/wiredesk)"

// complete sets what is not set to its default. Its error is of what cannot be meant.
func (o *Options) complete() error {
	if o.UserAgent == "" {
		o.UserAgent = DefaultUserAgent
	}
	for _, d := range []struct {
		at       *time.Duration
		standard time.Duration
	}{
		{&o.Timeout, 30 * time.Second}, {&o.HeaderTimeout, 10 * time.Second},
		{&o.IdleTimeout, 10 * time.Second}, {&o.RateWindow, 15 * time.Second},
	} {
		if *d.at <= 0 {
			*d.at = d.standard
		}
	}
	if o.MaxFeed <= 0 {
		o.MaxFeed = 10 << 20
	}
	if o.MaxPage <= 0 {
		o.MaxPage = 5 << 20
	}
	if p := o.Proxy; p != nil && (p.Scheme != "http" && p.Scheme != "https" || p.Host == "") {
		return errors.New("proxy: want a URL such as http://127.0.0.1:3128")
	}
	return nil
}

// limit is how large a decoded body of a kind may be, in bytes.
func (o *Options) limit(k Kind) int64 {
	switch k {
	case Page:
		return o.MaxPage
	case Robots:
		return maxRobots
	}
	return o.MaxFeed
}

package fetch

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/gocolly/colly/v2"
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

// Fetcher holds what all workers share: connections, names and rules.
type Fetcher struct {
	opts    Options
	guard   guard
	names   *names
	trusted *http.Transport
	lax     *http.Transport // takes any certificate
	base    *colly.Collector
	baseLax *colly.Collector
	buffers sync.Pool
}

// New returns a Fetcher. Close ends its idle connections.
func New(opts Options) (*Fetcher, error) {
	if opts.UserAgent == "" {
		opts.UserAgent = DefaultUserAgent
	}
	for _, d := range []struct {
		at       *time.Duration
		standard time.Duration
	}{
		{&opts.Timeout, 30 * time.Second}, {&opts.HeaderTimeout, 10 * time.Second},
		{&opts.IdleTimeout, 10 * time.Second}, {&opts.RateWindow, 15 * time.Second},
	} {
		if *d.at <= 0 {
			*d.at = d.standard
		}
	}
	if opts.MaxFeed <= 0 {
		opts.MaxFeed = 10 << 20
	}
	if opts.MaxPage <= 0 {
		opts.MaxPage = 5 << 20
	}
	if p := opts.Proxy; p != nil && (p.Scheme != "http" && p.Scheme != "https" || p.Host == "") {
		return nil, errors.New("proxy: want a URL such as http://127.0.0.1:3128")
	}
	f := &Fetcher{opts: opts, guard: guard{allow: opts.AllowPrivate, ports: opts.Ports}, names: newNames(opts.Lookup)}
	f.trusted, f.lax = f.newTransport(false), f.newTransport(true)
	f.base, f.baseLax = f.newCollector(f.trusted), f.newCollector(f.lax)
	return f, nil
}

// Close ends the idle connections. Requests in flight go on.
func (f *Fetcher) Close() {
	f.trusted.CloseIdleConnections()
	f.lax.CloseIdleConnections()
}

// Limit is how large a decoded body of a kind may be, in bytes.
func (f *Fetcher) Limit(k Kind) int64 {
	switch k {
	case Page:
		return f.opts.MaxPage
	case Robots:
		return maxRobots
	}
	return f.opts.MaxFeed
}

// keepBuffer is the largest buffer that goes back to the pool.
const keepBuffer = 1 << 20

func (f *Fetcher) buffer() []byte {
	if b, ok := f.buffers.Get().(*[]byte); ok {
		return (*b)[:0]
	}
	return make([]byte, 0, 64<<10)
}

func (f *Fetcher) recycle(b []byte) {
	if cap(b) > 0 && cap(b) <= keepBuffer {
		f.buffers.Put(&b)
	}
}

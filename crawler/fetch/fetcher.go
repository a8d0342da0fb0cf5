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
	// Timeout bounds a whole request with all its redirects (20 s).
	Timeout time.Duration
	// HeaderTimeout bounds the wait for a hop's headers, IdleTimeout the wait
	// for more of a body (10 s each).
	HeaderTimeout, IdleTimeout time.Duration
	// MaxBody bounds a decoded body in bytes (8 MiB).
	MaxBody int64
	// AllowPrivate opens address ranges that are refused otherwise.
	AllowPrivate []netip.Prefix
	// Proxy is an HTTP proxy. Its own address may be private; names are then
	// resolved by the proxy, so that only literal addresses can be checked here.
	Proxy *url.URL
}

// DefaultUserAgent is honest, but says nothing of who runs it.
const DefaultUserAgent = "wiredesk/1.0 (+https://github.com/wiredesk/wiredesk)"

// Fetcher holds what all workers share: connections and rules.
type Fetcher struct {
	opts      Options
	transport *http.Transport
	base      *colly.Collector
	buffers   sync.Pool
}

// New returns a Fetcher. Close ends its idle connections.
func New(opts Options) (*Fetcher, error) {
	if opts.UserAgent == "" {
		opts.UserAgent = DefaultUserAgent
	}
	for _, d := range []struct {
		at       *time.Duration
		standard time.Duration
	}{{&opts.Timeout, 20 * time.Second}, {&opts.HeaderTimeout, 10 * time.Second}, {&opts.IdleTimeout, 10 * time.Second}} {
		if *d.at <= 0 {
			*d.at = d.standard
		}
	}
	if opts.MaxBody <= 0 {
		opts.MaxBody = 8 << 20
	}
	if p := opts.Proxy; p != nil && (p.Scheme != "http" && p.Scheme != "https" || p.Host == "") {
		return nil, errors.New("proxy: want a URL such as http://127.0.0.1:3128")
	}
	f := &Fetcher{opts: opts}
	f.transport = f.newTransport()
	f.base = f.newCollector()
	return f, nil
}

// Close ends the idle connections. Requests in flight go on.
func (f *Fetcher) Close() { f.transport.CloseIdleConnections() }

// newTransport is the end of the chain, with the check of every dialled address.
func (f *Fetcher) newTransport() *http.Transport {
	guard := &guard{allow: f.opts.AllowPrivate}
	guarded := &net.Dialer{Timeout: f.opts.HeaderTimeout, KeepAlive: 30 * time.Second, ControlContext: guard.control}
	t := &http.Transport{
		DialContext:            guarded.DialContext,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // decode does it, with limits
		MaxIdleConns:           1000,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        10 * time.Second, // a host is seldom met twice within minutes
		TLSHandshakeTimeout:    f.opts.HeaderTimeout,
		ResponseHeaderTimeout:  f.opts.HeaderTimeout,
		MaxResponseHeaderBytes: 64 << 10,
	}
	if f.opts.Proxy != nil {
		t.Proxy = http.ProxyURL(f.opts.Proxy)
		t.MaxIdleConnsPerHost = 64
		// Whatever is dialled now is the proxy, which the operator chose.
		t.DialContext = (&net.Dialer{Timeout: f.opts.HeaderTimeout, KeepAlive: 30 * time.Second}).DialContext
	}
	return t
}

// newCollector sets colly up to do nothing that the chain does better. Fields
// are set after NewCollector, because that reads COLLY_* from the environment.
func (f *Fetcher) newCollector() *colly.Collector {
	c := colly.NewCollector()
	c.UserAgent = f.opts.UserAgent
	c.AllowURLRevisit = true
	c.ParseHTTPErrorResponse = true
	c.IgnoreRobotsTxt = true
	c.MaxBodySize = 0
	c.MaxDepth = 0
	c.MaxRequests = 0
	c.CacheDir = ""
	c.DetectCharset = false
	c.Async = false
	c.AllowedDomains, c.DisallowedDomains = nil, nil
	c.SetClient(&http.Client{
		Transport:     &decoder{next: &literalGuard{next: f.transport, guard: guard{allow: f.opts.AllowPrivate}}, opts: f.opts},
		CheckRedirect: checkRedirect,
	})
	return c
}

// task is one request on its way through the chain.
type task struct {
	body   []byte
	header http.Header
	status int
	final  *url.URL
	hops   []Hop
}

type taskKey struct{}

func taskOf(ctx context.Context) *task { t, _ := ctx.Value(taskKey{}).(*task); return t }

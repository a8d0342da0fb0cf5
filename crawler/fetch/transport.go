package fetch

import (
	"crypto/tls"
	"net"
	"net/http"
	"time"

	"github.com/gocolly/colly/v2"
)

// newTransport is the end of the chain.
func newTransport(opts Options, g *guard, n *names, anyCertificate bool) *http.Transport {
	t := &http.Transport{
		DialContext:            (&dialer{guard: g, names: n, dial: opts.Dial, timeout: opts.HeaderTimeout}).DialContext,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // decode does it, with limits
		MaxIdleConns:           4000, // evicting one that is about to be used again breaks that request
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        5 * time.Second, // a host is seldom met twice within minutes
		TLSHandshakeTimeout:    opts.HeaderTimeout,
		ResponseHeaderTimeout:  opts.HeaderTimeout,
		MaxResponseHeaderBytes: 64 << 10,
	}
	if anyCertificate {
		t.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} //nolint:gosec // asked for, for one feed
	}
	if opts.Proxy != nil {
		t.Proxy = http.ProxyURL(opts.Proxy)
		t.MaxIdleConnsPerHost = 64
		t.OnProxyConnectResponse = tunnelled
		// Whatever is dialled now is the proxy, which the operator chose.
		t.DialContext = opts.Dial
		if t.DialContext == nil {
			t.DialContext = (&net.Dialer{Timeout: opts.HeaderTimeout, KeepAlive: 30 * time.Second}).DialContext
		}
	}
	return t
}

// newCollector sets colly up to do nothing that the chain does better. Fields
// are set after NewCollector, because that reads COLLY_* from the environment.
func newCollector(opts Options, g *guard, t *http.Transport) *colly.Collector {
	c := colly.NewCollector()
	c.UserAgent = opts.UserAgent
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
	var end http.RoundTripper = t
	if opts.Proxy != nil {
		end = &proxied{t}
	}
	c.SetClient(&http.Client{
		Transport: &decoder{next: &literalGuard{next: end, guard: g}, opts: opts},
		// A redirect is an answer like others: who follows it asks the next host's
		// robots.txt and waits for its lane first.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	})
	return c
}

package fetch

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"time"

	"github.com/gocolly/colly/v2"
)

// newTransport is the end of the chain.
func (f *Fetcher) newTransport(anyCertificate bool) *http.Transport {
	t := &http.Transport{
		DialContext:            (&dialer{guard: &f.guard, names: f.names, dial: f.opts.Dial, timeout: f.opts.HeaderTimeout}).DialContext,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // decode does it, with limits
		MaxIdleConns:           4000, // evicting one that is about to be used again breaks that request
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        5 * time.Second, // a host is seldom met twice within minutes
		TLSHandshakeTimeout:    f.opts.HeaderTimeout,
		ResponseHeaderTimeout:  f.opts.HeaderTimeout,
		MaxResponseHeaderBytes: 64 << 10,
	}
	if anyCertificate {
		t.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} //nolint:gosec // asked for, for one feed
	}
	if f.opts.Proxy != nil {
		t.Proxy = http.ProxyURL(f.opts.Proxy)
		t.MaxIdleConnsPerHost = 64
		// Whatever is dialled now is the proxy, which the operator chose.
		t.DialContext = f.opts.Dial
		if t.DialContext == nil {
			t.DialContext = (&net.Dialer{Timeout: f.opts.HeaderTimeout, KeepAlive: 30 * time.Second}).DialContext
		}
	}
	return t
}

// newCollector sets colly up to do nothing that the chain does better. Fields
// are set after NewCollector, because that reads COLLY_* from the environment.
func (f *Fetcher) newCollector(t *http.Transport) *colly.Collector {
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
		Transport: &decoder{next: &literalGuard{next: t, guard: &f.guard}, f: f},
		// A redirect is an answer like others: who follows it asks the next host's
		// robots.txt and waits for its lane first.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	})
	return c
}

// task is one request on its way through the chain.
type task struct {
	kind   Kind
	body   []byte
	wire   int64 // bytes of the body before decoding
	header http.Header
	status int
	unread bool
	odd    bool // its media type is of nothing that is asked for
	begun  bool // the request was handed to the transport
	way    way
}

type taskKey struct{}

func taskOf(ctx context.Context) *task { t, _ := ctx.Value(taskKey{}).(*task); return t }

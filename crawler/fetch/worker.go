package fetch

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gocolly/colly/v2"
)

// Kind of a document asked for.
type Kind int

// Kinds of documents.
const (
	Feed Kind = iota
	Page
)

// accept is what each kind asks for.
var accept = [...]string{
	Feed: "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, application/json;q=0.7, text/xml;q=0.7, text/html;q=0.5, */*;q=0.1",
	Page: "text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
}

// Request is one GET. ETag and LastModified are validators as a server sent
// them; empty ones are not sent.
type Request struct {
	URL          string
	Kind         Kind
	ETag         string
	LastModified string
}

// Worker makes requests one after another.
type Worker struct {
	f *Fetcher
	c *colly.Collector
}

// Worker returns a new worker, for one goroutine.
func (f *Fetcher) Worker() *Worker { return &Worker{f: f, c: f.base.Clone()} }

// Get makes one request, following up to five redirects. All its errors are of
// type *Error. The caller releases the response.
func (w *Worker) Get(ctx context.Context, r Request) (*Response, error) {
	address, err := cleanURL(r.URL)
	if err != nil {
		return nil, &Error{URL: address, Class: BadURL, Err: err}
	}
	start := time.Now()
	ctx, cancel := context.WithTimeout(ctx, w.f.opts.Timeout)
	defer cancel()
	t := &task{body: w.f.buffer()}
	w.c.Context = context.WithValue(ctx, taskKey{}, t)
	err = w.c.Request(http.MethodGet, address, nil, nil, w.header(r))
	if err != nil || t.status == 0 {
		w.f.recycle(t.body)
		if err == nil {
			err = faultf(Connect, "no response came")
		}
		return nil, &Error{URL: address, Class: classify(ctx, err), Err: cause(err)}
	}
	return &Response{
		URL: address, FinalURL: t.final.String(), Status: t.status, Header: t.header, Hops: t.hops, Body: t.body,
		NotModified: t.status == http.StatusNotModified, At: start, Took: time.Since(start), f: w.f,
	}, nil
}

func (w *Worker) header(r Request) http.Header {
	h := http.Header{
		"User-Agent":      {w.f.opts.UserAgent},
		"Accept":          {accept[r.Kind]},
		"Accept-Encoding": {"gzip, br, zstd"},
	}
	// A validator with a line break can only be an attack on the next request:
	// it is dropped, the feed is not.
	if r.ETag != "" && !hasControl(r.ETag) {
		h.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" && !hasControl(r.LastModified) {
		h.Set("If-Modified-Since", r.LastModified)
	}
	return h
}

func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// cleanURL checks a URL and takes userinfo and fragment out: neither goes over
// the wire or into a log.
func cleanURL(raw string) (string, error) {
	raw = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return -1 // as browsers do (WHATWG URL)
		}
		return r
	}, strings.TrimSpace(raw))
	u, err := url.Parse(raw)
	if err != nil {
		return "", faultf(BadURL, "not a URL")
	}
	u.User, u.Fragment = nil, ""
	if u.Scheme != "http" && u.Scheme != "https" {
		return u.String(), faultf(BadURL, "scheme %q: want http or https", u.Scheme)
	}
	if u.Hostname() == "" {
		return u.String(), faultf(BadURL, "no host")
	}
	return u.String(), nil
}

// cause takes the wrapping of net/http off, which repeats method and URL.
func cause(err error) error {
	if u, ok := err.(*url.Error); ok { //nolint:errorlint // only the outermost layer is taken off
		return u.Err
	}
	return err
}

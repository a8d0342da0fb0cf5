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
	Robots // a robots.txt, of which the beginning is enough
)

// maxRobots is where the reading of a robots.txt stops (RFC 9309, section 2.5).
const maxRobots = 512 << 10

// accept is what each kind asks for.
var accept = [...]string{
	Feed: "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, " +
		"application/json;q=0.7, text/xml;q=0.7, text/html;q=0.5, */*;q=0.1",
	Page:   "text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
	Robots: "text/plain, */*;q=0.1",
}

// Request is one GET. ETag and LastModified are validators as a server sent
// them; empty ones are not sent.
type Request struct {
	URL          string
	Kind         Kind
	ETag         string
	LastModified string
	// AnyCertificate takes certificates that do not verify. It is for feeds of
	// which the operator said so.
	AnyCertificate bool
}

// Worker makes requests one after another.
type Worker struct {
	f      *Fetcher
	c, lax *colly.Collector
}

// Worker returns a new worker, for one goroutine.
func (f *Fetcher) Worker() *Worker { return &Worker{f: f, c: f.base.Clone()} }

// collector returns the one that trusts as the request says.
func (w *Worker) collector(r Request) *colly.Collector {
	if !r.AnyCertificate {
		return w.c
	}
	if w.lax == nil {
		w.lax = w.f.baseLax.Clone()
	}
	return w.lax
}

// Get makes one request. A redirect is not followed: Response.Redirect tells
// where it leads. All errors are of type *Error. The caller releases the
// response.
func (w *Worker) Get(ctx context.Context, r Request) (*Response, error) {
	address, err := Clean(r.URL)
	if err != nil {
		return nil, &Error{URL: address, Class: BadURL, Err: err}
	}
	start := time.Now()
	ctx, cancel := context.WithTimeout(ctx, w.f.opts.Timeout)
	defer cancel()
	t := &task{kind: r.Kind, body: w.f.buffer()}
	c := w.collector(r)
	c.Context = context.WithValue(ctx, taskKey{}, t)
	h := w.header(r)
	conditional := h.Get("If-None-Match") != "" || h.Get("If-Modified-Since") != ""
	err = c.Request(http.MethodGet, address, nil, nil, h)
	if err != nil || t.status == 0 {
		w.f.recycle(t.body)
		if err == nil {
			err = faultf(Connect, "no response came")
		}
		return nil, &Error{URL: address, Class: classify(ctx, err, t), Answered: t.way.answered.Load(), Err: cause(err)}
	}
	return &Response{
		URL: address, Status: t.status, Header: t.header, Body: t.body, Wire: t.wire, Limit: w.f.Limit(r.Kind), Unread: t.unread,
		NotModified: t.status == http.StatusNotModified && conditional, At: start, Took: time.Since(start), f: w.f,
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

// Clean checks a URL and takes userinfo and fragment out: neither goes over the
// wire or into a log.
func Clean(raw string) (string, error) {
	raw = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return -1 // as browsers do (WHATWG URL)
		}
		return r
	}, strings.TrimSpace(raw))
	u, err := url.Parse(raw)
	if err != nil {
		if u, err = url.Parse(escapePercent(raw)); err != nil {
			return "", faultf(BadURL, "not a URL")
		}
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

// escapePercent makes a sign of each percent sign that begins no escape: that is what
// was meant.
func escapePercent(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		if s[i] == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])) {
			b.WriteString("25")
		}
	}
	return b.String()
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

// cause takes the wrapping of net/http off, which repeats method and URL.
func cause(err error) error {
	if u, ok := err.(*url.Error); ok { //nolint:errorlint // only the outermost layer is taken off
		return u.Err
	}
	return err
}

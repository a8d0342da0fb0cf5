package fetch

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/gocolly/colly/v2"
)

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
	t := &task{kind: r.Kind, body: w.f.buffers.get()}
	c := w.collector(r)
	c.Context = context.WithValue(ctx, taskKey{}, t)
	h := r.header(w.f.opts.UserAgent)
	conditional := h.Get("If-None-Match") != "" || h.Get("If-Modified-Since") != ""
	err = c.Request(http.MethodGet, address, nil, nil, h)
	if err != nil || t.status == 0 {
		w.f.buffers.put(t.body)
		if err == nil {
			err = faultf(Connect, "no response came")
		}
		return nil, &Error{URL: address, Class: classify(ctx, err, t.begun, &t.way), Answered: t.way.answered.Load(), Err: cause(err)}
	}
	return &Response{
		URL: address, Status: t.status, Header: t.header, Body: t.body, Wire: t.wire, Limit: w.f.Limit(r.Kind), Unread: t.unread,
		NotModified: t.status == http.StatusNotModified && conditional, At: start, Took: time.Since(start), buffers: &w.f.buffers,
	}, nil
}

// cause takes the wrapping of net/http off, which repeats method and URL.
func cause(err error) error {
	if u, ok := err.(*url.Error); ok { //nolint:errorlint // only the outermost layer is taken off
		return u.Err
	}
	return err
}

package crawler

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// maxPrefetched bounds the compressed body of an answer that travels with a job: NATS
// takes messages of up to 1 MiB, and JSON makes three bytes four.
const maxPrefetched = 700 << 10

// prefetchedHeaders are the headers that a poll reads.
var prefetchedHeaders = []string{"Etag", "Last-Modified", "Content-Type", "Content-Location", "Cache-Control", "Expires", "Age", "Date"}

// Prefetch makes an answer fit to travel with the first poll of a feed. It returns
// nil if it is too large for that: then the poll asks again.
func Prefetch(resp *fetch.Response, via []fetch.Hop) *calendar.PrefetchedAnswer {
	var body bytes.Buffer
	z := gzip.NewWriter(&body)
	if _, err := z.Write(resp.Body); err != nil {
		return nil
	}
	if err := z.Close(); err != nil || body.Len() > maxPrefetched {
		return nil
	}
	h := http.Header{}
	for _, name := range prefetchedHeaders {
		if v := resp.Header.Values(name); len(v) > 0 {
			h[name] = v
		}
	}
	return &calendar.PrefetchedAnswer{URL: resp.URL, Via: via, Header: h, Body: body.Bytes(), At: resp.At, Wire: resp.Wire, Took: resp.Took}
}

// restore is the reverse of Prefetch. Of a body over the limit, which is that of another
// configuration, it returns as much as shows that.
func restore(k *calendar.PrefetchedAnswer, limit int64) (*fetch.Response, error) {
	z, err := gzip.NewReader(bytes.NewReader(k.Body))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	body, err := io.ReadAll(io.LimitReader(z, limit+1))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	return &fetch.Response{
		URL: k.URL, Status: http.StatusOK, Header: k.Header, Body: body, Limit: limit,
		At: k.At, Wire: cmp.Or(k.Wire, int64(len(k.Body))), Took: cmp.Or(k.Took, time.Millisecond),
	}, nil
}

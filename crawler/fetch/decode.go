package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// A body that unpacks to more than maxRatio times its size is a bomb; the test
// starts at ratioFrom, since short texts may be that repetitive.
const (
	maxRatio  = 200
	ratioFrom = 1 << 20
)

// decoder reads each answer's body, within the limits, into the task's buffer,
// and passes an empty body on: nobody after it reads, decodes or cuts anything.
type decoder struct {
	next http.RoundTripper
	f    *Fetcher
	gzip sync.Pool
}

// RoundTrip implements http.RoundTripper.
func (d *decoder) RoundTrip(req *http.Request) (*http.Response, error) {
	t := taskOf(req.Context())
	if t == nil {
		return nil, errors.New("a request outside of Get")
	}
	ctx, cancel := context.WithCancelCause(req.Context())
	defer cancel(nil)
	resp, err := d.next.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if t.unread = !readable(resp); !t.unread {
		m := newMeter(resp.Body, d.f.opts, cancel)
		t.body, err = d.read(resp, m, t.body[:0], d.f.limit(t.kind))
		m.stop()
		t.wire = m.n.Load()
		if t.kind == Robots && errors.Is(err, errCut) {
			err = nil // the beginning is what was asked for
		}
		if err != nil {
			if slow := context.Cause(ctx); errors.Is(slow, errSlow) {
				err = &fault{Timeout, slow}
			}
			return nil, err
		}
	}
	t.header, t.status = resp.Header, resp.StatusCode
	out := *resp
	out.Body, out.ContentLength, out.Uncompressed = http.NoBody, 0, true
	out.Request = req
	return &out, nil
}

// errCut says that there is more of a body than was to be read.
var errCut = errors.New("there is more")

// read decodes a body into buf, which it may have to let grow.
func (d *decoder) read(resp *http.Response, raw *meter, buf []byte, limit int64) ([]byte, error) {
	if resp.ContentLength > limit && limit != maxRobots {
		return buf, faultf(TooLarge, "%d bytes, the limit is %d", resp.ContentLength, limit)
	}
	body, done, err := d.open(resp, raw, limit)
	if err != nil {
		return buf, err
	}
	defer done()
	for {
		if len(buf) == cap(buf) {
			buf = grow(buf, limit)
		}
		n, err := body.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case int64(len(buf)) > limit:
			return buf[:limit], faultf(TooLarge, "%w than %d bytes", errCut, limit)
		case len(buf) > ratioFrom && int64(len(buf)) > maxRatio*raw.n.Load():
			return buf, faultf(TooLarge, "unpacks to more than %d times its size", maxRatio)
		case errors.Is(err, io.EOF):
			return buf, nil
		case errors.Is(err, io.ErrUnexpectedEOF):
			return buf, faultf(Truncated, "the body ended early: %w", err)
		case err != nil && raw.err == nil: // the coding is at fault, not the network
			return buf, faultf(Decode, "%s: %w", resp.Header.Get("Content-Encoding"), err)
		case err != nil:
			return buf, err
		}
	}
}

// grow makes room for at least one more byte, and for no more than the limit
// and the byte that tells that a body is over it. It grows in few large steps:
// each leaves the buffer before it to the garbage collector, and together they
// are to stay well below the limit.
func grow(buf []byte, limit int64) []byte {
	size := min(max(4*cap(buf), 64<<10), int(limit)+1)
	return append(make([]byte, 0, max(size, len(buf)+1)), buf...)
}

// open returns the reader for a body's one content coding.
func (d *decoder) open(resp *http.Response, raw io.Reader, limit int64) (io.Reader, func(), error) {
	nothing := func() {}
	switch coding := strings.ToLower(strings.TrimSpace(strings.Join(resp.Header.Values("Content-Encoding"), ","))); coding {
	case "", "identity":
		return raw, nothing, nil
	case "gzip", "x-gzip":
		if resp.StatusCode == http.StatusNotModified || resp.ContentLength == 0 {
			return http.NoBody, nothing, nil
		}
		return d.openGzip(raw)
	case "br":
		return brotli.NewReader(raw), nothing, nil
	case "zstd":
		z, err := zstd.NewReader(raw, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20), zstd.WithDecoderMaxMemory(uint64(limit)+8<<20))
		if err != nil {
			return nil, nil, faultf(Decode, "zstd: %w", err)
		}
		return z, z.Close, nil
	default:
		return nil, nil, faultf(Decode, "content coding %q was not asked for", coding)
	}
}

func (d *decoder) openGzip(raw io.Reader) (io.Reader, func(), error) {
	z, ok := d.gzip.Get().(*gzip.Reader)
	var err error
	if ok {
		err = z.Reset(raw)
	} else {
		z, err = gzip.NewReader(raw)
	}
	switch {
	case errors.Is(err, io.EOF): // no body at all
		return http.NoBody, func() {}, nil
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, nil, faultf(Truncated, "the body ended early: %w", err)
	case errors.Is(err, gzip.ErrHeader):
		return nil, nil, faultf(Decode, "labelled gzip, but it is not: %w", err)
	case err != nil:
		return nil, nil, err
	}
	return z, func() { d.gzip.Put(z) }, nil
}

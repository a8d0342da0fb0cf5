package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

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
	opts Options
	gzip sync.Pool
}

var errIdle = errors.New("the body stalled")

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
	idle := time.AfterFunc(d.opts.IdleTimeout, func() { cancel(errIdle) })
	defer idle.Stop()
	raw := &meter{r: resp.Body, idle: idle, wait: d.opts.IdleTimeout}
	t.body, err = d.read(resp, raw, t.body[:0])
	if err != nil {
		if errors.Is(context.Cause(ctx), errIdle) {
			err = faultf(Timeout, "%w for %s", errIdle, d.opts.IdleTimeout)
		}
		return nil, err
	}
	t.header, t.status, t.final = resp.Header, resp.StatusCode, req.URL
	out := *resp
	out.Body, out.ContentLength, out.Uncompressed = http.NoBody, 0, true
	out.Request = req
	return &out, nil
}

// read decodes a body into buf, which it may have to let grow.
func (d *decoder) read(resp *http.Response, raw *meter, buf []byte) ([]byte, error) {
	if resp.ContentLength > d.opts.MaxBody {
		return buf, faultf(TooLarge, "%d bytes, the limit is %d", resp.ContentLength, d.opts.MaxBody)
	}
	body, done, err := d.open(resp, raw)
	if err != nil {
		return buf, err
	}
	defer done()
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := body.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case int64(len(buf)) > d.opts.MaxBody:
			return buf, faultf(TooLarge, "more than %d bytes", d.opts.MaxBody)
		case len(buf) > ratioFrom && int64(len(buf)) > maxRatio*raw.n:
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

// open returns the reader for a body's one content coding.
func (d *decoder) open(resp *http.Response, raw io.Reader) (io.Reader, func(), error) {
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
		z, err := zstd.NewReader(raw, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20), zstd.WithDecoderMaxMemory(uint64(d.opts.MaxBody)+8<<20))
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

// meter counts what comes over the wire and keeps the idle clock.
type meter struct {
	r    io.Reader
	n    int64
	err  error // of the network, io.EOF aside
	idle *time.Timer
	wait time.Duration
}

// Read implements io.Reader.
func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.n += int64(n)
	if n > 0 {
		m.idle.Reset(m.wait)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		m.err = err
	}
	return n, err
}

package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"time"
)

// decoder reads each answer's body, within the limits, into the task's buffer,
// and passes an empty answer on: nobody after it reads, decodes or cuts anything.
type decoder struct {
	next   http.RoundTripper
	opts   Options
	undoer undoer
}

// RoundTrip implements http.RoundTripper.
func (d *decoder) RoundTrip(req *http.Request) (*http.Response, error) {
	t := taskOf(req.Context())
	if t == nil {
		return nil, errors.New("a request outside of Get")
	}
	t.begun = true
	ctx, cancel := context.WithCancelCause(req.Context())
	defer cancel(nil)
	resp, err := d.next.RoundTrip(req.WithContext(httptrace.WithClientTrace(ctx, t.way.trace(func() { cancel(errAgain) }))))
	if err != nil {
		if again := context.Cause(ctx); errors.Is(again, errAgain) {
			return nil, again
		}
		return nil, err
	}
	defer resp.Body.Close()
	t.odd = !readable(resp)
	switch t.unread = t.odd && t.kind != Feed; {
	case t.unread:
	case !success(resp.StatusCode):
		t.wire = drain(resp.Body, cancel)
	default:
		if err := d.receive(ctx, cancel, t, resp); err != nil {
			return nil, err
		}
	}
	t.header, t.status = resp.Header, resp.StatusCode
	out := *resp
	out.Body, out.ContentLength, out.Uncompressed = http.NoBody, 0, true
	// http.Client reads Location even where nobody follows it, and makes an error of
	// one that it cannot parse. Response.Redirect is who reads it.
	out.Header = http.Header{}
	out.Request = req
	return &out, nil
}

// receive reads the body of a success into the task.
func (d *decoder) receive(ctx context.Context, giveUp context.CancelCauseFunc, t *task, resp *http.Response) (err error) {
	m := newMeter(resp.Body, d.opts, giveUp)
	t.body, err = d.read(t, resp, m, t.body[:0])
	m.stop()
	t.wire = m.n.Load()
	if errors.Is(err, errNoDocument) {
		t.unread, t.body = true, t.body[:0]
		return nil
	}
	if t.kind == Robots && errors.Is(err, errCut) {
		return nil // the beginning is what was asked for
	}
	if slow := context.Cause(ctx); err != nil && errors.Is(slow, errSlow) {
		return &fault{Timeout, slow}
	}
	return err
}

// Of an answer that is no success, only status and headers count. Its body is thrown
// away: as much of it as lets the connection be used again, within bounds.
const (
	drainBytes = 64 << 10
	drainWait  = 2 * time.Second
)

// drain returns how many bytes it threw away. That there are more of them, or fewer
// than was said, or that they are encoded in some odd way, decides nothing.
func drain(body io.Reader, giveUp context.CancelCauseFunc) int64 {
	end := time.AfterFunc(drainWait, func() { giveUp(nil) })
	defer end.Stop()
	n, _ := io.CopyN(io.Discard, body, drainBytes) // see above
	return n
}

// errCut says that there is more of a body than was to be read.
var errCut = errors.New("there is more")

// read decodes a body into buf, which it may have to let grow.
func (d *decoder) read(t *task, resp *http.Response, raw *meter, buf []byte) ([]byte, error) {
	limit, odd := d.opts.limit(t.kind), t.odd
	if resp.ContentLength > limit && t.kind != Robots && !odd {
		return buf, faultf(TooLarge, "%d bytes, the limit is %d", resp.ContentLength, limit)
	}
	body, done, err := d.undoer.open(t.kind, resp.Header, raw, limit)
	defer done()
	if err != nil {
		return buf, broken(resp, raw, err)
	}
	for {
		if len(buf) == cap(buf) {
			buf = grow(buf, limit)
		}
		n, err := body.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if odd {
			is, sure := beginsDocument(buf, err != nil)
			if sure && !is {
				return buf, errNoDocument
			}
			odd = !sure
		}
		switch {
		case int64(len(buf)) > limit:
			return buf[:limit], faultf(TooLarge, "%w than %d bytes", errCut, limit)
		case raw.isBomb(int64(len(buf))):
			return buf, faultf(TooLarge, "unpacks to more than %d times its size", maxRatio)
		case errors.Is(err, io.EOF):
			return buf, nil
		case err != nil:
			return buf, broken(resp, raw, err)
		}
	}
}

// broken tells what is wrong with a body that could not be read.
func broken(resp *http.Response, raw *meter, err error) error {
	var own *fault
	switch {
	case errors.As(err, &own):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return faultf(Truncated, "the body ended early: %w", err)
	case raw.err == nil: // the coding is at fault, not the network
		return faultf(Decode, "%s: %w", resp.Header.Get("Content-Encoding"), err)
	}
	return err
}

// grow makes room for at least one more byte, and for no more than the limit
// and the byte that tells that a body is over it. It grows in few large steps:
// each leaves the buffer before it to the garbage collector, and all of them
// together stay below twice the limit, as the last but one is half of it at most.
func grow(buf []byte, limit int64) []byte {
	size := max(4*cap(buf), 64<<10)
	if size > int(limit)/2 {
		size = int(limit) + 1
	}
	return append(make([]byte, 0, max(size, len(buf)+1)), buf...)
}

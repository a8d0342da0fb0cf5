package newsweb

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// ServeHTTP implements http.Handler.
func (w *Web) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	s := w.byHost[r.Host]
	if s == nil {
		http.Error(out, "no such site", http.StatusMisdirectedRequest)
		return
	}
	w.counts.requests.Add(1)
	leave := s.enter()
	defer leave()
	if !w.wait(r, w.opts.Latency) {
		return
	}
	b := s.bodies[r.URL.Path]
	if b == nil {
		w.counts.errors.Add(1)
		http.NotFound(out, r)
		return
	}
	fault := noFault
	if b.kind != robots {
		fault = w.faults.choose(r.Host, r.URL.Path)
	}
	if fault == serverError {
		w.counts.errors.Add(1)
		http.Error(out, "out of order", http.StatusInternalServerError)
		return
	}
	header := out.Header()
	header.Set("Etag", b.etag)
	header.Set("Last-Modified", b.modified.Format(http.TimeFormat))
	header.Set("Vary", "Accept-Encoding")
	if notModified(r, b) {
		w.counts.answered(b.kind, http.StatusNotModified)
		out.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", b.contentType)
	w.send(out, r, b, fault, leave)
}

// enter counts a request that is in flight, until the function it returns is
// called for the first time.
func (s *site) enter() (leave func()) {
	raise(&s.peak, s.inFlight.Add(1))
	return sync.OnceFunc(func() { s.inFlight.Add(-1) })
}

// send writes a body, or as much of it as the fault allows.
func (w *Web) send(out http.ResponseWriter, r *http.Request, b *body, fault fault, leave func()) {
	bytes := b.packed
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		out.Header().Set("Content-Encoding", "gzip")
	} else {
		bytes = b.plain()
	}
	out.Header().Set("Content-Length", strconv.Itoa(len(bytes)))
	if r.Method == http.MethodHead {
		return
	}
	if fault != noFault {
		w.counts.errors.Add(1)
		n, _ := out.Write(bytes[:len(bytes)/2])
		w.counts.bytes.Add(int64(n))
		_ = http.NewResponseController(out).Flush()
		if fault == stall {
			w.wait(r, w.opts.Faults.StallFor)
		}
		panic(http.ErrAbortHandler) // closes the connection without a word
	}
	// Who has the last byte may ask again, or for the counts, before Write is
	// back here.
	leave()
	w.counts.bytes.Add(int64(len(bytes)))
	w.counts.answered(b.kind, http.StatusOK)
	_, _ = out.Write(bytes) // a client that went away is its own business
}

// wait waits, and says whether somebody still wants the answer.
func (w *Web) wait(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-w.stalling:
	}
	return false
}

// plain unpacks the body for a client that cannot.
func (b *body) plain() []byte {
	z, err := gzip.NewReader(bytes.NewReader(b.packed))
	if err != nil {
		panic(err) // we packed it
	}
	plain := make([]byte, b.size)
	if _, err := io.ReadFull(z, plain); err != nil {
		panic(err)
	}
	return plain
}

// notModified answers a conditional request by the rules of RFC 9110, 13.2.2:
// entity tags are compared weakly, and a date counts only where there is none.
func notModified(r *http.Request, b *body) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	if tags := r.Header.Values("If-None-Match"); len(tags) > 0 {
		for tag := range strings.SplitSeq(strings.Join(tags, ","), ",") {
			if tag = strings.TrimSpace(tag); tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(b.etag, "W/") {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !b.modified.After(since)
}

package fetch

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// tcp is a server that says byte for byte what it is told to, once a connection.
func tcp(t *testing.T, serve func(c net.Conn, request string)) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { _ = l.Close(); <-done })
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_ = c.SetDeadline(time.Now().Add(20 * time.Second))
			line, _ := bufio.NewReader(c).ReadString('\n')
			serve(c, line)
			_ = c.Close()
		}
	}()
	return l.Addr().String()
}

// says answers every request with one text and ends the connection.
func says(text string) func(net.Conn, string) {
	return func(c net.Conn, _ string) {
		_, _ = io.WriteString(c, text)
		_ = c.(*net.TCPConn).CloseWrite()
		_, _ = io.Copy(io.Discard, c) // until the other side has read it
	}
}

// Of an answer that is no success, status and headers count, whatever its body is.
func TestABodyThatNobodyReadsDecidesNothing(t *testing.T) {
	bodies := map[string]string{
		"not gzip":       "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n<a/>",
		"not deflate":    "Content-Encoding: deflate\r\nContent-Length: 4\r\n\r\n<a/>",
		"not br":         "Content-Encoding: br\r\nContent-Length: 4\r\n\r\n<a/>",
		"empty br":       "Content-Encoding: br\r\nContent-Length: 0\r\n\r\n",
		"unknown coding": "Content-Encoding: odd\r\nContent-Length: 4\r\n\r\n<a/>",
		"compress":       "Content-Encoding: compress\r\nContent-Length: 4\r\n\r\n<a/>",
		"cut":            "Content-Length: 900\r\n\r\n<a/>",
		"cut in chunks":  "Transfer-Encoding: chunked\r\n\r\n4\r\n<a/>\r\n",
		"no chunks":      "Transfer-Encoding: chunked\r\n\r\n<a/>",
		"too large":      "Content-Length: 99999999999\r\n\r\n<a/>",
		"video":          "Content-Type: video/mp4\r\nContent-Length: 4\r\n\r\n<a/>",
	}
	for _, status := range []int{301, 302, 303, 307, 308, 304, 400, 401, 403, 404, 410, 429, 500, 502, 503} {
		for name, body := range bodies {
			if status == http.StatusNotModified { // has no body; what is said of it stays
				body = strings.TrimSuffix(body, "<a/>")
			}
			address := "http://" + tcp(t, says(fmt.Sprintf("HTTP/1.1 %d X\r\nRetry-After: 120\r\nLocation: /new\r\n%s", status, body)))
			for _, kind := range []Kind{Feed, Page, Robots} {
				resp := get(t, fetcher(t, Options{}), Request{URL: address, Kind: kind, ETag: `"1"`})
				wait, _ := resp.RetryAfter(time.Now())
				if resp.Status != status || len(resp.Body) > 0 || resp.Unread || wait != 2*time.Minute || resp.NotModified != (status == 304) {
					t.Errorf("%d, %s: %+v", status, name, resp)
				}
				if next, err := resp.Redirect(nil); err != nil || (next != "") != (status < 400 && status != 304) {
					t.Errorf("%d, %s: leads to %q, %v", status, name, next, err)
				}
			}
		}
	}
}

// Nor does it cost more than a moment.
func TestABodyThatNobodyReadsIsNotWaitedFor(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		for r.Context().Err() == nil {
			n, err := w.Write(make([]byte, 64))
			if r.URL.Path == "/endless" {
				n, err = w.Write(make([]byte, 1<<16))
			}
			if err != nil || n == 0 {
				return
			}
			w.(http.Flusher).Flush()
			if r.URL.Path == "/drip" {
				time.Sleep(50 * time.Millisecond)
			}
			if r.URL.Path == "/stall" {
				<-r.Context().Done()
			}
		}
	})
	f := fetcher(t, Options{})
	for _, path := range []string{"/endless", "/drip", "/stall"} {
		resp := get(t, f, Request{URL: s.URL + path})
		if resp.Status != 503 || resp.Wire > drainBytes || resp.Took > drainWait+5*time.Second {
			t.Errorf("%s: %d, %d bytes, %s", path, resp.Status, resp.Wire, resp.Took)
		}
	}
}

func TestAConnectionServesAgainAfterAnError(t *testing.T) {
	seen := map[string]bool{}
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		seen[r.RemoteAddr] = true
		http.Error(w, strings.Repeat("not here ", 1000), http.StatusNotFound)
	})
	w := fetcher(t, Options{}).Worker()
	for range 3 {
		if resp, err := w.Get(t.Context(), Request{URL: s.URL}); err != nil || resp.Status != 404 || resp.Wire < 9000 {
			t.Fatal(resp, err)
		}
	}
	if len(seen) != 1 {
		t.Errorf("%d connections", len(seen))
	}
}

// A 304 is an answer to validators. To a request without any it is none.
func TestANotModifiedThatNobodyAskedForIsNone(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNotModified) })
	f := fetcher(t, Options{})
	for _, tc := range []struct {
		etag, modified string
		want           bool
	}{{"", "", false}, {`"1"`, "", true}, {"", "Tue, 05 Aug 2025 10:00:00 GMT", true}, {"a\nb", "", false}} {
		resp := get(t, f, Request{URL: s.URL, ETag: tc.etag, LastModified: tc.modified})
		if resp.Status != 304 || resp.NotModified != tc.want {
			t.Errorf("%+v: status %d, not modified: %v", tc, resp.Status, resp.NotModified)
		}
	}
}

func TestWhichAnswersAreTheDocument(t *testing.T) {
	for status, want := range map[int]bool{200: true, 203: true, 226: true, 201: false, 202: false, 204: false, 206: false, 304: false, 404: false} {
		if got := (&Response{Status: status}).Document(); got != want {
			t.Errorf("%d: %v", status, got)
		}
	}
}

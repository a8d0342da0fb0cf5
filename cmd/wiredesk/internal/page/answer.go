package page

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// patience is how long one write to a client may take.
const patience = 10 * time.Second

// policy is what browsers are allowed with a page of ours: our own files, and
// nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secure sets what every answer tells the browser.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// wantsJSON says that a program asks.
func wantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "application/json") && !strings.Contains(accept, "text/html")
}

// smallest is from how many bytes an answer is worth compressing.
const smallest = 1000

// send answers with a body, compressed if the browser takes it. gz may be nil.
func send(w http.ResponseWriter, r *http.Request, code int, kind string, raw, gz []byte) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Add("Vary", "Accept-Encoding")
	body := raw
	if len(raw) >= smallest && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if gz == nil {
			gz = zip(raw, gzip.BestSpeed+2)
		}
		body = gz
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(code)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // whoever asked may have gone
	}
}

func sendJSON(w http.ResponseWriter, r *http.Request, code int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		http.Error(w, "the answer cannot be written", http.StatusInternalServerError)
		return
	}
	secure(w.Header())
	w.Header().Set("Cache-Control", "no-store")
	send(w, r, code, "application/json", append(b, '\n'), nil)
}

func zip(b []byte, level int) []byte {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, level)
	if err != nil {
		panic(err) // the levels are constants
	}
	_, _ = z.Write(b) // into memory
	_ = z.Close()
	return out.Bytes()
}

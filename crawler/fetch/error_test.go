package fetch

import (
	"crypto/tls"
	"encoding/hex"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

// failed is the error that a request ends with.
func failed(t *testing.T, f *Fetcher, address string) *Error {
	t.Helper()
	resp, err := f.Worker().Get(t.Context(), Request{URL: address})
	var fe *Error
	if !errors.As(err, &fe) {
		t.Fatalf("%s: %v, %v", address, resp, err)
	}
	return fe
}

// Errors have the class of their cause: what a server answers is no fault of the
// connection, however unreadable it is.
func TestAnAnswerThatIsNoHTTPIsNoBrokenConnection(t *testing.T) {
	for name, text := range map[string]string{
		"a line without a colon": "HTTP/1.1 200 OK\r\nSome stray line\r\n\r\nx",
		"a line that is folded":  "HTTP/1.1 200 OK\r\n folded\r\n\r\nx",
		"no length":              "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nx",
		"two lengths":            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 20\r\n\r\nx",
		"a negative length":      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx",
		"an unknown transfer":    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx",
		"no number":              "HTTP/1.1 OK\r\n\r\n",
		"no version":             "HTTP/x 200 OK\r\n\r\n",
		"another protocol":       "SSH-2.0-OpenSSH_9.6\r\n\r\n",
		"HTTP 0.9":               "<html><body>Hello</body></html>\r\n",
		"chunks that are none":   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss/>",
	} {
		t.Run(name, func(t *testing.T) {
			fe := failed(t, fetcher(t, Options{}), "http://"+tcp(t, says(text)))
			if fe.Class != Protocol || !fe.Answered || !fe.Temporary() {
				t.Errorf("class %s, answered %v: %v", fe.Class, fe.Answered, fe)
			}
		})
	}
}

// A connection that ends without a byte is one that broke.
func TestAConnectionThatIsClosedWithoutAWord(t *testing.T) {
	if fe := failed(t, fetcher(t, Options{}), "http://"+tcp(t, says(""))); fe.Class != Connect || fe.Answered {
		t.Errorf("class %s, answered %v: %v", fe.Class, fe.Answered, fe)
	}
	if fe := failed(t, fetcher(t, Options{}), "http://"+tcp(t, says("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n"))); fe.Class != Truncated || !fe.Answered {
		t.Errorf("class %s, answered %v: %v", fe.Class, fe.Answered, fe)
	}
}

func TestWhatEndsAHandshakeIsTLS(t *testing.T) {
	for name, answer := range map[string]string{
		"handshake failure":     "15030300020228",
		"internal error":        "15030300020250",
		"unrecognized name":     "15030300020270",
		"protocol version":      "15030300020246",
		"access denied":         "15030300020231",
		"of SSL 3":              "15030000020228",
		"a warning and the end": "15030300020100",
		"a record that is cut":  "1503030002",
		"no TLS":                hex.EncodeToString([]byte("HTTP/1.1 400 Bad Request\r\n\r\n")),
		"another protocol":      hex.EncodeToString([]byte("220 mail.example ESMTP\r\n")),
		"nothing":               "",
	} {
		t.Run(name, func(t *testing.T) {
			b, err := hex.DecodeString(answer)
			if err != nil {
				t.Fatal(err)
			}
			address := "https://" + tcp(t, func(c net.Conn, _ string) {
				_, _ = c.Write(b)
				_ = c.(*net.TCPConn).CloseWrite()
				_, _ = io.Copy(io.Discard, c)
			})
			if fe := failed(t, fetcher(t, Options{}), address); fe.Class != TLS {
				t.Errorf("class %s: %v", fe.Class, fe)
			}
		})
	}
}

// A server of TLS 1.3 asks for a certificate within the handshake and says that it
// misses one only after it.
func TestAnAlertAfterTheHandshakeIsTLS(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	_, err := fetcher(t, Options{}).Worker().Get(t.Context(), Request{URL: s.URL, AnyCertificate: true})
	wantClass(t, err, TLS)
}

func TestAStreamThatTheServerEndsIsNoBrokenConnection(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("asked with %s", r.Proto)
		}
		panic(http.ErrAbortHandler)
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	_, err := fetcher(t, Options{}).Worker().Get(t.Context(), Request{URL: s.URL, AnyCertificate: true})
	wantClass(t, err, Protocol)
}

// What no request can be made of is wrong by itself, not by the network.
func TestAnAddressThatCannotBeAskedIsABadURL(t *testing.T) {
	f := fetcher(t, Options{})
	for _, address := range []string{"http://news.example:99999/", "http://exa mple.org/", "http://a<b.example/", "http://xn--/", "http://news.example:port/"} {
		if fe := failed(t, f, address); fe.Class != BadURL || fe.Temporary() {
			t.Errorf("%s: class %s: %v", address, fe.Class, fe)
		}
	}
}

// A percent sign that begins no escape is one.
func TestAnAddressWithABarePercentSign(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.RequestURI) })
	for path, want := range map[string]string{"/100%/x": "/100%25/x", "/%C3%A9-50%-off": "/%C3%A9-50%25-off", "/%": "/%25", "/ok%20": "/ok%20"} {
		if got := string(get(t, fetcher(t, Options{}), Request{URL: s.URL + path}).Body); got != want {
			t.Errorf("%s: asked for %s, want %s", path, got, want)
		}
	}
}

package fetch

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync/atomic"
	"testing"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// A server that closes a kept connection under a request sees that request once: the next
// is made in its host's lane.
func TestAKeptConnectionThatClosesIsNotAskedAgain(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	var asked atomic.Int32
	go func() { // ends with the listener
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				in := bufio.NewReader(conn)
				for n := 0; ; n++ {
					if _, err := http.ReadRequest(in); err != nil {
						return
					}
					if asked.Add(1); n > 0 {
						return // without an answer
					}
					_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews")
				}
			}()
		}
	}()
	w := fetcher(t, Options{}).Worker()
	address := "http://" + l.Addr().String() + "/"
	resp, err := w.Get(t.Context(), Request{URL: address})
	if err != nil || string(resp.Body) != "news" {
		t.Fatal(err)
	}
	_, err = w.Get(t.Context(), Request{URL: address})
	wantClass(t, err, Unanswered)
	if n := asked.Load(); n != 2 {
		t.Errorf("%d requests came", n)
	}
	if resp, err = w.Get(t.Context(), Request{URL: address}); err != nil || string(resp.Body) != "news" {
		t.Errorf("the next: %v", err)
	}
}

// A server of HTTP/2 that goes away at each request, or refuses each, is asked as often as
// requests are made.
func TestAServerThatGoesAwayIsNotAskedAgain(t *testing.T) {
	for name, refuse := range map[string]func(f *http2.Framer, stream uint32) error{
		"GOAWAY": func(f *http2.Framer, stream uint32) error {
			if err := f.WriteGoAway(stream-2, http2.ErrCodeNo, nil); stream > 1 {
				return err
			}
			return f.WriteGoAway(0, http2.ErrCodeNo, nil)
		},
		"REFUSED_STREAM": func(f *http2.Framer, stream uint32) error {
			return f.WriteRSTStream(stream, http2.ErrCodeRefusedStream)
		},
	} {
		t.Run(name, func(t *testing.T) {
			address, asked := refusing(t, refuse)
			for range 3 {
				_, err := fetcher(t, Options{}).Worker().Get(t.Context(), Request{URL: address, AnyCertificate: true})
				wantClass(t, err, Unanswered)
			}
			if n := asked.Load(); n != 3 {
				t.Errorf("%d requests came, made were 3", n)
			}
		})
	}
}

// refusing is a server of HTTP/2 that answers each request in a way.
func refusing(t *testing.T, refuse func(*http2.Framer, uint32) error) (address string, asked *atomic.Int32) {
	t.Helper()
	certificate := httptest.NewTLSServer(http.NotFoundHandler())
	config := &tls.Config{Certificates: certificate.TLS.Certificates, NextProtos: []string{"h2"}}
	certificate.Close()
	l, err := tls.Listen("tcp", "127.0.0.1:0", config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	asked = &atomic.Int32{}
	go func() { // ends with the listener
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				if _, err := io.ReadFull(conn, make([]byte, len(http2.ClientPreface))); err != nil {
					return
				}
				f := http2.NewFramer(conn, conn)
				f.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
				if f.WriteSettings() != nil {
					return
				}
				for {
					frame, err := f.ReadFrame()
					if err != nil {
						return
					}
					if h, ok := frame.(*http2.MetaHeadersFrame); ok {
						asked.Add(1)
						if refuse(f, h.StreamID) != nil {
							return
						}
					}
				}
			}()
		}
	}()
	return "https://" + l.Addr().String() + "/", asked
}

// Whoever keeps a name can write addresses of strangers into it: few of them are tried.
func TestFewAddressesOfANameAreTried(t *testing.T) {
	var many []netip.Addr
	for i := range 250 {
		many = append(many, netip.AddrFrom4([4]byte{93, 184, 216, byte(i + 1)}))
	}
	var tried atomic.Int32
	f := fetcher(t, Options{
		Lookup: func(context.Context, string) ([]netip.Addr, error) { return many, nil },
		Dial: func(context.Context, string, string) (net.Conn, error) {
			tried.Add(1)
			return nil, &net.OpError{Op: "dial", Err: io.ErrClosedPipe}
		},
	})
	_, err := f.Worker().Get(t.Context(), Request{URL: "http://many.example/"})
	wantClass(t, err, Connect)
	if n := tried.Load(); n != mostAddresses {
		t.Errorf("%d addresses were tried", n)
	}
}

package fetch

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

// encoded applies codings in the order in which they are named.
func encoded(t testing.TB, body []byte, names ...string) []byte {
	t.Helper()
	for _, name := range names {
		body = compress(t, name, body)
	}
	return body
}

func TestABodyIsReadWhateverItsCodingIsCalled(t *testing.T) {
	text := []byte(strings.Repeat("User-agent: *\n# all the news\n", 500))
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	gz := encoded(t, text, "gzip")
	for _, tc := range []struct {
		label string
		body  []byte
	}{
		{"", text}, {"identity", text},
		// No codings, but found in the field.
		{"none", text}, {"aws-chunked", text}, {"UTF-8", text}, {"utf8", text}, {"8bit", text}, {"binary", text}, {"text/html", text},
		{"iso-8859-1", text}, {"chunked", text}, {"aws-chunked,", text}, {`""`, text}, {";", text},
		{"gzip", gz}, {"X-GZip", gz}, {" gzip ", gz}, {"gzip, identity", gz}, {"utf-8, gzip", gz}, {"gzip,aws-chunked", gz},
		{"br", encoded(t, text, "br")}, {"zstd", encoded(t, text, "zstd")},
		{"deflate", encoded(t, text, "deflate")}, {"deflate", encoded(t, text, "rawdeflate")},
		// One upon the other, the last first.
		{"gzip, gzip", encoded(t, text, "gzip", "gzip")}, {"deflate, gzip", encoded(t, text, "deflate", "gzip")},
		{"gzip,br", encoded(t, text, "gzip", "br")}, {"br, zstd, deflate", encoded(t, text, "br", "zstd", "rawdeflate")},
		// Several members and frames are one body; what follows the last is none of it.
		{"gzip", join(encoded(t, text[:100], "gzip"), encoded(t, nil, "gzip"), encoded(t, text[100:], "gzip"))},
		{"zstd", join(encoded(t, text[:100], "zstd"), encoded(t, text[100:], "zstd"))},
		{"gzip", join(gz, []byte("\n"))}, {"gzip", join(gz, make([]byte, 512))}, {"gzip", join(gz, []byte("<!-- cached -->"))},
		{"gzip, gzip", join(encoded(t, join(gz, []byte("\r\n")), "gzip"), []byte("\n"))},
		{"zstd", join(encoded(t, text, "zstd"), []byte("\n<!-- cached -->"))},
		{"deflate", join(encoded(t, text, "deflate"), []byte("\n"))}, {"deflate", join(encoded(t, text, "rawdeflate"), []byte("\n"))},
	} {
		s := site(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Content-Encoding"] = []string{tc.label}
			_, _ = w.Write(tc.body)
		})
		f := fetcher(t, Options{})
		for _, kind := range []Kind{Feed, Page, Robots} {
			for range 2 { // the second with readers of the first
				resp := get(t, f, Request{URL: s.URL, Kind: kind})
				if !bytes.Equal(resp.Body, text) {
					t.Errorf("%q, %d bytes, kind %d: read %d bytes, want %d", tc.label, len(tc.body), kind, len(resp.Body), len(text))
				}
				resp.Release()
			}
		}
	}
}

// A label that the body's first bytes deny is wrong.
func TestALabelThatTheBodyDeniesIsNone(t *testing.T) {
	text := []byte("<rss version='2.0'><channel/></rss>")
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		label, really, _ := strings.Cut(r.URL.Path[1:], "/")
		w.Header().Set("Content-Encoding", label)
		if really == "" {
			_, _ = w.Write(text)
			return
		}
		_, _ = w.Write(encoded(t, text, really))
	})
	f := fetcher(t, Options{})
	for _, tc := range []string{
		"gzip/", "zstd/", "gzip,%20gzip/", "br/", "deflate/", "x-deflate/", "gzip,br/",
		"deflate/gzip", "br/gzip", "zstd/gzip", "gzip,gzip/gzip", "gzip/deflate", "gzip/zstd", "br/zstd", "x-deflate/rawdeflate",
	} {
		for _, kind := range []Kind{Feed, Page} {
			if resp := get(t, f, Request{URL: s.URL + "/" + tc, Kind: kind}); !bytes.Equal(resp.Body, text) {
				t.Errorf("%s, kind %d: %q", tc, kind, resp.Body)
			}
		}
		if robots := (Request{URL: s.URL + "/" + tc, Kind: Robots}); strings.HasSuffix(tc, "/") || tc == "gzip,gzip/gzip" { // in none, and noise would allow everything
			_, err := f.Worker().Get(t.Context(), robots)
			wantClass(t, err, Decode)
		} else if resp := get(t, f, robots); !bytes.Equal(resp.Body, text) {
			t.Errorf("%s: robots.txt is %q", tc, resp.Body)
		}
	}
}

func TestAnEmptyBodyIsEmptyInEveryCoding(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Content-Encoding", r.URL.Path[1:]) })
	for _, label := range []string{"gzip", "br", "zstd", "deflate", "gzip,br", "utf-8"} {
		if resp := get(t, fetcher(t, Options{}), Request{URL: s.URL + "/" + label}); resp.Status != 200 || len(resp.Body) > 0 {
			t.Errorf("%s: %d, %q", label, resp.Status, resp.Body)
		}
	}
}

func FuzzCodings(f *testing.F) {
	f.Add("gzip", []byte("\x1f\x8b\x08\x00"))
	f.Add("gzip, br", encoded(f, []byte("text"), "gzip", "br"))
	f.Add("deflate", encoded(f, []byte("text"), "rawdeflate"))
	f.Add("zstd,utf-8", encoded(f, []byte("text"), "zstd"))
	fetcher := fetcher(f, Options{MaxFeed: 1 << 16})
	d := &decoder{opts: fetcher.opts}
	f.Fuzz(func(t *testing.T, label string, body []byte) {
		resp := &http.Response{Header: http.Header{"Content-Encoding": {label}}, ContentLength: -1}
		m := newMeter(bytes.NewReader(body), fetcher.opts, func(error) {})
		defer m.stop()
		got, err := d.read(&task{kind: Feed}, resp, m, nil)
		if len(got) > 1<<16 {
			t.Errorf("%d bytes", len(got))
		}
		if names, _ := codings(resp.Header); err == nil && len(names) == 0 && !bytes.Equal(got, body) {
			t.Errorf("label %q changed the body", label)
		}
	})
}

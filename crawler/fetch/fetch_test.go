package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

func fetcher(t testing.TB, opts Options) *Fetcher {
	t.Helper()
	if opts.AllowPrivate == nil {
		opts.AllowPrivate = loopback
	}
	f, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

func site(t testing.TB, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func get(t testing.TB, f *Fetcher, r Request) *Response {
	t.Helper()
	resp, err := f.Worker().Get(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

func wantClass(t *testing.T, err error, want Class) {
	t.Helper()
	var fe *Error
	if !errors.As(err, &fe) || fe.Class != want {
		t.Errorf("error %v, want class %s", err, want)
	}
}

func compress(t testing.TB, coding string, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&out)
	case "br":
		w = brotli.NewWriter(&out)
	case "deflate":
		w = zlib.NewWriter(&out)
	case "rawdeflate":
		z, err := flate.NewWriter(&out, 9)
		if err != nil {
			t.Fatal(err)
		}
		w = z
	case "zstd":
		z, err := zstd.NewWriter(&out)
		if err != nil {
			t.Fatal(err)
		}
		w = z
	}
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestH9RequestsAreHonestAndPlain(t *testing.T) {
	var got http.Header
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		http.SetCookie(w, &http.Cookie{Name: "id", Value: "1"})
	})
	f := fetcher(t, Options{UserAgent: "test/1.0 (+https://example.org/bot)"})
	for range 2 {
		get(t, f, Request{URL: s.URL + "/feed?x=1", Kind: Feed}).Release()
	}
	if ua := got.Get("User-Agent"); ua != "test/1.0 (+https://example.org/bot)" {
		t.Errorf("User-Agent %q", ua)
	}
	for _, h := range []string{"Cookie", "Referer", "Cache-Control", "Pragma", "If-None-Match"} {
		if v := got.Get(h); v != "" {
			t.Errorf("%s: %s", h, v)
		}
	}
	if !strings.Contains(got.Get("Accept"), "application/rss+xml") || !strings.Contains(got.Get("Accept-Encoding"), "gzip") {
		t.Errorf("Accept %q, Accept-Encoding %q", got.Get("Accept"), got.Get("Accept-Encoding"))
	}
}

func TestH2ValidatorsGoOutByteForByte(t *testing.T) {
	const etag, modified = `W/"odd 'quotes' ü"`, "Mon, 01 Jan 2041 00:00:00 +0000 (odd)"
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != etag || r.Header.Get("If-Modified-Since") != modified {
			t.Errorf("If-None-Match %q, If-Modified-Since %q", r.Header.Get("If-None-Match"), r.Header.Get("If-Modified-Since"))
		}
		w.WriteHeader(http.StatusNotModified)
	})
	resp := get(t, fetcher(t, Options{}), Request{URL: s.URL, ETag: etag, LastModified: modified})
	if !resp.NotModified || resp.Status != 304 || len(resp.Body) != 0 {
		t.Errorf("response %+v", resp)
	}
}

func TestAValidatorWithALineBreakIsDroppedTheFeedIsNot(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		if len(r.Header["If-None-Match"])+len(r.Header["Evil"]) > 0 {
			t.Errorf("headers %v", r.Header)
		}
	})
	get(t, fetcher(t, Options{}), Request{URL: s.URL, ETag: "\"a\"\r\nEvil: 1"})
}

func TestStatusesAreNoErrors(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		var code int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d", &code); err != nil {
			t.Error(err)
		}
		w.WriteHeader(code)
	})
	f := fetcher(t, Options{})
	for _, code := range []int{200, 203, 204, 304, 401, 403, 404, 410, 429, 451, 500, 503} {
		if resp := get(t, f, Request{URL: fmt.Sprintf("%s/%d", s.URL, code)}); resp.Status != code {
			t.Errorf("status %d, want %d", resp.Status, code)
		}
	}
}

func TestBodiesAreDecodedOnceAndWhole(t *testing.T) {
	text := []byte(strings.Repeat("Новости — a line of news that repeats.\n", 3000))
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=windows-1251") // colly must not act on it
		coding := strings.TrimPrefix(r.URL.Path, "/")
		if coding == "plain.xml.gz" { // nor on this name
			_, _ = w.Write(text)
			return
		}
		w.Header().Set("Content-Encoding", coding)
		_, _ = w.Write(compress(t, coding, text))
	})
	f := fetcher(t, Options{})
	for _, path := range []string{"gzip", "br", "zstd", "plain.xml.gz"} {
		resp := get(t, f, Request{URL: s.URL + "/" + path})
		if !bytes.Equal(resp.Body, text) {
			t.Errorf("%s: %d bytes, want %d", path, len(resp.Body), len(text))
		}
		resp.Release()
	}
}

func TestTheDeadlineCoversEverything(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil { // drips for ever
			if _, err := w.Write([]byte("x")); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	})
	f := fetcher(t, Options{Timeout: 300 * time.Millisecond})
	_, err := f.Worker().Get(t.Context(), Request{URL: s.URL})
	wantClass(t, err, Timeout)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = f.Worker().Get(ctx, Request{URL: s.URL})
	wantClass(t, err, Canceled)
}

func TestX2OnlyHTTP(t *testing.T) {
	f := fetcher(t, Options{})
	for _, u := range []string{"file:///etc/passwd", "gopher://example.org/", "ftp://example.org/", "http://", "://", "javascript:alert(1)", ""} {
		_, err := f.Worker().Get(t.Context(), Request{URL: u})
		wantClass(t, err, BadURL)
	}
}

func TestUserinfoIsNeitherSentNorShown(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		if _, _, ok := r.BasicAuth(); ok {
			t.Error("credentials were sent")
		}
		if r.URL.Path == "/fail" {
			w.Header().Set("Content-Encoding", "compress")
			fmt.Fprint(w, "x")
		}
	})
	address := strings.Replace(s.URL, "http://", "http://joe:secret@", 1)
	f := fetcher(t, Options{})
	if resp := get(t, f, Request{URL: address}); strings.Contains(resp.URL, "secret") {
		t.Errorf("URL %s", resp.URL)
	}
	if _, err := f.Worker().Get(t.Context(), Request{URL: address + "/fail"}); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("error %v", err)
	}
}

func TestTLSIsVerified(t *testing.T) {
	s := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(s.Close)
	s.Config.ErrorLog = nil
	_, err := fetcher(t, Options{}).Worker().Get(t.Context(), Request{URL: s.URL})
	wantClass(t, err, TLS)
}

func TestTheProxyIsOnlyTheConfiguredOne(t *testing.T) {
	var asked []string
	proxy := site(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.String())
		fmt.Fprint(w, "from the proxy")
	})
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	direct := site(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "direct") })
	if resp := get(t, fetcher(t, Options{}), Request{URL: direct.URL}); string(resp.Body) != "direct" {
		t.Errorf("the proxy of the environment was used: %q", resp.Body)
	}
	u, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	f := fetcher(t, Options{Proxy: u, AllowPrivate: []netip.Prefix{}})
	if resp := get(t, f, Request{URL: "http://news.example/feed"}); string(resp.Body) != "from the proxy" {
		t.Errorf("body %q", resp.Body)
	}
	_, err = f.Worker().Get(t.Context(), Request{URL: "http://127.0.0.1:1/"})
	wantClass(t, err, BlockedAddress)
	if len(asked) != 1 {
		t.Errorf("the proxy was asked for %v", asked)
	}
}

// A proxy that cannot be reached, or wants a login, keeps this machine from asking: no site is
// to blame for it. What the proxy says of a site is the site's.
func TestAProxyThatIsDownIsNoSitesFault(t *testing.T) {
	refusing := site(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusProxyAuthRequired) })
	elsewhere := site(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	silent := httptest.NewServer(http.NotFoundHandler())
	silent.Close()
	for name, test := range map[string]struct {
		proxy string
		want  Blame
	}{
		"down":          {silent.URL, Ours},
		"no TLS":        {strings.Replace(refusing.URL, "http:", "https:", 1), Ours},
		"login":         {refusing.URL, Ours},
		"site is away":  {elsewhere.URL, Theirs},
		"has no record": {"http://proxy.invalid:3128", Ours},
	} {
		for _, scheme := range []string{"http", "https"} {
			t.Run(name+" "+scheme, func(t *testing.T) {
				u, err := url.Parse(test.proxy)
				if err != nil {
					t.Fatal(err)
				}
				_, err = fetcher(t, Options{Proxy: u}).Worker().Get(t.Context(), Request{URL: scheme + "://news.example/feed"})
				if got := BlameOf(err); got != test.want || test.want == Ours && Reached(err) {
					t.Errorf("%v: %v, want %v; reached: %v", err, got, test.want, Reached(err))
				}
			})
		}
	}
}

func TestCollysEnvironmentChangesNothing(t *testing.T) {
	for _, kv := range []string{"COLLY_MAX_BODY_SIZE=1", "COLLY_USER_AGENT=odd", "COLLY_CACHE_DIR=" + t.TempDir(), "COLLY_DISALLOWED_DOMAINS=127.0.0.1", "COLLY_IGNORE_ROBOTSTXT=n", "COLLY_DETECT_CHARSET=y"} {
		name, value, _ := strings.Cut(kv, "=")
		t.Setenv(name, value)
	}
	requests := 0
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		requests++
		if r.UserAgent() == "odd" {
			t.Error("COLLY_USER_AGENT was used")
		}
		fmt.Fprint(w, "four")
	})
	f := fetcher(t, Options{})
	for range 2 {
		if resp := get(t, f, Request{URL: s.URL}); string(resp.Body) != "four" {
			t.Errorf("body %q", resp.Body)
		}
	}
	if requests != 2 {
		t.Errorf("%d requests, want 2", requests)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"120": 2 * time.Minute, "0": 0, "315360000": 24 * time.Hour, "99999999999999999999": 24 * time.Hour,
		"Mon, 23 Nov 2026 13:00:00 GMT": time.Hour, "Mon, 23 Nov 2036 13:00:00 GMT": 24 * time.Hour,
		"-5": -1, "soon": -1, "": -1, "Mon, 23 Nov 2020 13:00:00 GMT": -1, "1.5": -1,
	} {
		r := &Response{Header: http.Header{"Retry-After": {value}}}
		got, ok := r.RetryAfter(now)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("Retry-After %q: %s, %v; want %s", value, got, ok, want)
		}
	}
}

func TestManyWorkersShareOneFetcher(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(compress(t, "gzip", []byte(strings.Repeat(r.URL.Path+"\n", 500))))
	})
	f := fetcher(t, Options{})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			w := f.Worker()
			for j := range 20 {
				path := fmt.Sprintf("/%d-%d", i, j)
				resp, err := w.Get(t.Context(), Request{URL: s.URL + path, Kind: Page})
				if err != nil {
					t.Error(err)
					return
				}
				if want := strings.Repeat(path+"\n", 500); string(resp.Body) != want {
					t.Errorf("%s: got another body", path)
				}
				resp.Release()
			}
		})
	}
	wg.Wait()
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"http://a/", "https://u:p@a.b/c?d#e", "http://a\n.b/", "//a", "http://[::1%25eth0]/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		clean, err := Clean(raw)
		if err != nil {
			return
		}
		u, err := url.Parse(clean)
		if err != nil || u.User != nil || u.Fragment != "" || u.Scheme != "http" && u.Scheme != "https" {
			t.Errorf("%q became %q", raw, clean)
		}
	})
}

func BenchmarkGet(b *testing.B) {
	page := compress(b, "gzip", []byte(strings.Repeat("<p>A paragraph of news, and another one.</p>\n", 450)))
	s := site(b, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(page)
	})
	b.Run("wiredesk", func(b *testing.B) {
		w := fetcher(b, Options{}).Worker()
		for b.Loop() {
			resp, err := w.Get(b.Context(), Request{URL: s.URL, Kind: Page})
			if err != nil {
				b.Fatal(err)
			}
			resp.Release()
		}
	})
	b.Run("net-http", func(b *testing.B) {
		for b.Loop() {
			resp, err := http.Get(s.URL)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.ReadAll(resp.Body); err != nil {
				b.Fatal(err)
			}
			resp.Body.Close()
		}
	})
}

func Example() {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Etag", `"v1"`)
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, "<rss/>")
	}))
	defer s.Close()
	f, err := New(Options{AllowPrivate: loopback})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	defer f.Close()
	w := f.Worker()
	first, err := w.Get(context.Background(), Request{URL: s.URL})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	defer first.Release()
	second, err := w.Get(context.Background(), Request{URL: s.URL, ETag: first.Header.Get("Etag")})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	defer second.Release()
	fmt.Println(first.Status, string(first.Body), second.Status)
	// Output: 200 <rss/> 304
}

func TestHTTP2IsSpokenWhereTheSiteSpeaksIt(t *testing.T) {
	var major int
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		major = r.ProtoMajor
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(compress(t, "gzip", []byte("news")))
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	resp := get(t, fetcher(t, Options{}), Request{URL: s.URL, AnyCertificate: true})
	if major != 2 || string(resp.Body) != "news" {
		t.Errorf("HTTP/%d, body %q", major, resp.Body)
	}
}

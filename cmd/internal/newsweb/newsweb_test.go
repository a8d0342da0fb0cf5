package newsweb

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"
	"go.uber.org/goleak"

	"github.com/wiredesk/wiredesk/normalize"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// client shows what is on the wire: it unpacks and follows nothing.
var client = &http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}

func start(t *testing.T, opts Options) *Web {
	t.Helper()
	w, err := Start(opts)
	if err != nil {
		t.Skipf("this system has no address 127.1.0.1: %v", err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// ask sends headers, given as pairs.
func ask(t *testing.T, url string, headers ...string) (*http.Response, []byte, error) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for pair := range slices.Chunk(headers, 2) {
		req.Header.Add(pair[0], pair[1])
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp, b, err
}

func get(t *testing.T, url string, headers ...string) (*http.Response, []byte) {
	t.Helper()
	resp, b, err := ask(t, url, headers...)
	if err != nil {
		t.Fatal(err)
	}
	return resp, b
}

func TestTheSameSeedMakesTheSameBytes(t *testing.T) {
	opts := Options{Sites: 2, Items: 3, Port: 8080, Seed: 7}.withDefaults()
	all := func(opts Options) map[string][]byte {
		m := map[string][]byte{}
		for i := range opts.Sites {
			for path, b := range newSite(opts, i).bodies {
				m[address(i)+path] = append([]byte(b.etag), b.plain()...)
			}
		}
		return m
	}
	first := all(opts)
	if !maps.EqualFunc(first, all(opts), bytes.Equal) {
		t.Error("two webs of one seed differ")
	}
	if len(first) != 2*(3+1+1) {
		t.Errorf("%d documents", len(first))
	}
	opts.Seed = 8
	if maps.EqualFunc(first, all(opts), bytes.Equal) {
		t.Error("two seeds make one web")
	}
}

func TestFeedsNameEveryStoryOnce(t *testing.T) {
	w := start(t, Options{Sites: 3, Feeds: 2, Items: 4})
	var links []string
	for _, u := range w.Feeds() {
		resp, b := get(t, u)
		feed, err := gofeed.NewParser().Parse(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("%s: %v", u, err)
		}
		if resp.Header.Get("Content-Type") != "application/rss+xml; charset=utf-8" || len(feed.Items) != 4 {
			t.Errorf("%s: %d items as %s", u, len(feed.Items), resp.Header.Get("Content-Type"))
		}
		for _, item := range feed.Items {
			links = append(links, item.Link)
			if item.PublishedParsed == nil || item.Description == "" || item.Content != "" {
				t.Errorf("%s: want a date and a summary, and no text", item.Link)
			}
		}
	}
	if d := cmp.Diff(w.Stories(), links); d != "" {
		t.Error(d)
	}
	if slices.Sort(links); len(slices.Compact(links)) != 24 {
		t.Error("stories share an address")
	}
}

func TestPagesAreOfRealisticSize(t *testing.T) {
	w := start(t, Options{Sites: 10, Items: 10})
	total, packed := 0, 0
	for _, u := range w.Stories() {
		resp, b := get(t, u, "Accept-Encoding", "gzip")
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("%s: %v as %q", u, err, resp.Header.Get("Content-Encoding"))
		}
		plain, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(plain); n < 20_000 || n > 82_000 {
			t.Errorf("%s has %d bytes", u, n)
		}
		total, packed = total+len(plain), packed+len(b)
	}
	t.Logf("mean %d bytes, %d packed", total/100, packed/100)
	if ratio := float64(total) / float64(packed); ratio < 2.5 || ratio > 8 {
		t.Errorf("packed to a %.1fth: no text of this world", ratio)
	}
}

func TestTheTextCanBeExtracted(t *testing.T) {
	w := start(t, Options{Sites: 5, Items: 6})
	for site := range 5 {
		for n := range 6 {
			want := w.Story(site, n)
			_, page := get(t, want.URL)
			for name, text := range map[string]string{"readability": readable(t, want.URL, page), "wiredesk": normalized(t, want.URL, page)} {
				missing := 0
				for _, p := range want.Paragraphs {
					if !strings.Contains(text, p) {
						missing++
					}
				}
				if missing > 0 || strings.Contains(text, "min read") || strings.Contains(text, "All rights reserved") {
					t.Errorf("%s of %s: %d of %d paragraphs missing", name, want.URL, missing, len(want.Paragraphs))
				}
			}
		}
	}
}

func readable(t *testing.T, address string, page []byte) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	a, err := readability.FromReader(bytes.NewReader(page), u)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := a.RenderText(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func normalized(t *testing.T, address string, page []byte) string {
	t.Helper()
	a, err := normalize.Article(normalize.Document{URL: address, Body: page, Status: 200, ContentType: "text/html; charset=utf-8"})
	if err != nil {
		t.Fatal(err)
	}
	return a.BodyText
}

func TestConditionalRequests(t *testing.T) {
	w := start(t, Options{Sites: 1, Items: 1})
	u := w.Feeds()[0]
	resp, _ := get(t, u)
	etag, modified := resp.Header.Get("Etag"), resp.Header.Get("Last-Modified")
	for _, c := range []struct {
		name    string
		headers []string
		want    int
	}{
		{"the tag", []string{"If-None-Match", etag}, 304},
		{"the tag in a list", []string{"If-None-Match", `"other", ` + etag}, 304},
		{"the tag in a second line", []string{"If-None-Match", `"other"`, "If-None-Match", etag}, 304},
		{"the tag, strong", []string{"If-None-Match", strings.TrimPrefix(etag, "W/")}, 304},
		{"any", []string{"If-None-Match", "*"}, 304},
		{"another tag", []string{"If-None-Match", `"other"`}, 200},
		{"another tag wins over the date", []string{"If-None-Match", `"other"`, "If-Modified-Since", modified}, 200},
		{"the date", []string{"If-Modified-Since", modified}, 304},
		{"an older date", []string{"If-Modified-Since", newest.Add(-time.Hour).Format(http.TimeFormat)}, 200},
		{"no date", []string{"If-Modified-Since", "yesterday"}, 200},
		{"nothing", nil, 200},
	} {
		resp, b := get(t, u, c.headers...)
		if resp.StatusCode != c.want || (len(b) > 0) != (c.want == 200) {
			t.Errorf("%s: %d with %d bytes", c.name, resp.StatusCode, len(b))
		}
		if resp.Header.Get("Etag") != etag || resp.Header.Get("Last-Modified") != modified {
			t.Errorf("%s: validators %v", c.name, resp.Header)
		}
	}
	if c := w.Counts(); c.FeedsNotModified != 6 || c.FeedsSent != 6 || c.Requests != 12 {
		t.Errorf("%+v", c)
	}
}

func TestCountsTellWhatWasAsked(t *testing.T) {
	w := start(t, Options{Sites: 2, Items: 2, Latency: 50 * time.Millisecond})
	var bytes int64
	for _, u := range append(w.Feeds(), "http://"+w.sites[0].host+"/robots.txt", "http://"+w.sites[0].host+"/none") {
		if _, b := get(t, u); !strings.HasSuffix(u, "none") {
			bytes += int64(len(b))
		}
	}
	if d := cmp.Diff(Counts{Requests: 4, FeedsSent: 2, Errors: 1, Bytes: bytes, PeakPerSite: 1}, w.Counts()); d != "" {
		t.Error(d)
	}
	w.Reset()
	var wg sync.WaitGroup
	for range 3 { // at one site, all within one latency
		wg.Go(func() {
			if _, _, err := ask(t, w.Stories()[0]); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if c := w.Counts(); c.PagesSent != 3 || c.PeakPerSite < 2 {
		t.Errorf("%+v", c)
	}
}

func TestFaultsAreTheSameAtEveryStart(t *testing.T) {
	opts := Options{Sites: 3, Items: 30, Seed: 1, Faults: Faults{Errors: .2, Stalls: .1, Truncated: .2, StallFor: time.Millisecond}}
	course := func() (outcomes []string, counts Counts) {
		w := start(t, opts)
		for _, u := range w.Stories() {
			switch resp, _, err := ask(t, u); {
			case errors.Is(err, io.ErrUnexpectedEOF):
				outcomes = append(outcomes, "cut off")
			case err != nil:
				t.Fatal(err)
			default:
				outcomes = append(outcomes, resp.Status)
			}
		}
		opts.Port = w.opts.Port // faults depend on the address
		counts = w.Counts()
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return outcomes, counts
	}
	first, counts := course()
	second, _ := course()
	if d := cmp.Diff(first, second); d != "" {
		t.Error(d)
	}
	n := map[string]int{}
	for _, o := range first {
		n[o]++
	}
	if n["200 OK"] < 25 || n["cut off"] < 10 || n["500 Internal Server Error"] < 5 || counts.Errors != int64(90-n["200 OK"]) {
		t.Errorf("%v, %+v", n, counts)
	}
}

func TestAStalledAnswerEndsWithTheWeb(t *testing.T) {
	w := start(t, Options{Sites: 1, Items: 1, Faults: Faults{Stalls: 1, StallFor: time.Hour}})
	done := make(chan error)
	go func() {
		_, _, err := ask(t, w.Stories()[0])
		done <- err
	}()
	for w.Counts().Errors == 0 {
		time.Sleep(time.Millisecond)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err == nil {
		t.Error("the answer was whole")
	}
}

func TestStartSaysWhyItCannot(t *testing.T) {
	if _, err := Start(Options{Sites: maxSites + 1}); err == nil {
		t.Error("too many sites were made")
	}
	w := start(t, Options{Sites: 2, Items: 1})
	if second, err := Start(Options{Sites: 2, Items: 1, Port: w.opts.Port}); err == nil {
		_ = second.Close()
		t.Error("a port was taken twice")
	}
}

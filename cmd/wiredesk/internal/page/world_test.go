package page

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// world is a page on a NATS server and a stream of the test's own.
type world struct {
	*Page
	publisher *sink.Publisher
	site      *httptest.Server
	js        jetstream.JetStream
	calendar  *calendar.Calendar
}

const theToken = "correct horse battery staple"

func newWorld(t testing.TB, change ...func(*Options)) *world {
	t.Helper()
	server, err := embedded.Open(embedded.Options{Dir: t.TempDir(), Listen: "none", Holder: "test", Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	nc, err := server.Connect()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	w := &world{}
	if w.js, err = jetstream.New(nc); err != nil {
		t.Fatal(err)
	}
	cfg := sink.StreamConfig{Name: "ARTICLES", Prefix: "articles.v1"}
	if _, err = sink.EnsureStream(t.Context(), w.js, cfg); err != nil {
		t.Fatal(err)
	}
	index, err := sink.OpenIndex(t.Context(), w.js, cfg, sink.IndexOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(index.Close)
	if w.publisher, err = sink.NewPublisher(index, cfg); err != nil {
		t.Fatal(err)
	}
	if w.calendar, err = calendar.Open(t.Context(), w.js, calendar.Options{}); err != nil {
		t.Fatal(err)
	}
	o := Options{
		Version: "test", JS: w.js, Stream: cfg, Calendar: w.calendar, Journal: NewJournal(false),
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Known: func(id string) bool {
			_, ok := index.ByID(id)
			return ok
		},
		FeedHash: func(string) uint64 { return 7 },
		Why: func(_ context.Context, f *calendar.Feed) ([][2]string, error) {
			return [][2]string{{"because", f.Why}, {"nothing", "-"}}, nil
		},
		Token: theToken, TokenFile: "/state/token",
		Extract: func(context.Context, string) (*article.Article, error) { return nil, errors.New("no network") },
	}
	for _, c := range change {
		c(&o)
	}
	w.Page = New(o)
	w.site = httptest.NewServer(w.Handler())
	t.Cleanup(w.site.Close)
	return w
}

// publish stores an article, as the crawl would, and tells the journal.
func (w *world) publish(t testing.TB, a *article.Article) *article.Article {
	t.Helper()
	a.Seal()
	if _, err := w.publisher.Publish(t.Context(), a, sink.Origin{FeedURL: "https://news.example/feed", Feed: 7, Entry: 1}); err != nil {
		t.Fatal(err)
	}
	return a
}

func newStory(path, headline, text string) *article.Article {
	a := &article.Article{
		URL: "https://news.example" + path, Headline: headline, BodyText: text, BodyHTML: "<p>" + text + "</p>", Completeness: article.Full,
		Language: &article.Language{Tag: "en"}, Publisher: &article.Publisher{Name: "News", Domain: "news.example"},
	}
	a.ID = article.ID(a.URL, "", "")
	return a
}

// get asks for a page and wants an answer with a status.
func (w *world) get(t testing.TB, path string, status int, header ...string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", w.site.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return answered(t, r, status)
}

func answered(t testing.TB, r *http.Request, status int) string {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != status {
		t.Fatalf("%s %s: %d, want %d: %s", r.Method, r.URL, resp.StatusCode, status, b)
	}
	return string(b)
}

// post sends a form, with a cookie if there is one.
func (w *world) post(t testing.TB, path string, form url.Values, cookie *http.Cookie, header ...string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", w.site.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if cookie != nil {
		r.AddCookie(cookie)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	return resp
}

func body(t testing.TB, resp *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

package daemon

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// feedSite is the daemon's HTTP handler on a stream of the test's own.
func feedSite(t *testing.T) (url string, js jetstream.JetStream) {
	t.Helper()
	server, err := embedded.Open(embedded.Options{Dir: t.TempDir(), Listen: "none", Holder: "test", Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	nc, err := server.Connect()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err = jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/articles.atom", newArticlesFeed(&desk.Reader{Config: config.Default(), NC: nc, JS: js}, slog.New(slog.DiscardHandler)))
	site := httptest.NewServer(guarded(mux, "127.0.0.1:8090"))
	t.Cleanup(site.Close)
	return site.URL + "/articles.atom", js
}

// publishAll publishes articles, and withdraws those that say so.
func publishAll(ctx context.Context, js jetstream.JetStream, list ...article.Article) error {
	if _, err := sink.EnsureStream(ctx, js, sink.StreamConfig{}); err != nil {
		return err
	}
	index, err := sink.OpenIndex(ctx, js, sink.StreamConfig{}, sink.IndexOptions{})
	if err != nil {
		return err
	}
	defer index.Close()
	publisher, err := sink.NewPublisher(index, sink.StreamConfig{})
	if err != nil {
		return err
	}
	from := sink.Origin{FeedURL: "https://demo.example/rss"}
	for _, a := range list {
		a.ID, a.Completeness = article.ID(a.URL, "", ""), article.Full
		if a.Event == article.Withdrawn {
			_, err = publisher.Withdraw(ctx, a.ID, article.Withdrawal{Reason: article.DeletedEntry, At: time.Now().UTC()}, from)
		} else {
			a.Seal()
			_, err = publisher.Publish(ctx, &a, from)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func demoStory(site, language, path, headline string) article.Article {
	return article.Article{
		URL: "https://" + site + path, Headline: headline, BodyText: headline + ".", BodyHTML: "<p>" + headline + ".</p>",
		Publisher: &article.Publisher{Domain: site}, Language: &article.Language{Tag: language},
	}
}

// ask sends a request and returns the answer with its body.
func ask(t *testing.T, method, url string, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

// titles are the headlines of a feed, as our own parser reads it.
func titles(t *testing.T, body string) string {
	t.Helper()
	f, err := feed.Parse([]byte(body), feed.Source{})
	if err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	var list []string
	for _, e := range f.Items {
		list = append(list, e.Title)
	}
	return strings.Join(list, "|")
}

func TestTheFeedHasTheNewestVersionsNewestFirst(t *testing.T) {
	url, js := feedSite(t)
	if resp, body := ask(t, "GET", url); resp.StatusCode != 200 || titles(t, body) != "" {
		t.Errorf("without a stream: %d %s", resp.StatusCode, body)
	}
	gone := demoStory("demo.example", "en", "/gone", "Gone")
	withdrawn := gone
	withdrawn.Event = article.Withdrawn
	err := publishAll(t.Context(), js,
		demoStory("demo.example", "en", "/a", "Harbour budget rises to 40 million"), demoStory("zeitung.example", "de-AT", "/b", "Bienen"),
		gone, demoStory("demo.example", "en", "/a", "Harbour budget ]]> <script>rises\x01</script>"), withdrawn,
	)
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"?limit=10":                          "Harbour budget ]]> <script>rises</script>|Bienen",
		"?language=de":                       "Bienen",
		"?language=de,en&event=published":    "Gone|Bienen|Harbour budget rises to 40 million",
		"?site=zeitung.example&site=x.org":   "Bienen",
		"?limit=1&event=updated,published":   "Harbour budget ]]> <script>rises</script>",
		"?language=fr":                       "",
		"?language=en&site=demo.example":     "Harbour budget ]]> <script>rises</script>",
		"?site=demo.example&event=withdrawn": "",
	} {
		resp, body := ask(t, "GET", url+query)
		if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "application/atom+xml; charset=utf-8" {
			t.Errorf("%s: %d %s", query, resp.StatusCode, resp.Header)
		}
		if got := titles(t, body); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	if _, body := ask(t, "GET", url+"?event=withdrawn"); !strings.Contains(body, `<at:deleted-entry ref="urn:wiredesk:article:`+article.ID(gone.URL, "", "")+`"`) {
		t.Error(body)
	}
}

func TestAnUnchangedFeedIsNotSentAgain(t *testing.T) {
	url, js := feedSite(t)
	if err := publishAll(t.Context(), js, demoStory("demo.example", "en", "/a", "One")); err != nil {
		t.Fatal(err)
	}
	first, body := ask(t, "GET", url)
	etag, modified := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
	if etag == "" || modified == "" || body == "" {
		t.Fatalf("%v", first.Header)
	}
	for _, header := range [][]string{{"If-None-Match", etag}, {"If-Modified-Since", modified}} {
		if resp, body := ask(t, "GET", url, header...); resp.StatusCode != 304 || body != "" {
			t.Errorf("%v: %d %q", header, resp.StatusCode, body)
		}
	}
	if resp, body := ask(t, "HEAD", url); resp.StatusCode != 200 || body != "" || resp.Header.Get("ETag") != etag || resp.ContentLength <= 0 {
		t.Errorf("HEAD: %d %q %v", resp.StatusCode, body, resp.Header)
	}
}

func TestWhatCannotBeAnsweredIsSaid(t *testing.T) {
	url, _ := feedSite(t)
	for query, want := range map[string]string{
		"?q=harbour":       `unknown parameter "q": there are language, site, event and limit`,
		"?limit=0":         "limit=0: want one number from 1 to 500",
		"?limit=501":       "want one number",
		"?limit=1&limit=2": "want one number",
		"?event=gone":      `"gone" is no event`,
		"?language=a%20b":  `"a b" is no language`,
		"?site=%3E":        `">" is no site`,
		"?%zz":             "the query cannot be read",
		"?site=" + strings.Repeat("a.example,", 20) + "b.example": "site: want at most 10 values",
	} {
		if resp, body := ask(t, "GET", url+query); resp.StatusCode != 400 || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s, want %s", query, resp.StatusCode, body, want)
		}
	}
	if resp, _ := ask(t, "POST", url); resp.StatusCode != 405 || resp.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d %v", resp.StatusCode, resp.Header)
	}
	for host, want := range map[string]int{
		"localhost:8090": 200, "127.0.0.1": 200, "[::1]:8090": 200, "rebound.example": 421, "127.0.0.1.rebound.example": 421, "192.168.1.2": 421, "": 200,
	} {
		if resp, _ := ask(t, "GET", url, "Host", host); resp.StatusCode != want {
			t.Errorf("Host %q: %d, want %d", host, resp.StatusCode, want)
		}
	}
}

// Answers of all queries together stay within bounds; what was asked for last
// is kept.
func TestKeptAnswersAreBounded(t *testing.T) {
	f := newArticlesFeed(nil, nil)
	begin := time.Now()
	for i := range 300 {
		f.keep(fmt.Sprint(i), &answer{body: make([]byte, 2<<20), checked: begin.Add(time.Duration(i))})
	}
	if f.recall("299") == nil || f.recall("0") != nil || len(f.kept) > maxKeptBytes/(2<<20) {
		t.Errorf("%d kept", len(f.kept))
	}
}

// A hundred readers at once cost one read.
func TestReadersShareARead(t *testing.T) {
	url, js := feedSite(t)
	if err := publishAll(t.Context(), js, demoStory("demo.example", "en", "/a", "One")); err != nil {
		t.Fatal(err)
	}
	before := js.Conn().Stats().OutMsgs
	bodies := make(chan string, 100)
	for range cap(bodies) {
		go func() {
			resp, err := http.Get(url)
			if err != nil {
				bodies <- err.Error()
				return
			}
			defer resp.Body.Close()
			b, err := io.ReadAll(resp.Body)
			if err != nil {
				b = []byte(err.Error())
			}
			bodies <- string(b)
		}()
	}
	first := <-bodies
	for range cap(bodies) - 1 {
		if b := <-bodies; b != first {
			t.Fatalf("%s\nand\n%s", first, b)
		}
	}
	if sent := js.Conn().Stats().OutMsgs - before; sent > 30 {
		t.Errorf("%d messages to the server for a hundred readers", sent)
	}
}

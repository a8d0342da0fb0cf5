package crawler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
)

// linking is a page that links to feeds.
func linking(paths ...string) string {
	page := "<html><head>"
	for _, p := range paths {
		page += fmt.Sprintf(`<link rel="alternate" type="application/rss+xml" title="Feed %s" href="%s">`, p, p)
	}
	return page + "</head></html>"
}

// titled is a feed of two entries, twelve hours apart.
func titled(title string) string {
	return `<rss version="2.0"><channel><title>` + title + `</title>` +
		item(1, time.Date(1999, 11, 21, 8, 0, 0, 0, time.UTC)) + item(2, time.Date(1999, 11, 21, 20, 0, 0, 0, time.UTC)) + `</channel></rss>`
}

// urls are the addresses of feeds, those that were not fetched in brackets.
func urls(feeds []FoundFeed) string {
	var list []string
	for _, f := range feeds {
		u := strings.TrimPrefix(f.URL, "http://news.example")
		if f.Format == "" {
			u = "(" + u + ")"
		}
		list = append(list, u)
	}
	return strings.Join(list, " ")
}

func TestTheFeedsOfASiteAreFound(t *testing.T) {
	many := []string{"/1", "/2", "/3", "/4", "/5", "/6", "/7"}
	for name, c := range map[string]struct {
		site     map[string]string
		describe int
		want     string
		requests int // beside robots.txt
	}{
		"the address itself":           {map[string]string{"/": titled("A")}, 5, "/", 1},
		"a page's links":               {map[string]string{"/": linking("/a", "/b"), "/a": titled("A"), "/b": titled("B")}, 5, "/a /b", 3},
		"the first described":          {map[string]string{"/": linking("/a", "/b"), "/a": titled("A"), "/b": titled("B")}, 1, "/a (/b)", 2},
		"a link that leads to nothing": {map[string]string{"/": linking("/a", "/b"), "/b": titled("B")}, 1, "/b", 3},
		"many links": {map[string]string{
			"/": linking(many...), "/1": titled("1"), "/2": titled("2"), "/3": titled("3"), "/4": titled("4"), "/5": titled("5"), "/6": titled("6"),
		}, MaxDescribed, "/1 /2 /3 /4 /5 (/6) (/7)", 6},
		"an endless list of nothing": {map[string]string{"/": linking(many...), "/6": titled("6"), "/feed.xml": titled("G")}, 5, "/feed.xml", 10},
		"a usual place":              {map[string]string{"/": "<html></html>", "/rss": titled("G")}, 5, "/rss", 3},
	} {
		t.Run(name, func(t *testing.T) {
			onWeb(t, Options{}, func(w *web) {
				w.site("news.example", pages(c.site))
				got, err := NewVisitor(w.fetcher, nil, w.delay).Feeds(context.Background(), "http://news.example/", c.describe)
				if err != nil || urls(got) != c.want {
					t.Errorf("%s, %v, want %s", urls(got), err, c.want)
				}
				if asked := len(w.asked("news.example")) - len(w.asked("news.example/robots.txt")); asked != c.requests {
					t.Errorf("%d requests, want %d", asked, c.requests)
				}
				for _, f := range got {
					if fetched := f.Format != ""; fetched != (f.Answer != nil) || f.Title == "" {
						t.Errorf("%+v", f)
					}
				}
			})
		})
	}
}

func TestAFoundFeedIsDescribed(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("news.example", pages(map[string]string{"/feed": titled("News")}))
		w.mux("news.example", "/old", func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "/feed", http.StatusMovedPermanently)
		})
		got, err := NewVisitor(w.fetcher, nil, w.delay).Feeds(context.Background(), "http://news.example/old", 1)
		if err != nil || len(got) != 1 {
			t.Fatalf("%v, %v", got, err)
		}
		text, err := json.Marshal(got[0])
		want := `{"url":"http://news.example/old","title":"News","format":"rss","items":2,"per_day":2,"moved_to":"http://news.example/feed"}`
		if err != nil || string(text) != want {
			t.Errorf("%s, %v, want %s", text, err, want)
		}
		// Its answer is as good as the one that the first poll would get.
		resp, err := restore(got[0].Answer, 10<<20)
		if err != nil || string(resp.Body) != titled("News") || resp.URL != "http://news.example/feed" || len(got[0].Answer.Via) != 1 {
			t.Errorf("%+v, %v", resp, err)
		}
		if resp.Wire != int64(len(titled("News"))) { // as it came, not as it was kept
			t.Errorf("%d bytes, want %d", resp.Wire, len(titled("News")))
		}
		text, err = json.Marshal(FoundFeed{URL: "http://news.example/b"})
		if err != nil || string(text) != `{"url":"http://news.example/b","items":0}` {
			t.Errorf("%s, %v", text, err)
		}
	})
}

func TestWhyNoFeedIsFoundIsToldByType(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("empty.example", pages(map[string]string{"/": "<html></html>"}))
		const link = `<link rel="alternate" type="application/rss+xml" href="%s">`
		declares := func(addresses ...string) string {
			page := "<html><head>"
			for _, a := range addresses {
				page += fmt.Sprintf(link, a)
			}
			return page + "</head></html>"
		}
		w.site("links.example", pages(map[string]string{"/": declares("/gone", "/page"), "/page": "<html><body><p>No feed</p></body></html>"}))
		w.site("private2.example", pages(map[string]string{"/robots.txt": "User-agent: *\nDisallow: /rss", "/": declares("/rss")}))
		w.site("many.example", pages(map[string]string{"/": declares("/1?token=s3cr3t", "/2", "/3", "/4", "/5")}))
		w.site("shut.example", robotsThen("", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusForbidden) }))
		w.site("private.example", pages(map[string]string{"/robots.txt": "User-agent: *\nDisallow: /", "/": titled("A")}))
		feeds := func(ctx context.Context, address string) error {
			got, err := NewVisitor(w.fetcher, nil, w.delay).Feeds(ctx, address, 5)
			if len(got) > 0 {
				t.Errorf("%s: %v", address, got)
			}
			return err
		}
		if err := feeds(context.Background(), "http://empty.example/"); !errors.Is(err, ErrNoFeeds) ||
			err.Error() != "no feed found: http://empty.example/ is none, and links to none" {
			t.Errorf("a site without feeds: %v", err)
		}
		for address, want := range map[string][]string{
			"http://links.example/":    {"could not be read", "http://links.example/gone answered 404", "http://links.example/page: an HTML page, not a feed"},
			"http://private2.example/": {"could not be read", "robots.txt"},
			"http://many.example/":     {"http://many.example/1?token=**** answered 404", "and 2 more"},
		} {
			err := feeds(context.Background(), address)
			if !errors.Is(err, ErrNoFeeds) || strings.Contains(err.Error(), "links to none") || strings.Contains(err.Error(), "s3cr3t") {
				t.Errorf("%s: %v", address, err)
			}
			for _, part := range want {
				if err != nil && !strings.Contains(err.Error(), part) {
					t.Errorf("%s: %v; want %q", address, err, part)
				}
			}
		}
		var status *StatusError
		if err := feeds(context.Background(), "http://shut.example/"); !errors.As(err, &status) || status.Status != http.StatusForbidden ||
			err.Error() != "http://shut.example/ answered 403" {
			t.Errorf("a site that refuses: %v", err)
		}
		var robots *RobotsError
		if err := feeds(context.Background(), "http://private.example/"); !errors.As(err, &robots) || len(w.asked("private.example/")) > 0 {
			t.Errorf("a site that forbids: %v", err)
		}
		ctx, stop := context.WithTimeout(context.Background(), time.Second) // before the first guess has its turn
		defer stop()
		if err := feeds(ctx, "http://empty.example/"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a person who does not wait: %v", err)
		}
	})
}

// Where the body says nothing of its address, its header does: for the poll, for who looks for the
// feeds of a site, and for the scout of one that was lost.
func TestWhereADocumentStandsCounts(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Location", "/en/index.html")
			fmt.Fprint(rw, `<html><head><link rel="alternate" type="application/rss+xml" href="feed.xml"></head></html>`)
		}))
		w.site("other.example", pages(nil))
		resp, _, err := NewVisitor(w.fetcher, nil, w.delay).Get(context.Background(), fetch.Request{URL: "http://news.example/"})
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Release()
		_, err = feed.Parse(resp.Body, feedSource(resp))
		var not *feed.NotFeedError
		if !errors.As(err, &not) || len(not.Feeds) != 1 || not.Feeds[0].URL != "http://news.example/en/feed.xml" {
			t.Errorf("%v %+v", err, not)
		}
		if got := proposal(resp, ""); got != "http://news.example/en/feed.xml" {
			t.Errorf("the scout proposes %s", got)
		}
	})
}

func TestHowOftenAFeedHasNews(t *testing.T) {
	first := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	at := func(hours ...int) (items []normalize.Entry) {
		for _, h := range hours {
			items = append(items, normalize.Entry{Published: first.Add(time.Duration(h) * time.Hour)})
		}
		return items
	}
	for name, c := range map[string]struct {
		items []normalize.Entry
		want  float64
	}{
		"nothing":                {nil, 0},
		"one entry":              {at(3), 0},
		"none is dated":          {make([]normalize.Entry, 9), 0},
		"all at once":            {at(1, 1, 1), 0},
		"every six hours":        {at(18, 12, 6, 0), 4},
		"in any order":           {at(6, 0, 18, 12), 4},
		"one of them is undated": {append(at(0, 24), normalize.Entry{}), 1},
		"once in three weeks":    {at(0, 24*21), 0},
	} {
		if got := perDay(c.items); got != c.want {
			t.Errorf("%s: %v a day, want %v", name, got, c.want)
		}
	}
}

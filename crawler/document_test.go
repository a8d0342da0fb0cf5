package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
)

const storyPage = "<html><body><article><h1>A</h1><p>The harbour has reopened.</p></article></body></html>"

// answers are what pages answer, each at a path of its own.
var answers = map[string]http.HandlerFunc{
	"/html": func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
		fmt.Fprint(rw, storyPage)
	},
	"/xhtml": func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "application/xhtml+xml")
		fmt.Fprint(rw, storyPage)
	},
	"/untyped": func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header()["Content-Type"] = nil
		fmt.Fprint(rw, storyPage)
	},
	"/rights": func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header()["X-Robots-Tag"] = []string{"noarchive", "otherbot: noindex"}
		rw.Header().Set("Tdm-Reservation", "1")
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprint(rw, storyPage)
	},
	"/validators": func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Etag", `W/"7"`)
		rw.Header().Set("Last-Modified", "Sat, 21 Nov 2026 08:00:00 GMT")
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprint(rw, storyPage)
	},
	"/proxied": func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		rw.WriteHeader(http.StatusNonAuthoritativeInfo)
		fmt.Fprint(rw, storyPage)
	},
	"/empty": func(rw http.ResponseWriter, _ *http.Request) { rw.Header().Set("Content-Type", "text/html") },
	"/json": func(rw http.ResponseWriter, _ *http.Request) { // is read, and is no page
		rw.Header().Set("Content-Type", "application/json")
		rw.Header().Set("Etag", `"json"`)
		rw.Header().Set("X-Robots-Tag", "noindex")
		fmt.Fprint(rw, `{"headline": "A"}`)
	},
	"/video": func(rw http.ResponseWriter, _ *http.Request) { // is not read
		rw.Header().Set("Content-Type", "video/mp4")
		rw.Header().Set("Tdm-Reservation", "1")
		fmt.Fprint(rw, "frames")
	},
	"/moved": func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "/html", http.StatusMovedPermanently)
	},
	"/shop": func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, "/json", http.StatusFound) },
	"/away": func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "http://other.example/here", http.StatusSeeOther)
	},
	"/nothing":  http.NotFound,
	"/vanished": func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, "/nothing", http.StatusFound) },
	"/none":     func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNoContent) },
}

// A person who tries a page sees what the crawler sees: of the same answer both make
// the same document.
func TestAPageIsTheSameDocumentForThePersonAndTheCrawler(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		for path := range answers {
			n.items = append(n.items, "<item><title>A</title><link>http://pages.example"+path+"</link></item>")
		}
		w.site("news.example", robotsThen("", n.ServeHTTP))
		for path, answer := range answers {
			w.mux("pages.example", path, answer)
		}
		w.mux("other.example", "/here", answers["/rights"])
		w.add(calendar.Feed{URL: newsFeed})
		w.run(10 * time.Hour) // pages without a body are tried again
		visitor := NewVisitor(w.fetcher, w.cal, w.delay)
		for path := range answers {
			comparePages(t, w, visitor, "http://pages.example"+path)
		}
		if len(w.docs.docs) != len(answers) {
			t.Errorf("%d documents of %d pages", len(w.docs.docs), len(answers))
		}
	})
}

// comparePages compares the crawler's document of a page with what the visitor gets.
func comparePages(t *testing.T, w *web, visitor *Visitor, address string) {
	t.Helper()
	crawled := w.docs.docs[address]
	if crawled.Feed.URL != newsFeed || crawled.Entry == nil || crawled.Entry.URL != address {
		t.Errorf("%s: the feed's half is %+v %+v", address, crawled.Feed, crawled.Entry)
	}
	visited, err := visitor.Page(context.Background(), address)
	if !(&fetch.Response{Status: crawled.Status}).Document() {
		var status *StatusError
		if !errors.As(err, &status) || *status != (StatusError{URL: address, Status: crawled.Status}) || len(crawled.Body) > 0 {
			t.Errorf("%s: %v where the crawler has status %d and %d bytes", address, err, crawled.Status, len(crawled.Body))
		}
		return
	}
	if err != nil {
		t.Errorf("%s: %v", address, err)
	}
	if visited.FetchedAt.Before(crawled.FetchedAt) || visited.Took < 0 {
		t.Errorf("%s: fetched at %s, in %s", address, visited.FetchedAt, visited.Took)
	}
	crawled.Feed, crawled.Entry, crawled.Failed = normalize.Feed{}, nil, "" // a person sees that there is none
	crawled.FetchedAt, crawled.Took = visited.FetchedAt, visited.Took
	if len(crawled.Body)+len(visited.Body) == 0 {
		crawled.Body, visited.Body = nil, nil
	}
	if !reflect.DeepEqual(visited, crawled) {
		t.Errorf("%s:\n%+v\n%+v", address, visited, crawled)
	}
}

// What a page says counts if it is one: a shop's JSON, a video or an error page
// leaves no body, no rights and no validators.
func TestWhatIsNoPageLeavesTheFeedsHalf(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("pages.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) { answers[r.URL.Path](rw, r) }))
		w.site("other.example", robotsThen("", answers["/rights"]))
		visitor := NewVisitor(w.fetcher, nil, w.delay)
		for path, want := range map[string]normalize.Document{
			"/json":  {Status: 200, ContentType: "application/json", FinalURL: "http://pages.example/json"},
			"/video": {Status: 200, ContentType: "video/mp4", FinalURL: "http://pages.example/video"},
			"/shop": {
				Status: 200, ContentType: "application/json", FinalURL: "http://pages.example/json",
				Redirects: []string{"http://pages.example/shop"},
			},
			"/rights": {
				Status: 200, ContentType: "text/html", FinalURL: "http://pages.example/rights",
				RobotsTag: "noarchive, otherbot: noindex", TDM: "1",
			},
			"/away": {
				Status: 200, ContentType: "text/html", FinalURL: "http://other.example/here",
				RobotsTag: "noarchive, otherbot: noindex", TDM: "1", Redirects: []string{"http://pages.example/away"},
			},
			"/validators": {
				Status: 200, ContentType: "text/html", FinalURL: "http://pages.example/validators",
				ETag: `W/"7"`, Modified: "Sat, 21 Nov 2026 08:00:00 GMT",
			},
		} {
			got, err := visitor.Page(context.Background(), "http://pages.example"+path)
			if body := strings.HasPrefix(want.ContentType, "text/html"); err != nil || body != (string(got.Body) == storyPage) {
				t.Errorf("%s: %q, %v", path, got.Body, err)
			}
			want.URL, got.Body, got.FetchedAt, got.Took = "http://pages.example"+path, nil, time.Time{}, 0
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s:\n%+v, want\n%+v", path, got, want)
			}
		}
	})
}

// The body that a person is given stays when the memory it came in serves the next request.
func TestAVisitedPageIsTheCallers(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("pages.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			fmt.Fprint(rw, "<html><body><p>"+strings.Repeat(r.URL.Path, 50)+"</p></body></html>")
		}))
		visitor := NewVisitor(w.fetcher, nil, w.delay)
		var docs []normalize.Document
		for _, path := range []string{"/first", "/other", "/third"} {
			doc, err := visitor.Page(context.Background(), "http://pages.example"+path)
			if err != nil {
				t.Fatal(err)
			}
			docs = append(docs, doc)
		}
		for _, doc := range docs {
			if path := strings.TrimPrefix(doc.URL, "http://pages.example"); !strings.Contains(string(doc.Body), path+path) {
				t.Errorf("%s is now %s", doc.URL, doc.Body)
			}
		}
	})
}

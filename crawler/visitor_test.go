package crawler

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// Which site a robots.txt is of says the address that was asked for first, however its
// way leads: as for the crawler.
func TestAVisitorFollowsARobotsFileAsTheCrawlerDoes(t *testing.T) {
	for name, tt := range map[string]struct {
		to      string // where the other site's robots.txt leads
		allowed bool   // the document that was asked for
		strange int    // requests for the other site's document
	}{
		"to the other site's document": {"http://other.example/private", true, 0},
		"back to the first site":       {"http://www.news.example/rules", false, 0},
	} {
		onWeb(t, Options{}, func(w *web) {
			w.site("news.example", func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					http.Redirect(rw, r, "http://other.example/robots.txt", http.StatusFound)
				}
			})
			w.site("other.example", func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, tt.to, http.StatusFound) })
			w.site("www.news.example", func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, "User-agent: *\nDisallow: /") })
			resp, _, err := NewVisitor(w.fetcher, nil, w.delay).Get(context.Background(), fetch.Request{URL: "http://news.example/a", Kind: fetch.Page})
			if resp != nil {
				resp.Release()
			}
			if (err == nil) != tt.allowed {
				t.Errorf("%s: %v", name, err)
			}
			if n := len(w.asked("other.example/private")); n != tt.strange {
				t.Errorf("%s: another site was asked %d times for its document", name, n)
			}
		})
	}
}

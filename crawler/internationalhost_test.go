package crawler

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize"
)

// hostForms are ways to write one host.
var hostForms = []string{"xn--bcher-kva.example", "bücher.example", "BÜCHER.example", "b%C3%BCcher.example", "XN--BCHER-KVA.example", "bu\u0308cher。example"}

// However a feed, an entry, a redirect and a page write a host beyond ASCII: it is asked
// under one name, in one lane, and the story is one.
func TestAnInternationalHostHasOneForm(t *testing.T) {
	const ascii = "xn--bcher-kva.example"
	id := ""
	for i, form := range hostForms {
		next := func(n int) string { return hostForms[(i+n)%len(hostForms)] } // never the same beside each other
		onWeb(t, Options{}, func(w *web) {
			w.site(ascii, robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/feed":
					_, _ = fmt.Fprintf(rw, `<rss version="2.0"><channel><title>B</title><link>http://%s/</link><item><title>Ferry sails</title><link>http://%s/old</link>`+
						`<enclosure url="http://%s/a.mp3" type="audio/mpeg"/></item></channel></rss>`, next(1), next(2), next(3))
				case "/old":
					rw.Header().Set("Location", "http://"+next(3)+"/ferry")
					rw.WriteHeader(http.StatusMovedPermanently)
				case "/ferry":
					_, _ = fmt.Fprintf(rw, `<html><head><title>Ferry sails</title><link rel="canonical" href="http://%s/ferry"><meta property="og:url" content="http://%s/ferry"></head>`+
						`<body><article><h1>Ferry sails</h1><p>The ferry left at six, and nobody was aboard.</p></article></body></html>`, next(4), next(5))
				}
			}))
			w.add(calendar.Feed{URL: "http://" + form + "/feed"})
			w.run(6 * time.Hour)
			if len(w.docs.docs) != 1 {
				t.Fatalf("%s: %d stories", form, len(w.docs.docs))
			}
			doc := slices.Collect(maps.Values(w.docs.docs))[0]
			a, err := normalize.Article(doc)
			if err != nil {
				t.Fatal(err)
			}
			if id == "" {
				id = a.ID
			}
			if a.ID != id || a.URL != "http://"+ascii+"/ferry" {
				t.Errorf("%s: %s at %s, want %s", form, a.ID, a.URL, id)
			}
			addresses := []string{doc.URL, doc.FinalURL, doc.Entry.URL, doc.Entry.Enclosures[0].URL, doc.Feed.Link}
			for _, u := range a.URLs {
				addresses = append(addresses, u.URL)
			}
			for _, at := range addresses {
				if !strings.HasPrefix(at, "http://"+ascii+"/") {
					t.Errorf("%s: %s", form, at)
				}
			}
			if asked := w.asked(ascii + "/ferry"); len(asked) == 0 || len(w.asked(ascii+"/robots.txt")) != 1 {
				t.Errorf("%s: the page was asked for %d times", form, len(asked))
			}
		})
	}
}

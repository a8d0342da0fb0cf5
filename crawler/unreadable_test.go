package crawler

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// damage makes the record of a feed one that cannot be read.
func (w *world) damage(t *testing.T, id string) {
	t.Helper()
	feeds, err := w.js.KeyValue(t.Context(), calendar.FeedsBucket)
	if err == nil {
		_, err = feeds.PutString(t.Context(), id, "{")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// To deliver the job of such a feed again would help nobody, and no drain would end.
func TestThePollOfAFeedWhoseRecordCannotBeReadIsGivenUp(t *testing.T) {
	w := newWorld(t, Options{}, func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, rss(item(1, time.Now()))) })
	damaged, other := w.add(t, calendar.Feed{URL: "/damaged"}), w.add(t, calendar.Feed{URL: "/other"})
	searched := w.add(t, calendar.Feed{URL: "/searched"})
	if err := w.cal.BookAt(t.Context(), calendar.Job{Kind: calendar.Scout, ID: searched, URL: w.site.URL + "/"}, time.Now()); err != nil {
		t.Fatal(err)
	}
	w.damage(t, damaged)
	w.damage(t, searched)
	if f := w.drain(t, other); f.Outcome != string(Fresh) {
		t.Errorf("the other feed: %s", f.Outcome)
	}
	letters, err := w.cal.DeadLetters(t.Context(), 10)
	if err != nil || len(letters) != 3 {
		t.Fatalf("%d dead letters, %v; want two polls and a search", len(letters), err)
	}
	for _, l := range letters {
		if !strings.Contains(l.Reason, "its record cannot be read") || !strings.Contains(l.Reason, damaged) && !strings.Contains(l.Reason, searched) {
			t.Errorf("%s was given up: %s", l.URL, l.Reason)
		}
	}
	told := 0
	for _, e := range w.events {
		if errors.Is(e.Err, calendar.ErrUnreadable) {
			told++
			if e.Kind == Storage || e.Outcome != Failed || e.Network {
				t.Errorf("told as %+v", e)
			}
		}
	}
	if told != len(letters) || len(w.requests) != 2 { // the other feed and its page
		t.Errorf("told %d times, requests %q", told, w.requests)
	}
}

func TestAnIndexIsPolledThoughTheRecordOfOneOfItsSitemapsCannotBeRead(t *testing.T) {
	w := newWorld(t, Options{}, func(rw http.ResponseWriter, r *http.Request) {
		const head = `<?xml version="1.0"?><%s xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`
		if r.URL.Path != "/index.xml" {
			fmt.Fprintf(rw, head+`</urlset>`, "urlset")
			return
		}
		fmt.Fprintf(rw, head, "sitemapindex")
		for _, child := range []string{"damaged", "new"} {
			fmt.Fprintf(rw, `<sitemap><loc>http://%s/%s.xml</loc><lastmod>%s</lastmod></sitemap>`, r.Host, child, time.Now().UTC().Format(time.RFC3339))
		}
		fmt.Fprint(rw, `</sitemapindex>`)
	})
	damaged := calendar.FeedID(w.site.URL + "/damaged.xml")
	w.damage(t, damaged)
	w.drain(t, w.add(t, calendar.Feed{URL: "/index.xml"}))
	if f, err := w.cal.Feed(t.Context(), calendar.FeedID(w.site.URL+"/new.xml")); err != nil || f.Parent == "" {
		t.Errorf("the sitemap beside it: %+v, %v", f, err)
	}
	if _, err := w.cal.Feed(t.Context(), damaged); !errors.Is(err, calendar.ErrUnreadable) {
		t.Errorf("the record was written anew: %v", err)
	}
}

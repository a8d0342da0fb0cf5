package crawler

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

func TestAnEventTellsHowLongItsRequestWaitedForItsTurn(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		for i := range 3 {
			n.items = append(n.items, fmt.Sprintf("<item><title>%d</title><link>http://news.example/%d</link></item>", i, i))
		}
		w.site("news.example", robotsThen("", n.ServeHTTP))
		w.add(calendar.Feed{URL: newsFeed})
		w.run(time.Minute)
		events := w.happened(Page, Fresh)
		if len(events) != 3 {
			t.Fatalf("%d pages", len(events))
		}
		for i, e := range events { // one after the other, in the host's lane
			if least := time.Duration(i+1) * 2 * time.Second; e.Waited < least || e.Waited > least+5*time.Second {
				t.Errorf("page %d waited %s, want about %s", i, e.Waited, least)
			}
			if e.Bytes == 0 || e.Status != 200 {
				t.Errorf("page %d: %d bytes, status %d", i, e.Bytes, e.Status)
			}
		}
	})
}

// Who counts events must be able to tell first tries from later ones, first looks
// from looks again, and what a new feed brings from what has just happened.
func TestAnEventTellsWhichTryAndWhichLookItWas(t *testing.T) {
	onWeb(t, Options{Rechecks: []time.Duration{time.Hour}, Backfill: calendar.Backfill{All: true}}, func(w *web) {
		n := &news{}
		n.put(`"1"`)
		n.items = []string{"<item><title>A</title><link>http://news.example/a</link></item>"}
		asked := map[string]int{}
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			asked[r.URL.Path]++ // requests to a host come one at a time
			switch {
			case r.URL.Path == "/b" && asked["/b"] == 1:
				rw.WriteHeader(http.StatusInternalServerError)
			case r.URL.Path == "/a" || r.URL.Path == "/b":
				rw.Header().Set("Content-Type", "text/html")
				fmt.Fprint(rw, "<html><body><p>A page.</p></body></html>")
			default:
				n.ServeHTTP(rw, r)
			}
		}))
		w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{MinEvery: 6 * time.Hour, MaxEvery: 12 * time.Hour}})
		w.run(3 * time.Hour)
		n.put(`"2"`)
		n.items = append(n.items, "<item><title>B</title><link>http://news.example/b</link></item>")
		w.run(20 * time.Hour)
		var got []string
		for _, e := range w.events {
			if e.Kind == Page && e.Outcome != Postponed {
				got = append(got, fmt.Sprintf("%s %s retry %t, recheck %t, backfill %t",
					e.URL[len("http://news.example"):], e.Outcome, e.Retry, e.Recheck, e.Backfill))
			}
		}
		want := []string{
			"/a fresh retry false, recheck false, backfill true",
			"/a fresh retry false, recheck true, backfill true",
			"/b failed retry false, recheck false, backfill false",
			"/b fresh retry true, recheck true, backfill false",
			"/b fresh retry false, recheck true, backfill false",
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	})
}

func TestAnEventTellsWhatARedirectBrought(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, _ *http.Request) {
			http.Redirect(rw, &http.Request{Method: http.MethodGet}, "http://other.example/feed", http.StatusFound)
		}))
		w.site("other.example", robotsThen("", (&news{}).ServeHTTP))
		w.add(calendar.Feed{URL: newsFeed})
		w.run(time.Minute)
		hops := w.happened(Poll, Postponed)
		i := slices.IndexFunc(hops, func(e Event) bool { return e.Status == http.StatusFound })
		if i < 0 || hops[i].Bytes == 0 || hops[i].URL != "http://other.example/feed" {
			t.Errorf("%+v", hops)
		}
	})
}

func TestAnEventTellsThatAFeedHadFailedBefore(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusInternalServerError) }))
		w.add(calendar.Feed{URL: newsFeed})
		w.run(2 * 24 * time.Hour)
		polls := w.happened(Poll, Failed)
		if len(polls) < 2 || polls[0].Retry || !polls[1].Retry {
			t.Errorf("%+v", polls)
		}
	})
}

func TestAnEventTellsNoSecrets(t *testing.T) {
	const address = "https://ann:hush@a.example/rss?token=hush"
	cause := &StatusError{URL: address, Status: 404}
	e := Event{URL: address, Text: "moved to " + address, Note: "as " + address + " says", Err: cause}.shown()
	if s := e.URL + e.Text + e.Note + e.Err.Error(); strings.Contains(s, "hush") || strings.Count(s, "ann:****@a.example/rss?token=****") != 4 {
		t.Error(s)
	}
	var status *StatusError
	if !errors.As(e.Err, &status) || status != cause {
		t.Errorf("%v is no longer what it was", e.Err)
	}
	if plain := errors.New("EOF"); (Event{Err: plain}).shown().Err != plain { //nolint:errorlint // the same one
		t.Error("an error without an address was wrapped")
	}
}

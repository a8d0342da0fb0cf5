package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

const newsFeed = "http://news.example/feed"

func TestH1TheFirstFetchIsUnconditionalOnce(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put(`"1"`, "a")
		w.site("news.example", robotsThen("", n.ServeHTTP))
		w.add(calendar.Feed{URL: newsFeed})
		w.run(24 * time.Hour)
		asked := w.asked("news.example/feed")
		if len(asked) < 3 {
			w.t.Fatalf("%d polls in a day", len(asked))
		}
		for i, r := range asked {
			if r.conditional() != (i > 0) {
				t.Errorf("request %d: conditional %v", i, r.conditional())
			}
		}
	})
}

func TestH1SubscribingCostsOneGet(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put(`"1"`, "a", "b")
		w.site("news.example", robotsThen("", n.ServeHTTP))
		// Somebody looks at the feed before it is added.
		resp, via, err := NewVisitor(w.fetcher, w.cal, w.delay).Get(context.Background(), fetch.Request{URL: newsFeed, Kind: fetch.Feed})
		if err != nil {
			w.t.Fatal(err)
		}
		f := calendar.Feed{URL: newsFeed, ID: calendar.FeedID(newsFeed), Next: time.Now().Round(time.Millisecond)}
		if err := w.cal.AddFeed(context.Background(), f); err != nil {
			w.t.Fatal(err)
		}
		job := f.Job()
		job.Answer = Prefetch(resp, via)
		resp.Release()
		if err := w.cal.BookAt(context.Background(), job, f.Next); err != nil {
			w.t.Fatal(err)
		}
		w.run(10 * time.Minute)
		if asked := w.asked("news.example/feed"); len(asked) != 1 {
			t.Errorf("%d requests, want one", len(asked))
		}
		if got := w.feed(f.ID); got.Validators.ETag != `"1"` || len(got.Seen) != 2 || len(w.docs.docs) != 2 {
			t.Errorf("the answer was not used: %+v", got)
		}
		w.run(24 * time.Hour)
		if asked := w.asked("news.example/feed"); len(asked) < 2 || !asked[1].conditional() {
			t.Errorf("the second request is not conditional")
		}
	})
}

func TestH2ValidatorsGoOutByteForByte(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{modified: "Mon, 01 Jan 2041 00:00:00 +0000 (odd)"}
		n.put(`W/"odd 'quotes'"`, "a")
		w.site("news.example", robotsThen("", n.ServeHTTP))
		w.add(calendar.Feed{URL: newsFeed})
		w.run(12 * time.Hour)
		asked := w.asked("news.example/feed")
		for _, r := range asked[1:] {
			if r.Header.Get("If-None-Match") != n.etag || r.Header.Get("If-Modified-Since") != n.modified {
				t.Errorf("If-None-Match %q, If-Modified-Since %q", r.Header.Get("If-None-Match"), r.Header.Get("If-Modified-Since"))
			}
		}
	})
}

func TestH3ARestartCausesNoEarlyOrUnconditionalPoll(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put(`"1"`, "a")
		w.site("news.example", robotsThen("", n.ServeHTTP))
		id := w.add(calendar.Feed{URL: newsFeed})
		w.run(time.Minute)
		planned := w.feed(id).Next
		for range 10 { // ten restarts before the time
			w.run(time.Minute)
		}
		if asked := w.asked("news.example/feed"); len(asked) != 1 {
			w.t.Fatalf("%d polls after ten restarts", len(asked))
		}
		w.run(time.Until(planned) + time.Minute)
		asked := w.asked("news.example/feed")
		if len(asked) != 2 || asked[1].At.Before(planned) || !asked[1].conditional() {
			t.Errorf("requests %v; planned for %s", asked, planned)
		}
	})
}

func TestH4NewValidatorsOfTheSameBodyCount(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{modified: "Mon, 01 Jan 2024 00:00:00 GMT"}
		n.put(`"1"`, "a")
		w.site("news.example", robotsThen("", n.ServeHTTP))
		w.add(calendar.Feed{URL: newsFeed})
		w.run(time.Minute)
		n.mu.Lock()
		n.etag = `"2"` // only the ETag; body and Last-Modified stay
		n.mu.Unlock()
		w.run(24 * time.Hour)
		asked := w.asked("news.example/feed")
		if got := asked[1].Header.Get("If-None-Match"); got != `"1"` {
			t.Errorf("second request: %s", got)
		}
		if got := asked[2].Header.Get("If-None-Match"); got != `"2"` {
			t.Errorf("third request: %s, want the new validator", got)
		}
	})
}

func TestH5WhatA304SaysIsStoredAndObeyed(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		asked := 0
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			asked++
			rw.Header().Set("Etag", fmt.Sprintf(`"%d"`, asked))
			if asked > 1 {
				if got := r.Header.Get("If-None-Match"); got != fmt.Sprintf(`"%d"`, asked-1) {
					t.Errorf("request %d: If-None-Match %s", asked, got)
				}
				rw.Header().Set("Cache-Control", "max-age=36000")
				rw.WriteHeader(http.StatusNotModified)
				return
			}
			fmt.Fprint(rw, rss(item(1, time.Now())))
		}))
		w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{FullText: FullTextNever}})
		w.run(48 * time.Hour)
		for i, gap := range gaps(w.asked("news.example/feed")) {
			if i > 0 && gap < 10*time.Hour {
				t.Errorf("polled %s after a 304 with a max-age of 10 h", gap)
			}
		}
	})
}

func TestH6ValidatorsAreSavedOnlyWhenAllIsStored(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put(`"1"`, "a", "b", "c")
		w.site("news.example", robotsThen("", n.ServeHTTP))
		var stored int
		w.docs.fail = func(string) error {
			if stored++; stored >= 2 {
				return errors.New("the stream is away")
			}
			return nil
		}
		w.broken = true
		id := w.add(calendar.Feed{URL: newsFeed})
		w.run(time.Minute)
		w.broken = false
		if f := w.feed(id); f.Validators.ETag != "" || f.Known {
			t.Errorf("after a failure: validators %q, known %v", f.Validators.ETag, f.Known)
		}
		w.docs.fail = nil
		w.run(3 * time.Hour) // the job comes again
		asked := w.asked("news.example/feed")
		if len(asked) < 2 || asked[1].conditional() {
			t.Errorf("the next request was conditional: what was not stored would be lost")
		}
		if f := w.feed(id); len(w.docs.docs) != 3 || f.Validators.ETag != `"1"` {
			t.Errorf("%d stories, validators %q", len(w.docs.docs), f.Validators.ETag)
		}
	})
}

func TestH7LyingValidatorsAreFoundOut(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put(`"1"`, "a", "b")
		n.fault = func(rw http.ResponseWriter, r *http.Request) bool {
			if r.Header.Get("If-None-Match") == "" {
				return false
			}
			rw.WriteHeader(http.StatusNotModified) // whatever happened since
			return true
		}
		w.site("news.example", robotsThen("", n.ServeHTTP))
		id := w.add(calendar.Feed{URL: newsFeed})
		w.run(6 * time.Hour)
		n.put(`"1"`, "c", "b") // something new, which no 304 tells
		w.run(6 * time.Hour)
		w.away(7 * 24 * time.Hour)
		w.run(6 * time.Hour)
		f := w.feed(id)
		if f.Untrusted.IsZero() || len(w.docs.docs) != 3 {
			w.t.Fatalf("untrusted since %s, %d stories", f.Untrusted, len(w.docs.docs))
		}
		n.put(`"1"`, "d", "c")
		w.run(24 * time.Hour)
		if len(w.docs.docs) != 4 {
			t.Errorf("%d stories, want the new one found", len(w.docs.docs))
		}
		unconditional := 0
		for _, r := range w.asked("news.example/feed") {
			switch {
			case !r.conditional():
				unconditional++
			case r.At.After(f.Untrusted):
				t.Errorf("validators were sent at %s, after they were found to lie", r.At)
			}
		}
		if unconditional < 3 {
			t.Errorf("%d unconditional requests", unconditional)
		}
	})
}

func TestH7HonestValidatorsStay(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put(`"1"`, "a", "b")
		w.site("news.example", robotsThen("", n.ServeHTTP))
		id := w.add(calendar.Feed{URL: newsFeed})
		for range 3 { // quiet weeks
			w.run(12 * time.Hour)
			w.away(7 * 24 * time.Hour)
		}
		unconditional := 0
		for _, r := range w.asked("news.example/feed") {
			if !r.conditional() {
				unconditional++
			}
		}
		if f := w.feed(id); !f.Untrusted.IsZero() || unconditional != 3 {
			t.Errorf("untrusted %s; %d unconditional requests in three quiet weeks, want the first and one a week", f.Untrusted, unconditional)
		}
	})
}

func TestH8ValidatorsThatAreGoneAreNotSent(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put(`"1"`, "a")
		w.site("news.example", robotsThen("", n.ServeHTTP))
		id := w.add(calendar.Feed{URL: newsFeed})
		w.run(time.Minute)
		n.put("", "b")
		w.run(24 * time.Hour)
		asked := w.asked("news.example/feed")
		if len(asked) < 3 || !asked[1].conditional() || asked[2].conditional() {
			t.Errorf("%d requests", len(asked))
		}
		if f := w.feed(id); f.Validators.ETag != "" || f.Validators.Of != "" {
			t.Errorf("kept %q", f.Validators.ETag)
		}
	})
}

func TestH9TheSameHonestNameAfterA403(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusForbidden) }))
		w.add(calendar.Feed{URL: newsFeed})
		w.run(24 * time.Hour)
		for _, r := range w.asked("news.example") {
			if got := r.Header.Get("User-Agent"); got != fetch.DefaultUserAgent {
				t.Errorf("User-Agent %q", got)
			}
		}
		if len(w.asked("news.example/feed")) < 3 {
			t.Error("it was given up")
		}
	})
}

func TestH10WhatCannotBeReadChangesNothing(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		n := &news{}
		n.put(`"1"`, "a", "b")
		broken := false
		n.fault = func(rw http.ResponseWriter, _ *http.Request) bool {
			if broken {
				rw.Header().Set("Etag", `"broken"`)
				fmt.Fprint(rw, "<html><body>We will be right back.</body></html>")
			}
			return broken
		}
		w.site("news.example", robotsThen("", n.ServeHTTP))
		id := w.add(calendar.Feed{URL: newsFeed})
		w.run(time.Minute)
		broken = true
		w.run(6 * time.Hour)
		f := w.feed(id)
		if f.Validators.ETag != `"1"` || len(f.Seen) != 2 || f.Failures == 0 || Outcome(f.Outcome) != NotAFeed {
			t.Errorf("etag %s, %d entries, %d failures, %s", f.Validators.ETag, len(f.Seen), f.Failures, f.Outcome)
		}
	})
}

func TestH11TheHomePageIsAskedOnceAMonthConditionally(t *testing.T) {
	simulatesLong(t)
	onWeb(t, Options{}, func(w *web) {
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/" {
				http.NotFound(rw, r)
				return
			}
			rw.Header().Set("Etag", `"home"`)
			if r.Header.Get("If-None-Match") == `"home"` {
				rw.WriteHeader(http.StatusNotModified)
				return
			}
			fmt.Fprint(rw, `<html><head><link rel="alternate" type="application/rss+xml" href="/new.xml"></head></html>`)
		}))
		id := w.add(calendar.Feed{URL: newsFeed})
		for range 2 {
			w.run(36 * time.Hour)
			w.away(30 * 24 * time.Hour)
		}
		w.run(36 * time.Hour)
		home := w.asked("news.example/")
		if len(home) < 2 || len(home) > 3 {
			w.t.Fatalf("the home page was asked for %d times in two months", len(home))
		}
		for i, gap := range gaps(home) {
			if gap < scoutEvery || !home[i+1].conditional() {
				t.Errorf("asked again after %s, conditional %v", gap, home[i+1].conditional())
			}
		}
		if f := w.feed(id); f.Proposed != "http://news.example/new.xml" {
			t.Errorf("proposed %q", f.Proposed)
		}
		for _, host := range []string{"/favicon.ico", "/feed/icon"} {
			if len(w.asked("news.example"+host)) > 0 {
				t.Errorf("%s was asked for", host)
			}
		}
	})
}

func TestR2ValidatorsGoToNoOtherHost(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		moved := false
		n := &news{}
		n.put(`"1"`, "a")
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			if moved {
				http.Redirect(rw, r, "http://other.example/feed", http.StatusFound)
				return
			}
			n.ServeHTTP(rw, r)
		}))
		w.site("other.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Etag", `"other"`)
			if inm := r.Header.Get("If-None-Match"); inm == `"other"` {
				rw.WriteHeader(http.StatusNotModified)
				return
			} else if inm != "" {
				t.Errorf("%s was sent to another host", inm)
			}
			fmt.Fprint(rw, rss(item(1, time.Now())))
		}))
		w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{FullText: FullTextNever}})
		w.run(time.Minute)
		moved = true
		w.run(24 * time.Hour)
		asked := w.asked("other.example/feed")
		if len(asked) < 2 || !asked[len(asked)-1].conditional() {
			t.Errorf("%d requests; want the other host's own validators used", len(asked))
		}
		for _, r := range w.asked("news.example/feed")[2:] {
			if strings.Contains(r.Header.Get("If-None-Match"), "other") {
				t.Error("the other host's validators were sent here")
			}
		}
	})
}

func TestX1RobotsOfAPrivateAddressAreNotAskedFor(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		w.names = map[string]string{"news.example": "127.0.0.1", "other.example": "10.0.0.1"}
		w.site("news.example", pages(nil))
		w.site("other.example", pages(nil))
		w.site("good.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "http://other.example/feed", http.StatusFound)
		}))
		private := w.add(calendar.Feed{URL: newsFeed})
		redirected := w.add(calendar.Feed{URL: "http://good.example/feed"})
		w.run(3 * time.Hour)
		if len(w.asked("news.example"))+len(w.asked("other.example")) > 0 {
			t.Error("a private address was asked")
		}
		for _, id := range []string{private, redirected} {
			if f := w.feed(id); Outcome(f.Outcome) != Refused || !strings.Contains(f.Error, "not a public address") {
				t.Errorf("%s: %s, %s", f.URL, f.Outcome, f.Error)
			}
		}
	})
}

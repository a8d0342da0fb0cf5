package crawler

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
)

var usualRechecks = []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 72 * time.Hour}

// page is a story's page that a test changes while days pass. Its answers are
// given in turn by what begins when; see at.
type page struct {
	begun   time.Time
	etag    bool
	answers []answer
}

// answer is what a page answers from a time on: a status, or a text.
type answer struct {
	from   time.Duration
	status int
	text   string
	to     string // a redirect
}

func (p *page) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	now := p.answers[0]
	for _, a := range p.answers {
		if time.Since(p.begun) >= a.from {
			now = a
		}
	}
	tag := fmt.Sprintf("%q", now.text)
	switch {
	case now.to != "":
		http.Redirect(rw, r, now.to, http.StatusFound)
	case now.status != 0:
		rw.WriteHeader(now.status)
	case p.etag && r.Header.Get("If-None-Match") == tag:
		rw.WriteHeader(http.StatusNotModified)
	default:
		if p.etag {
			rw.Header().Set("Etag", tag)
		}
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(rw, "<html><body><p>%s</p></body></html>", now.text)
	}
}

// onPage lets a story be published and its page be looked at for some time.
func onPage(
	t *testing.T, d time.Duration, looks []time.Duration, etag bool, answers []answer,
	check func(w *web, asked []request, after []time.Duration),
) {
	t.Helper()
	onWeb(t, Options{Rechecks: looks}, func(w *web) {
		n := &news{}
		n.put(`"1"`)
		n.items = []string{"<item><title>A</title><link>http://news.example/a</link></item>"}
		p := &page{begun: time.Now(), etag: etag, answers: answers}
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/a":
				p.ServeHTTP(rw, r)
			case "/":
				rw.Header().Set("Content-Type", "text/html")
				fmt.Fprint(rw, "<html><body><p>The front page.</p></body></html>")
			default:
				n.ServeHTTP(rw, r)
			}
		}))
		w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{MinEvery: 6 * time.Hour, MaxEvery: 12 * time.Hour}})
		w.run(d)
		asked := w.asked("news.example/a")
		var after []time.Duration
		for _, r := range asked {
			after = append(after, r.At.Sub(asked[0].At).Round(30*time.Minute))
		}
		check(w, asked, after)
	})
}

func hours(h ...int) []time.Duration {
	var list []time.Duration
	for _, n := range h {
		list = append(list, time.Duration(n)*time.Hour)
	}
	return list
}

func TestAPageThatChangesIsLookedAtToTheEnd(t *testing.T) {
	simulatesLong(t)
	onPage(t, 74*time.Hour, usualRechecks, true,
		[]answer{{0, 0, "One.", ""}, {30 * time.Minute, 0, "Two.", ""}, {20 * time.Hour, 0, "Three.", ""}},
		func(w *web, asked []request, after []time.Duration) {
			if !slices.Equal(after, hours(0, 1, 6, 24, 72)) {
				t.Errorf("asked after %v", after)
			}
			if w.docs.published != 3 {
				t.Errorf("%d versions, want 3", w.docs.published)
			}
			for i, r := range asked {
				if r.conditional() != (i > 0) {
					t.Errorf("request %d conditional: %v", i, r.conditional())
				}
			}
		})
}

func TestAPageThatNeverChangesIsLookedAtTwice(t *testing.T) {
	for _, etag := range []bool{true, false} {
		onPage(t, 8*time.Hour, usualRechecks, etag, []answer{{0, 0, "One.", ""}}, func(w *web, _ []request, after []time.Duration) {
			if !slices.Equal(after, hours(0, 1, 6)) || w.docs.published != 1 {
				t.Errorf("validators %v: asked after %v, %d versions", etag, after, w.docs.published)
			}
		})
	}
}

func TestWithoutLooksAPageIsFetchedOnce(t *testing.T) {
	onPage(t, 8*time.Hour, nil, true, []answer{{0, 0, "One.", ""}}, func(_ *web, _ []request, after []time.Duration) {
		if len(after) != 1 {
			t.Errorf("asked after %v", after)
		}
	})
}

func TestAStoryIsWithdrawnWhenItsPageIsMissingTwice(t *testing.T) {
	for name, tt := range map[string]struct {
		gone answer
		want article.Reason
	}{
		"404":            {answer{from: 30 * time.Minute, status: 404}, article.NotFound},
		"410":            {answer{from: 30 * time.Minute, status: 410}, article.Gone},
		"the front page": {answer{from: 30 * time.Minute, to: "/"}, article.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			onPage(t, 8*time.Hour, usualRechecks, true, []answer{{0, 0, "One.", ""}, tt.gone}, func(w *web, _ []request, after []time.Duration) {
				if len(w.docs.withdrawn) == 0 || w.docs.withdrawn[0].Reason != tt.want || w.docs.withdrawn[0].URL != "http://news.example/a" {
					t.Fatalf("withdrawn %+v, asked after %v", w.docs.withdrawn, after)
				}
				if after[1] != time.Hour || after[2] != 2*time.Hour {
					t.Errorf("asked after %v", after)
				}
				if w.docs.published != 1 {
					t.Errorf("%d versions published: a front page is no story", w.docs.published)
				}
			})
		})
	}
}

func TestAPageThatIsMissingOnceIsNotWithdrawn(t *testing.T) {
	onPage(t, 8*time.Hour, usualRechecks, true,
		[]answer{{0, 0, "One.", ""}, {30 * time.Minute, 404, "", ""}, {90 * time.Minute, 0, "One.", ""}},
		func(w *web, _ []request, after []time.Duration) {
			if len(w.docs.withdrawn) != 0 || !slices.Equal(after, hours(0, 1, 2, 6)) {
				t.Errorf("withdrawn %+v, asked after %v", w.docs.withdrawn, after)
			}
		})
}

// What was missing may come back: the looks go on after a withdrawal.
func TestAWithdrawnStoryIsLookedFor(t *testing.T) {
	onPage(t, 8*time.Hour, usualRechecks, true, []answer{{0, 0, "One.", ""}, {30 * time.Minute, 404, "", ""}, {5 * time.Hour, 0, "Two.", ""}},
		func(w *web, _ []request, after []time.Duration) {
			if len(w.docs.withdrawn) == 0 || w.docs.published != 2 {
				t.Errorf("%d withdrawn, %d versions, asked after %v", len(w.docs.withdrawn), w.docs.published, after)
			}
		})
}

// A site in trouble says nothing of its stories.
func TestTroubleWithdrawsNothing(t *testing.T) {
	for _, status := range []int{403, 500} {
		answers := []answer{{0, 0, "One.", ""}, {30 * time.Minute, status, "", ""}}
		onPage(t, 8*time.Hour, usualRechecks, true, answers, func(w *web, _ []request, after []time.Duration) {
			if len(w.docs.withdrawn) != 0 || w.docs.published != 1 {
				t.Errorf("%d: %d withdrawn, %d versions, asked after %v", status, len(w.docs.withdrawn), w.docs.published, after)
			}
		})
	}
}

func TestADeletedEntryWithdrawsItsStory(t *testing.T) {
	onWeb(t, Options{}, func(w *web) {
		begun := time.Now()
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Type", "application/atom+xml")
			var b strings.Builder
			b.WriteString(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>News</title>`)
			entry := func(id string) { fmt.Fprintf(&b, `<entry><id>%s</id><title>Story %s</title></entry>`, id, id) }
			entry("tag:1")
			if time.Since(begun) < 3*time.Hour {
				entry("tag:2")
			} else {
				b.WriteString(`<at:deleted-entry ref="tag:1" when="1999-01-01T00:00:00Z"/>`)
				b.WriteString(`<at:deleted-entry ref="tag:2" when="2999-01-01T00:00:00Z"><at:comment>A mistake.</at:comment></at:deleted-entry>`)
			}
			b.WriteString(`</feed>`)
			fmt.Fprint(rw, b.String())
		}))
		w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{MinEvery: time.Hour, MaxEvery: time.Hour}})
		w.run(5 * time.Hour)
		got := w.docs.withdrawn
		if len(got) == 0 {
			t.Fatal("nothing was withdrawn")
		}
		for _, r := range got {
			if r.EntryID != "tag:2" || r.Reason != article.DeletedEntry || r.Comment != "A mistake." ||
				r.FeedURL != newsFeed || r.At.After(time.Now()) {
				t.Errorf("withdrawn %+v", r)
			}
		}
	})
}

// The job of a page that comes again after a crash finds the story published, and
// sees to it that its page is looked at.
func TestACrashDoesNotLoseTheRechecks(t *testing.T) {
	onWeb(t, Options{Rechecks: usualRechecks}, func(w *web) {
		n := &news{}
		n.put(`"1"`)
		n.items = []string{"<item><title>A</title><link>http://news.example/a</link></item>"}
		p := &page{begun: time.Now(), answers: []answer{{0, 0, "One.", ""}}}
		w.site("news.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/a" {
				p.ServeHTTP(rw, r)
				return
			}
			n.ServeHTTP(rw, r)
		}))
		crashed := false
		w.broken = true
		w.docs.after = func() error {
			if crashed {
				return nil
			}
			crashed = true
			return fmt.Errorf("the process ends between the story and its job")
		}
		w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{MinEvery: 12 * time.Hour, MaxEvery: 12 * time.Hour}})
		w.run(8 * time.Hour)
		if asked := w.asked("news.example/a"); len(asked) != 3 || !crashed {
			t.Errorf("asked %d times, want 3", len(asked))
		}
	})
}

// A look that has published, or withdrawn, and ends before it books the next comes again and
// finds the story newer than what it was to look at: the looks go on.
func TestACrashInALookDoesNotEndTheLooks(t *testing.T) {
	for name, at6 := range map[string]answer{"a correction": {5 * time.Hour, 0, "Two.", ""}, "a withdrawal": {5 * time.Hour, 410, "", ""}} {
		t.Run(name, func(t *testing.T) {
			onWeb(t, Options{Rechecks: usualRechecks}, func(w *web) {
				n := &news{}
				n.put(`"1"`)
				n.items = []string{"<item><title>A</title><link>http://news.example/a</link></item>"}
				p := &page{begun: time.Now(), answers: []answer{{0, 0, "One.", ""}, at6, {20 * time.Hour, 0, "Three.", ""}}}
				w.site("news.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/a" {
						p.ServeHTTP(rw, r)
						return
					}
					n.ServeHTTP(rw, r)
				}))
				crashed := false
				w.broken = true
				w.docs.after = func() error {
					if crashed || time.Since(p.begun) < 5*time.Hour {
						return nil
					}
					crashed = true
					return fmt.Errorf("the process ends between the story and the next look")
				}
				w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{MinEvery: 12 * time.Hour, MaxEvery: 12 * time.Hour}})
				w.run(26 * time.Hour)
				if !crashed {
					t.Fatal("nothing was interrupted")
				}
				if got := string(w.docs.docs["http://news.example/a"].Body); !strings.Contains(got, "Three.") {
					t.Errorf("what stands in the end is %q; asked %d times", got, len(w.asked("news.example/a")))
				}
			})
		})
	}
}

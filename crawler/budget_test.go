package crawler

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// What a feed brings beyond its budget of the day is put off, each reason by itself, and
// comes on the next days, each story once, with those of the first day as they were.
func TestWhatIsOverABudgetComesOnOtherDays(t *testing.T) {
	simulatesLong(t)
	text := strings.Repeat("A sentence. ", 200)
	for name, scene := range map[string]struct {
		budget Budget
		link   string // of an item
		text   string
		aDay   int

		fullText string
	}{
		"stories":   {Budget{Stories: 30}, "http://paper.example/%d", "", 30, ""},
		"elsewhere": {Budget{Elsewhere: 20}, "http://other.example/%d", "", 20, ""},
		"bytes":     {Budget{Bytes: int64(10 * (len(text) + 20))}, "http://paper.example/%d", text, 10, FullTextNever},
	} {
		t.Run(name, func(t *testing.T) {
			onWeb(t, Options{Workers: 2, Budget: scene.budget, MinEvery: time.Hour, MaxEvery: time.Hour, BlindEvery: time.Hour}, func(w *web) {
				story := func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, "<p>A story.</p>") }
				w.site("other.example", robotsThen("", story))
				w.site("paper.example", robotsThen("", story))
				w.mux("paper.example", "/feed", list(70, func(rw http.ResponseWriter, i int) {
					fmt.Fprintf(rw, "<item><title>Story %d</title><guid>%d</guid><link>"+scene.link+"</link><description>%s</description></item>",
						i, i, i, scene.text)
				}))
				id := w.add(calendar.Feed{URL: "http://paper.example/feed", Settings: calendar.Settings{FullText: scene.fullText}})
				w.run(20 * time.Hour)
				if n := w.docs.published; n > scene.aDay || n < scene.aDay-1 {
					t.Errorf("%d stories on the first day, want %d", n, scene.aDay)
				}
				f := w.feed(id)
				if f.Deferred[name] != 70-w.docs.published || f.Validators.Of != "" {
					t.Errorf("put off: %v, validators %+v", f.Deferred, f.Validators)
				}
				told := 0
				for _, e := range w.happened(Poll, Fresh) {
					if e.Notice == FeedBudget {
						told++
					}
				}
				if told != 1 {
					t.Errorf("told %d times in a day", told)
				}
				if _, err := w.cal.ReleaseFeed(context.Background(), id); err != nil {
					t.Fatal(err)
				}
				w.run(2 * time.Hour)
				if f := w.feed(id); w.docs.published != 70 || len(f.Deferred) != 0 || f.Validators.Of == "" {
					t.Errorf("%d stories once it is released, %v are put off", w.docs.published, f.Deferred)
				}
			})
		})
	}
}

// A feed whose titles change at each poll brings no more versions than its budget has, and
// what it shows at the end is published in the end.
func TestChangesHaveABudget(t *testing.T) {
	simulatesLong(t)
	onWeb(t, Options{Workers: 2, Budget: Budget{Changes: 100}, MinEvery: time.Hour, MaxEvery: time.Hour, BlindEvery: time.Hour}, func(w *web) {
		polls, restless := 0, true
		w.site("paper.example", robotsThen("", list(50, func(rw http.ResponseWriter, i int) {
			if i == 0 && restless {
				polls++
			}
			fmt.Fprintf(rw, "<item><title>Story %d, take %d</title><guid>guid-%d</guid></item>", i, polls, i)
		})))
		id := w.add(calendar.Feed{URL: "http://paper.example/feed"})
		w.run(23 * time.Hour)
		if n := w.docs.published; n != 150 {
			t.Errorf("%d versions on a day, want 50 and 100", n)
		}
		restless = false
		w.run(48 * time.Hour)
		if f := w.feed(id); w.docs.published > 350 || len(f.Deferred) > 0 {
			t.Errorf("%d versions in three days, %v are put off", w.docs.published, f.Deferred)
		}
		for i := range 50 {
			if title := w.docs.docs[fmt.Sprint("guid-", i)].Entry.Title; title != fmt.Sprintf("Story %d, take %d", i, polls) {
				t.Fatalf("at the end %q is published of %d takes", title, polls)
			}
		}
	})
}

// An index that names other sitemaps at each poll gets as many feeds a day as it may.
func TestAnIndexHasABudgetOfChildren(t *testing.T) {
	onWeb(t, Options{Workers: 2, Budget: Budget{Children: 60}, MinEvery: time.Hour, MaxEvery: time.Hour, BlindEvery: time.Hour}, func(w *web) {
		polls := 0
		w.site("paper.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/index.xml" {
				http.NotFound(rw, r)
				return
			}
			polls++
			fmt.Fprint(rw, `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
			for i := range 50 {
				fmt.Fprintf(rw, "<sitemap><loc>http://paper.example/%d/%d.xml</loc><lastmod>%s</lastmod></sitemap>",
					polls, i, time.Now().UTC().Format(time.RFC3339))
			}
			fmt.Fprint(rw, "</sitemapindex>")
		}))
		w.add(calendar.Feed{URL: "http://paper.example/index.xml"})
		w.run(20 * time.Hour)
		feeds, err := w.cal.Feeds(context.Background())
		if err != nil || polls < 10 || len(feeds) != 61 {
			t.Errorf("%d feeds after %d polls, %v", len(feeds), polls, err)
		}
	})
}

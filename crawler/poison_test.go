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

// An entry that is larger than a message keeps no other from coming, and comes itself; the
// feed is polled no more often for it.
func TestAnEntryThatIsTooLargePoisonsNothing(t *testing.T) {
	var people, tags strings.Builder
	for i := range 100 {
		fmt.Fprintf(&people, "<dc:creator>%d %s</dc:creator>", i, strings.Repeat("Ann Lee ", 2300))
		fmt.Fprintf(&tags, "<category>%d %s</category>", i, strings.Repeat("&lt;news&gt; ", 1000))
	}
	for name, fields := range map[string]string{
		"authors":  people.String(),
		"tags":     tags.String(),
		"text":     "<description>" + strings.Repeat("&lt;b&gt;news&lt;/b&gt; ", 60_000) + "</description>",
		"entities": "<content:encoded>" + strings.Repeat("&amp;lt;", 120_000) + "</content:encoded>",
		"controls": "<description>" + strings.Repeat("\u0080", 300_000) + "</description>",
	} {
		t.Run(name, func(t *testing.T) {
			onWeb(t, Options{}, func(w *web) {
				feed := `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>N</title>` +
					`<item><title>poison</title><link>http://news.example/poison</link>` + fields + `</item>` +
					`<item><title>b</title><link>http://news.example/b</link></item></channel></rss>`
				w.site("news.example", robotsThen("", func(rw http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/feed" {
						fmt.Fprint(rw, feed)
						return
					}
					rw.Header().Set("Content-Type", "text/html")
					fmt.Fprintf(rw, "<html><title>%[1]s</title><h1>%[1]s</h1><p>A report, which goes on for a while.</p></html>", r.URL.Path)
				}))
				id := w.add(calendar.Feed{URL: newsFeed, Settings: calendar.Settings{FullText: FullTextAlways}})
				w.run(time.Hour)
				if f := w.feed(id); f.Failures != 0 || len(w.docs.docs) != 2 {
					t.Errorf("%d failures (%s), %d articles", f.Failures, f.Error, len(w.docs.docs))
				}
				if n := len(w.happened(Storage, Failed)); n != 0 {
					t.Errorf("%d times nothing was stored", n)
				}
				if n := len(w.asked("news.example/feed")); n > 8 {
					t.Errorf("%d polls", n)
				}
			})
		})
	}
}

// Rules that could not be kept forbid everything.
func TestRulesThatAreTooManyForbidAll(t *testing.T) {
	for name, rules := range map[string]string{
		"escapes": "User-agent: *\nDisallow: /" + strings.Repeat("<", 490_000),
		"lines":   "User-agent: *\n" + strings.Repeat("Disallow: /ééééééééééé\n", 20_000),
	} {
		t.Run(name, func(t *testing.T) {
			onWeb(t, Options{}, func(w *web) {
				n := &news{}
				n.put(`"1"`, "a")
				w.site("news.example", robotsThen(rules, n.ServeHTTP))
				id := w.add(calendar.Feed{URL: newsFeed})
				w.run(time.Hour)
				if f := w.feed(id); Outcome(f.Outcome) != Refused || len(w.asked("news.example/robots.txt")) != 1 || len(w.asked("news.example/feed")) != 0 {
					t.Errorf("outcome %s, %d requests", f.Outcome, len(w.asked("news.example")))
				}
			})
		})
	}
}

// Dead letters age out.
func TestDeadLettersAreForgottenAfterAMonth(t *testing.T) {
	simulatesLong(t)
	onWeb(t, Options{}, func(w *web) {
		bury := func(id string) {
			if err := w.cal.BookAt(context.Background(), calendar.Job{Kind: calendar.Page, ID: id, URL: "http://news.example/" + id}, time.Now()); err != nil {
				t.Fatal(err)
			}
			due, err := w.cal.Next(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if err := due.DeadLetter(context.Background(), "it was odd"); err != nil {
				t.Fatal(err)
			}
		}
		bury("a")
		time.Sleep(20 * 24 * time.Hour)
		bury("b")
		for _, forgotten := range []int{0, 1, 0} {
			if n, err := w.cal.ForgetDead(context.Background()); n != forgotten || err != nil {
				t.Errorf("forgot %d, %v, want %d", n, err, forgotten)
			}
			if forgotten == 0 {
				time.Sleep(11 * 24 * time.Hour)
			}
		}
		if letters, err := w.cal.DeadLetters(context.Background(), 10); err != nil || len(letters) != 1 {
			t.Errorf("%d letters, %v", len(letters), err)
		}
	})
}

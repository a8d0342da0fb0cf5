package page

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

func durable(name string) jetstream.ConsumerConfig {
	return jetstream.ConsumerConfig{Durable: name, AckPolicy: jetstream.AckExplicitPolicy, FilterSubject: "articles.v1.>"}
}

func TestEveryAnswerIsSecured(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/", "/feeds", "/try", "/nothing", "/overview.json", "/minutes.json", "/feeds.json"} {
		r := httptest.NewRequest("GET", path, nil)
		got := httptest.NewRecorder()
		w.Handler().ServeHTTP(got, r)
		h := got.Header()
		if csp := h.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; script-src 'self'") ||
			strings.Contains(csp, "unsafe") {
			t.Errorf("%s: CSP %q", path, csp)
		}
		if h.Get("Referrer-Policy") != "no-referrer" || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestOnlyWhatIsReadIsServed(t *testing.T) {
	w := newWorld(t)
	for path, want := range map[string]int{"/": 405, "/feeds": 405, "/articles/00": 405, "/try": 403} {
		if resp := w.post(t, path, nil, nil); resp.StatusCode != want {
			t.Errorf("POST %s: %d, want %d", path, resp.StatusCode, want)
		}
	}
	// What another site makes a browser send is refused, whatever it carries.
	for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}} {
		if resp := w.post(t, "/try/token", url.Values{"token": {theToken}}, nil, header...); resp.StatusCode != 403 || len(resp.Cookies()) > 0 {
			t.Errorf("%v: %d", header, resp.StatusCode)
		}
	}
	r := httptest.NewRequest("HEAD", "/", nil)
	got := httptest.NewRecorder()
	w.Handler().ServeHTTP(got, r)
	if got.Code != 200 || got.Body.Len() > 0 || got.Header().Get("Content-Length") == "0" {
		t.Errorf("HEAD: %d, %d bytes", got.Code, got.Body.Len())
	}
	if text := w.get(t, "/nothing.json", 404); !strings.Contains(text, `"error":"There is no such page`) {
		t.Errorf("to a program: %s", text)
	}
}

func TestAssetsAreKeptForeverUnderNamesThatChange(t *testing.T) {
	w := newWorld(t)
	page := w.get(t, "/", 200)
	total := len(zip([]byte(page), 6))
	for _, file := range []string{"page.css", "page.js", "icon.svg", "uplot.js", "uplot.css"} {
		path, err := assetPath(file)
		if err != nil || !strings.Contains(page, path) {
			t.Errorf("the page does not name %s (%v)", path, err)
		}
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Accept-Encoding", "gzip, br")
		got := httptest.NewRecorder()
		w.Handler().ServeHTTP(got, r)
		total += got.Body.Len()
		if got.Code != 200 || got.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" ||
			got.Body.Len() > 1500 && got.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: %d %v", path, got.Code, got.Header())
		}
	}
	if total > 150<<10 {
		t.Errorf("%d bytes over the wire for the overview", total)
	}
	t.Logf("%d bytes over the wire for an empty overview with all its files", total)
	w.get(t, "/assets/page.000000000000.css", 404)
	w.get(t, "/favicon.ico", http.StatusFound)
	if _, err := assetPath("other"); err == nil {
		t.Error("an asset that is none")
	}
}

func TestTheListOfFeedsHasPages(t *testing.T) {
	w := newWorld(t)
	for i := range 120 {
		f := calendar.Feed{ID: fmt.Sprintf("%016d", i), URL: fmt.Sprintf("https://site%03d.example/feed", i), Polled: time.Now(),
			Next: time.Now().Add(time.Hour)}
		if i%40 == 0 {
			f.Failures, f.Failing, f.Error = 2, time.Now().Add(-time.Hour), "no such host"
		}
		w.feeds.Set(&f)
	}
	if page := w.get(t, "/feeds", 200); !strings.Contains(page, "There are no feeds yet") && strings.Count(page, `class="badge`) != 50 {
		t.Errorf("before all are read: %s", page)
	}
	w.feeds.See("", nil)
	for query, want := range map[string][]string{
		"":                                 {"1 to 50 of 120 feeds", "Page 1 of 3", `href="/feeds?page=2"`, "site000", "failing (3)"},
		"?page=3&sort=name":                {"101 to 120 of 120", `href="/feeds?page=2&amp;sort=name"`, "site119"},
		"?page=99":                         {"101 to 120 of 120", "Page 3 of 3"},
		"?page=-1&state=nonsense&sort=odd": {"1 to 50 of 120"},
		"?q=SITE01":                        {"1 to 10 of 10 feeds", "show all 120", `value="SITE01"`},
		"?q=https://site119.example":       {"1 to 1 of 1 feed"},
		"?state=failing":                   {"1 to 3 of 3", "no such host"},
		"?state=attention&q=040":           {"1 to 1 of 1"},
		"?q=%26%3D%22&state=ok":            {"No feed is like that", `value="&amp;=&#34;"`},
	} {
		page := w.get(t, "/feeds"+query, 200)
		for _, text := range want {
			if !strings.Contains(page, text) {
				t.Errorf("%s: no %s", query, text)
			}
		}
	}
	var list struct {
		Feeds []struct{ ID, State string }
		Total int
	}
	if err := json.Unmarshal([]byte(w.get(t, "/feeds?state=failing", 200, "Accept", "application/json")), &list); err != nil ||
		list.Total != 3 || list.Feeds[0].State != "failing" {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestAFeedSaysWhyAndWhatItBrought(t *testing.T) {
	w := newWorld(t)
	f := calendar.Feed{ID: "0123456789abcdef", URL: "https://news.example/feed", Title: "News", Why: "304 ×6, max-age 8 h",
		Next: time.Now().Add(time.Hour), Polled: time.Now()}
	for i, outcome := range []string{"fresh", "unchanged", "throttled", "gone", "failed"} {
		f.Visits.Add(calendar.Visit{At: time.Now().Add(time.Duration(i-9) * time.Minute), Status: 200, Outcome: outcome,
			Took: 90 * time.Millisecond, New: i})
	}
	if err := w.calendar.AddFeed(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	w.publish(t, newStory("/1", "Harbour reopens", "Text one."))
	a := newStory("/2", "Ferry law passes", "Text two.")
	a.Authors, a.Images = []article.Author{{Name: "Ann Lee"}}, []article.Image{{URL: "https://news.example/i.png"}}
	w.publish(t, a)
	page := w.get(t, "/feeds/"+f.ID, 200)
	for _, want := range []string{
		"304 ×6, max-age 8 h", "Ferry law passes", "Harbour reopens", "1 of 2", "2 of 2", "next poll", `class="visit planned"`,
		"M-6 5L0-6L6 5Z", "90 ms",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(page, "nothing") {
		t.Error("a row without a value is shown")
	}
	w.get(t, "/feeds/ffffffffffffffff", 404)
	if text := w.get(t, "/feeds/"+f.ID, 200, "Accept", "application/json"); !strings.Contains(text, `"why":"304 ×6, max-age 8 h"`) {
		t.Error(text)
	}
}

func TestAnArticleShowsItsVersions(t *testing.T) {
	w := newWorld(t)
	first := w.publish(t, newStory("/1", "Budget doubles to 40 million", "The city will spend 40 million."))
	second := newStory("/1", "Budget rises to 14 million", "The city will spend 14 million.")
	second.Corrections = []article.Correction{{Text: "It is 14 million."}}
	w.publish(t, second)
	page := w.get(t, "/articles/"+first.ID, 200)
	for _, want := range []string{
		"Budget rises to 14 million</h1>", "What changed from version 1 to 2", "<del>doubles</del>", "<ins>rises</ins>", "<ins>14</ins>",
		"Version 1", `aria-current="page">Version 2`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	if page := w.get(t, "/articles/"+first.ID+"?version=1", 200); strings.Contains(page, "What changed") ||
		!strings.Contains(page, "40 million</h1>") {
		t.Error("version 1 is another")
	}
	var got article.Article
	if err := json.Unmarshal([]byte(w.get(t, "/articles/"+first.ID+".json?version=1", 200)), &got); err != nil || got.Version != 1 ||
		got.Headline != first.Headline {
		t.Errorf("%+v, %v", got, err)
	}
	w.get(t, "/articles/"+first.ID+"?version=3", 404)
	w.get(t, "/articles/"+first.ID+"?version=x", 404)
	before := w.js.Conn().Stats().OutMsgs
	w.get(t, "/articles/00000000000000000000000000000000", 404)
	if n := w.js.Conn().Stats().OutMsgs - before; n > 6 {
		t.Errorf("an id that nobody has published cost %d questions to the server", n)
	}
}

// What the stream remembers is there after a restart, and nothing is counted twice.
func TestTheJournalRecallsTheDayBefore(t *testing.T) {
	w := newWorld(t)
	a := newStory("/1", "Harbour reopens", "Text one of the harbour that reopens after the flood of the spring.")
	a.PublishedAt = time.Now().Add(-10 * time.Minute)
	w.publish(t, a)
	copied := newStory("/copy", "The harbour is open again", a.BodyText)
	w.publish(t, copied)
	time.Sleep(2 * time.Millisecond)
	j := NewJournal(false)
	time.Sleep(2 * time.Millisecond)
	live := newStory("/2", "Ferry law passes", "Another text entirely, on what the parliament did today.")
	w.publish(t, live)
	j.Observe(crawler.Event{Kind: crawler.Page, Outcome: crawler.Fresh, Status: 200,
		Article: &crawler.Result{Event: "published", ID: live.ID, Article: live}})
	if err := j.recall(t.Context(), w.js, w.Stream); err != nil {
		t.Fatal(err)
	}
	if d := j.Stats.Day(); d.New != 3 || d.Freshness.N != 1 || d.Made != 1 {
		t.Errorf("%+v", d)
	}
	var headlines []string
	for _, g := range j.newest(10) {
		headlines = append(headlines, g.Headline)
	}
	if got := strings.Join(headlines, "|"); got != "Ferry law passes|The harbour is open again|Harbour reopens" {
		t.Errorf("%s", got)
	}
	if c := j.copies(a); len(c) != 1 || c[0].ID != copied.ID {
		t.Errorf("copies: %+v", c)
	}
	if c := j.copies(live); len(c) != 0 {
		t.Errorf("copies of a text that nobody has copied: %+v", c)
	}
}

// With a NATS of their own, several processes publish: all of it counts, once.
func TestASharedStreamIsFollowed(t *testing.T) {
	w := newWorld(t)
	j := NewJournal(true)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- j.follow(ctx, w.js, w.Stream) }()
	a := w.publish(t, newStory("/1", "Harbour reopens", "Text one."))
	j.Observe(crawler.Event{Kind: crawler.Page, Outcome: crawler.Fresh, Status: 200,
		Article: &crawler.Result{Event: "published", ID: a.ID, Article: a}})
	w.publish(t, newStory("/2", "Of another process", "Text two."))
	for range 500 {
		if j.Stats.Day().New == 2 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if d := j.Stats.Day(); d.New != 2 {
		t.Errorf("%+v", d)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}

// What fails in the middle is repeated (Page.keep): what was counted stays counted
// once.
func TestTheJournalIsReadAgainAfterAnError(t *testing.T) {
	w := newWorld(t)
	w.publish(t, newStory("/1", "Harbour reopens", "Text one."))
	time.Sleep(2 * time.Millisecond)
	j := NewJournal(true)
	for i := range 3 {
		newest := w.publish(t, newStory(fmt.Sprint("/", i+2), "Of another process", fmt.Sprint("Text ", i+2, ".")))
		if err := j.recall(t.Context(), w.js, w.Stream); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		go func() { // as if the connection broke as soon as all is in
			for list := j.newest(1); ctx.Err() == nil && (len(list) == 0 || list[0].ID != newest.ID); list = j.newest(1) {
				time.Sleep(5 * time.Millisecond)
			}
			cancel()
		}()
		if err := j.follow(ctx, w.js, w.Stream); !errors.Is(err, context.Canceled) {
			t.Fatalf("round %d: %v, %+v", i, err, j.Stats.Day())
		}
	}
	if d := j.Stats.Day(); d.New != 4 || len(j.newest(10)) != 4 {
		t.Errorf("%d new, %d known", d.New, len(j.newest(10)))
	}
}

// Subjects may have another prefix (nats.subject): articles are articles all the same.
func TestTheJournalReadsWhateverThePrefix(t *testing.T) {
	w := newWorld(t)
	w.Stream = sink.StreamConfig{Name: "NEWS", Prefix: "desk.news"}
	if _, err := sink.EnsureStream(t.Context(), w.js, w.Stream); err != nil {
		t.Fatal(err)
	}
	index, err := sink.OpenIndex(t.Context(), w.js, w.Stream, sink.IndexOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	if w.publisher, err = sink.NewPublisher(index, w.Stream); err != nil {
		t.Fatal(err)
	}
	w.publish(t, newStory("/1", "Harbour reopens", "Text one."))
	time.Sleep(2 * time.Millisecond)
	j := NewJournal(true)
	if err := j.recall(t.Context(), w.js, w.Stream); err != nil {
		t.Fatal(err)
	}
	w.publish(t, newStory("/2", "Ferry law passes", "Text two."))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- j.follow(ctx, w.js, w.Stream) }()
	for range 500 {
		if len(j.newest(9)) == 2 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if n := len(j.newest(9)); n != 2 {
		t.Errorf("%d articles", n)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}

func TestTheJournalForgetsTheOldest(t *testing.T) {
	j := NewJournal(false)
	if len(j.newest(5)) != 0 {
		t.Error("something of nothing")
	}
	for i := range remembered + 10 {
		j.add(glimpse{ID: fmt.Sprint(i)})
	}
	got := j.newest(2)
	if len(j.last) != remembered || got[0].ID != fmt.Sprint(remembered+9) || got[1].ID != fmt.Sprint(remembered+8) ||
		j.newest(remembered)[remembered-1].ID != "10" {
		t.Errorf("%+v", got)
	}
}

func TestTheOverviewSaysWhatIsMissing(t *testing.T) {
	w := newWorld(t, func(o *Options) {
		o.Missing = func() string { return "ARTICLES ends at 3, and had ended at <8>" }
	})
	w.feeds.See("", nil)
	if page := w.get(t, "/", 200); !strings.Contains(page, "Something is missing of what was stored.") ||
		!strings.Contains(page, "had ended at &lt;8&gt;") || !strings.Contains(page, `class="level warn"`) {
		t.Errorf("the page says nothing of it: %s", page)
	}
	var f facts
	if err := json.Unmarshal([]byte(w.get(t, "/", 200, "Accept", "application/json")), &f); err != nil || f.Missing == "" {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestTheOverviewTellsPeopleAndPrograms(t *testing.T) {
	w := newWorld(t, func(o *Options) {
		o.Paused = func() string { return "12 MiB free" }
		o.Drift = func(context.Context) ([]Drift, error) {
			return []Drift{{Site: "news.example", Text: "author in 2 of 100 articles, before 96", Since: time.Now()}}, nil
		}
	})
	w.feeds.See("", nil)
	if _, err := w.js.CreateConsumer(t.Context(), "ARTICLES", durable("archive")); err != nil {
		t.Fatal(err)
	}
	w.publish(t, newStory("/1", "Harbour reopens", "Text one."))
	page := w.get(t, "/", 200)
	for _, want := range []string{
		"The crawl pauses.", "12 MiB free", "archive", "articles.v1.&gt;", "Sites that lost fields", "author in 2 of 100",
		"There are no feeds yet",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	var f facts
	if err := json.Unmarshal([]byte(w.get(t, "/", 200, "Accept", "application/json")), &f); err != nil || len(f.Subscribers) != 1 ||
		f.Subscribers[0].Pending != 1 || f.Paused == "" {
		t.Errorf("%+v, %v", f, err)
	}
	w.js.Conn().Close()
	w.answering.asked, w.overview = time.Time{}, nil
	if page := w.get(t, "/", 200); !strings.Contains(page, "NATS does not answer") && !strings.Contains(page, "The crawl pauses") ||
		!strings.Contains(page, "archive") {
		t.Error("without NATS the page does not show what it knew")
	}
}

// Something else writes to the stream as well: its message is no reason to blame NATS,
// nor to hide the versions beside it.
func TestAnUnreadableMessageIsSaidToBeThat(t *testing.T) {
	w := newWorld(t)
	a := w.publish(t, newStory("/a", "A story", "Text of a story that is long enough."))
	stream, err := w.js.Stream(t.Context(), "ARTICLES")
	if err != nil {
		t.Fatal(err)
	}
	genuine, err := stream.GetMsg(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	put := func(version int, data []byte) {
		header := nats.Header{}
		for name, values := range genuine.Header {
			if !strings.HasPrefix(name, "Nats-") {
				header[name] = values
			}
		}
		header["ce-id"] = []string{fmt.Sprintf("%s:%d", a.ID, version)}
		if _, err := w.js.PublishMsg(t.Context(), &nats.Msg{Subject: genuine.Subject, Header: header, Data: data}); err != nil {
			t.Fatal(err)
		}
	}
	put(2, []byte("no article\x1b[2J"))
	for _, path := range []string{"/articles/" + a.ID, "/articles/" + a.ID + "?version=2", "/articles/" + a.ID + ".json"} {
		if text := w.get(t, path, http.StatusBadGateway); !strings.Contains(text, "cannot be read") || strings.Contains(text, "NATS did not answer") {
			t.Errorf("%s: %s", path, text)
		}
	}
	third, err := article.Decode(genuine.Data)
	if err != nil {
		t.Fatal(err)
	}
	third.Version = 3
	data, err := article.Encode(third)
	if err != nil {
		t.Fatal(err)
	}
	put(3, data)
	for _, version := range []string{"1", "3"} {
		if text := w.get(t, "/articles/"+a.ID+"?version="+version, http.StatusOK); !strings.Contains(text, "A story") {
			t.Errorf("version %s: %s", version, text)
		}
	}
}

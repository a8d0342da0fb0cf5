package drift

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats-server/v2/server/ats"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// published is the event of a story that was published, from a page unless the
// change says otherwise.
func published(site string, n int, change func(*crawler.Event, *article.Article)) crawler.Event {
	a := &article.Article{
		ID: fmt.Sprintf("%032x", n), URL: fmt.Sprintf("https://%s/%d", site, n), Event: article.Published, Version: 1,
		Authors: []article.Author{{Name: "Ann Lee"}}, PublishedAt: time.Now(), BodyText: strings.Repeat("text ", 600), Completeness: article.Full,
		Publisher: &article.Publisher{Domain: site},
		Provenance: article.Provenance{
			Fetches: []article.Fetch{{Role: "page", Status: 200}},
			Fields:  map[string]article.Field{"authors": {Source: "page.jsonld:author"}, "published_at": {Source: "page.time"}, "body_text": {Source: "page.prose"}},
		},
	}
	e := crawler.Event{Kind: crawler.Page, Outcome: crawler.Fresh, Status: 200, Article: &crawler.Result{Event: "published", Article: a}}
	if change != nil {
		change(&e, a)
	}
	return e
}

// broken is what a page gives whose template nobody understands.
func broken(_ *crawler.Event, a *article.Article) {
	a.Authors, a.BodyText, a.Completeness = nil, "A teaser.", article.Partial
	a.Provenance.Fields["body_text"] = article.Field{Source: "feed:summary"}
}

func TestWhatAPageGave(t *testing.T) {
	all := 1<<0 | 1<<1 | 1<<2
	for name, tt := range map[string]struct {
		change func(*crawler.Event, *article.Article)
		ok     bool
		given  int
		length int
	}{
		"all":        {nil, true, all, 3000},
		"no authors": {func(_ *crawler.Event, a *article.Article) { a.Authors = nil }, true, all &^ 1, 3000},
		"authors of the feed": {func(_ *crawler.Event, a *article.Article) {
			a.Provenance.Fields["authors"] = article.Field{Source: "feed:author"}
		}, true, all &^ 1, 3000},
		"the date of the feed": {func(_ *crawler.Event, a *article.Article) {
			a.Provenance.Fields["published_at"] = article.Field{Source: "feed:published"}
		}, true, all &^ 2, 3000},
		"the text of the feed": {func(_ *crawler.Event, a *article.Article) {
			a.Provenance.Fields["body_text"] = article.Field{Source: "feed:content"}
		}, true, all &^ 4, 0},
		"a part of the text":         {func(_ *crawler.Event, a *article.Article) { a.Completeness = article.Partial }, true, all &^ 4, 3000},
		"a text in another alphabet": {func(_ *crawler.Event, a *article.Article) { a.BodyText = "Привет" }, true, all, 6},
		"no page came":               {func(_ *crawler.Event, a *article.Article) { a.Provenance.Fetches[0].Status = 404 }, false, 0, 0},
		"no page was asked for":      {func(_ *crawler.Event, a *article.Article) { a.Provenance.Fetches = nil }, false, 0, 0},
		"a later version":            {func(e *crawler.Event, _ *article.Article) { e.Article.Event = "updated" }, false, 0, 0},
		"unchanged":                  {func(e *crawler.Event, _ *article.Article) { e.Article = &crawler.Result{Event: "unchanged"} }, false, 0, 0},
		"a backfill":                 {func(e *crawler.Event, _ *article.Article) { e.Backfill = true }, false, 0, 0},
		"no publisher":               {func(_ *crawler.Event, a *article.Article) { a.Publisher = nil }, false, 0, 0},
		"a poll":                     {func(e *crawler.Event, _ *article.Article) { *e = crawler.Event{Kind: crawler.Poll} }, false, 0, 0},
	} {
		site, p, ok := read(published("news.example", 1, tt.change), time.Now())
		if ok != tt.ok || ok && (site != "news.example" || p.given != tt.given || p.length != tt.length) {
			t.Errorf("%s: %q %+v %v", name, site, p, ok)
		}
	}
}

// desk is a NATS server with watches on it, each as another process would have it.
type desk struct {
	t      *testing.T
	server *server.Server

	now   time.Time
	turns []string
}

func (d *desk) connect() jetstream.JetStream {
	d.t.Helper()
	nc, err := nats.Connect("", nats.InProcessServer(d.server))
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		d.t.Fatal(err)
	}
	return js
}

func (d *desk) watch() *Watch {
	w := New(d.connect(), Options{Log: slog.New(slog.DiscardHandler), OnTurn: func(turn Turn, r Row) {
		d.turns = append(d.turns, string(turn)+" "+r.Site+": "+r.Text())
	}})
	w.now = func() time.Time { return d.now }
	return w
}

func flush(t *testing.T, w *Watch) {
	t.Helper()
	if err := w.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	s, err := server.NewServer(&server.Options{DontListen: true, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(time.Minute) {
		t.Fatal("the server did not start")
	}
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return &desk{t: t, server: s, now: begin}
}

func (d *desk) rows() []Row {
	d.t.Helper()
	rows, err := Rows(d.t.Context(), d.connect())
	if err != nil {
		d.t.Fatal(err)
	}
	return rows
}

// A site's life: it is well for three weeks, changes its template, is told of once by
// one of two processes, and is told of again when it is well.
func TestASiteIsToldOfOnceWhenItRotsAndOnceWhenItIsWell(t *testing.T) {
	d := newDesk(t)
	one, two := d.watch(), d.watch()
	n := 0
	days := func(count int, change func(*crawler.Event, *article.Article)) {
		for range count * 24 {
			n++
			one.Observe(published("news.example", n, change))
			two.Observe(published("well.example", n, nil))
			if n%2 == 0 {
				two.Observe(published("news.example", 1e6+n, change))
			}
			d.now = d.now.Add(time.Hour)
			if n%6 == 0 {
				flush(t, one)
				flush(t, two)
			}
		}
	}
	if rows := d.rows(); len(rows) != 0 {
		t.Errorf("%v before anything was stored", rows)
	}
	days(21, nil)
	if len(d.turns) != 0 {
		t.Fatalf("%q while all was well", d.turns)
	}
	changed := d.now
	days(2, broken)
	rows := d.rows()
	if len(d.turns) != 1 || !strings.HasPrefix(d.turns[0], "rot news.example: authors on ") || len(rows) != 1 {
		t.Fatalf("%q, rows %+v", d.turns, rows)
	}
	row := rows[0]
	if row.Site != "news.example" || len(row.Losses) != 2 || row.Losses[0].From != 1 || row.Losses[1].Field != Text {
		t.Errorf("%+v", row)
	}
	if late := row.Since.Sub(changed).Abs(); late > 2*time.Hour {
		t.Errorf("since %s, and the template changed at %s", row.Since, changed)
	}
	id, url := row.Example()
	if !strings.HasPrefix(url, "https://news.example/") || len(id) != 32 {
		t.Errorf("example %q %q", id, url)
	}
	days(3, nil)
	if rows := d.rows(); len(d.turns) != 2 || !strings.HasPrefix(d.turns[1], "recovered news.example") || len(rows) != 0 {
		t.Errorf("%q, rows %+v", d.turns, rows)
	}
}

// What stays lost becomes how the site is; then nobody is told of it any more.
func TestWhatStaysLostIsUsualAfterAMonth(t *testing.T) {
	d := newDesk(t)
	w := d.watch()
	for n := range 110 * 8 {
		change := broken
		if n < 20*8 {
			change = nil
		}
		w.Observe(published("news.example", n, change))
		d.now = d.now.Add(3 * time.Hour)
		if n%8 == 0 {
			flush(t, w)
		}
	}
	if len(d.turns) != 2 || len(d.rows()) != 0 {
		t.Errorf("%q, rows %+v", d.turns, d.rows())
	}
}

// What is over by itself in an evening is a habit: its next time is no alarm. What
// somebody has mended after days is none, and its next time is one.
func TestAHabitIsLearnt(t *testing.T) {
	for name, tt := range map[string]struct {
		hours int // that the pages lack something
		want  int // alarms
	}{"an evening": {2, 1}, "four days": {96, 2}} {
		rec, now, alarms := &record{Site: "news.example"}, begin, 0
		give := func(hours int, perHour, given int) {
			for range hours {
				now = now.Add(time.Hour)
				for range perHour {
					rec.take([]page{{at: now, given: given, length: 3000, id: "an-id"}}, now)
					if turn, _ := rec.judge(now); turn == Began {
						alarms++
					}
				}
			}
		}
		give(15*24, 2, 7)
		for range 2 {
			give(tt.hours, 25, 7&^1)
			give(3*24, 2, 7)
		}
		if alarms != tt.want {
			t.Errorf("%s: %d alarms, want %d", name, alarms, tt.want)
		}
	}
}

// A mark that a crash has kept from being made comes with the next pages, and one
// that was left behind is no row.
func TestTheRecordSaysHowASiteIs(t *testing.T) {
	d := newDesk(t)
	w := d.watch()
	for n := range 200 {
		change := broken
		if n < 160 {
			change = nil
		}
		w.Observe(published("news.example", n, change))
		flush(t, w)
		d.now = d.now.Add(3 * time.Hour)
	}
	if err := w.kv.Purge(t.Context(), markKey("news.example")); err != nil {
		t.Fatal(err)
	}
	w.Observe(published("news.example", 1000, broken))
	flush(t, w)
	if rows := d.rows(); len(rows) != 1 || len(d.turns) != 1 {
		t.Errorf("%+v, %q", rows, d.turns)
	}
	w.Observe(published("well.example", 1, nil))
	flush(t, w)
	if _, err := w.kv.Put(t.Context(), markKey("well.example"), nil); err != nil {
		t.Fatal(err)
	}
	if rows := d.rows(); len(rows) != 1 {
		t.Errorf("%+v", rows)
	}
}

// A bucket has a bound in time and in number.
func TestSitesLeaveAndAreNotWithoutNumber(t *testing.T) {
	d := newDesk(t)
	w := d.watch()
	w.Observe(published("news.example", 1, nil))
	flush(t, w)
	s, err := w.kv.Status(t.Context())
	if err != nil || s.TTL() != keptFor || s.Values() != 1 {
		t.Fatalf("%+v, %v", s, err)
	}
	w.full = true
	if err := w.merge(t.Context(), "other.example", []page{{at: d.now}}); err != nil {
		t.Fatal(err)
	}
	if err := w.merge(t.Context(), "news.example", []page{{at: d.now}}); err != nil {
		t.Fatal(err)
	}
	if s, err := w.kv.Status(t.Context()); err != nil || s.Values() != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestRunStoresOnceAMinute(t *testing.T) {
	ats.Register() // its clock belongs outside of the bubble
	defer ats.Unregister()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		w, js := d.watch(), d.connect()
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { w.Run(ctx) })
		w.Observe(published("news.example", 1, nil))
		time.Sleep(flushEvery / 2)
		if _, err := js.KeyValue(t.Context(), Bucket); !errors.Is(err, jetstream.ErrBucketNotFound) {
			t.Errorf("stored before the first minute was over: %v", err)
		}
		time.Sleep(flushEvery)
		if _, err := js.KeyValue(t.Context(), Bucket); err != nil {
			t.Errorf("after a minute: %v", err)
		}
		stop()
		running.Wait()
	})
}

func TestThatNothingCanBeStoredIsSaidOnce(t *testing.T) {
	ats.Register() // its clock belongs outside of the bubble
	defer ats.Unregister()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		w, gone := d.watch(), d.connect()
		gone.Conn().Close()
		var said bytes.Buffer
		w.js, w.opts.Log = gone, slog.New(slog.NewTextHandler(&said, nil))
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { w.Run(ctx) })
		w.Observe(published("news.example", 1, nil))
		time.Sleep(10*flushEvery + flushEvery/2)
		stop()
		running.Wait()
		if n := strings.Count(said.String(), "could not be stored"); n != 1 {
			t.Errorf("said %d times:\n%s", n, said.String())
		}
	})
}

func TestWhatCannotBeStoredIsKeptForTheNextTime(t *testing.T) {
	d := newDesk(t)
	w := d.watch()
	w.Observe(published("news.example", 1, nil))
	away, gone := w.js, d.connect()
	gone.Conn().Close()
	w.js = gone
	if err := w.Flush(t.Context()); err == nil {
		t.Fatal("stored without a connection")
	}
	for n := range 3 * maxPending {
		w.Observe(published("news.example", n, nil))
	}
	if n := len(w.pending["news.example"]); n != maxPending {
		t.Errorf("%d pages wait, want at most %d", n, maxPending)
	}
	w.js = away
	if err := w.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	kv, err := away.KeyValue(t.Context(), Bucket)
	if err != nil {
		t.Fatal(err)
	}
	entry, err := kv.Get(t.Context(), siteKey("news.example"))
	if err != nil {
		t.Fatal(err)
	}
	var r record
	if err := json.Unmarshal(entry.Value(), &r); err != nil || len(r.Recent) != maxRecent || len(r.Days) != 1 || r.Days[0].pages != maxPending-maxRecent {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestARecordStaysSmall(t *testing.T) {
	rec := &record{Site: strings.Repeat("a", 60) + ".example"}
	rec.Drift = nil
	site := newspapers[0]
	r := rand.New(rand.NewPCG(1, 1))
	site.lives(r, rec, 0, 60, template{}, unseen)
	site.lives(r, rec, 60, 61, template{noAuthors: true, leadOnly: true}, unseen)
	for field, e := range rec.Lacking {
		e.URL = strings.Repeat("u", maxURL)
		rec.Lacking[field] = e
	}
	b, err := json.Marshal(rec)
	if err != nil {
		t.Fatal(err)
	}
	if len(b) > 6<<10 || len(rec.Days) != baselineDays+1 && len(rec.Days) != baselineDays {
		t.Errorf("%d bytes, %d days", len(b), len(rec.Days))
	}
	var again record
	if err := json.Unmarshal(b, &again); err != nil {
		t.Fatal(err)
	}
	c, err := json.Marshal(again)
	if err != nil || string(c) != string(b) {
		t.Errorf("%s\nis read as\n%s, %v", b, c, err)
	}
}

func TestTokensOfSites(t *testing.T) {
	for site, want := range map[string]string{
		"news.example": "news.example", "127.0.0.1": "127.0.0.1", "a_b-c.example": "a_b-c.example", "new.example.": "new.example=2E", ".x": "=2Ex", "a..b": "a.=2Eb",
		"нов.рф": "=D0=BD=D0=BE=D0=B2.=D1=80=D1=84", "*.>": "=2A.=3E", "[::1]": "=5B=3A=3A1=5D", "UP": "=55=50",
	} {
		if got := token(site); got != want {
			t.Errorf("%s: %s, want %s", site, got, want)
		}
	}
}

func FuzzToken(f *testing.F) {
	f.Add("news.example")
	f.Add("..*>\x00")
	f.Fuzz(func(t *testing.T, site string) {
		if site == "" {
			return
		}
		got := token(site)
		if strings.ContainsAny(got, " *>\r\n\t") || strings.HasPrefix(got, ".") || strings.HasSuffix(got, ".") || strings.Contains(got, "..") {
			t.Errorf("%q: %q", site, got)
		}
	})
}

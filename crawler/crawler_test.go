package crawler

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/goleak"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
)

// recorder is a handler that keeps what it is given.
type recorder struct {
	mu   sync.Mutex
	docs map[string]normalize.Document
	fail func(url string) error // before it keeps a document

	kept      func(normalize.Document)
	after     func() error // when it has kept a document that is new
	withdrawn []Retraction
	shares    bool
	published int // what Publish has said was new or changed
	versions  map[string]int
}

func (r *recorder) Known(s Sighting) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.docs[s.Entry.URL+s.Entry.ID]
	if s.Recheck {
		return s.Version > 0 && r.versions[s.Entry.URL+s.Entry.ID] > s.Version // it was overtaken
	}
	return ok && !s.Changed && !s.Awaited
}

// next is the version of what is stored now.
func (r *recorder) next(key string) int {
	if r.versions == nil {
		r.versions = map[string]int{}
	}
	r.versions[key]++
	return r.versions[key]
}

func (r *recorder) Shares(Sighting) bool { return r.shares }

func (r *recorder) Publish(_ context.Context, s Sighting, doc normalize.Document) (Result, error) {
	if r.fail != nil {
		if err := r.fail(s.Entry.URL); err != nil {
			return Result{}, err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	doc.Body = slices.Clone(doc.Body)
	before, known := r.docs[s.Entry.URL+s.Entry.ID]
	r.docs[s.Entry.URL+s.Entry.ID] = doc
	if (s.Recheck || s.Awaited) && known && slices.Equal(before.Body, doc.Body) {
		return Result{Event: StoryUnchanged, Headline: s.Entry.Title, Version: r.versions[s.Entry.URL+s.Entry.ID]}, nil
	}
	r.published++
	version := r.next(s.Entry.URL + s.Entry.ID)
	if r.kept != nil {
		r.kept(doc)
	}
	if r.after != nil {
		if err := r.after(); err != nil {
			return Result{}, err
		}
	}
	return Result{Event: StoryPublished, Headline: s.Entry.Title, Version: version}, nil
}

func (r *recorder) Withdraw(_ context.Context, t Retraction) (Result, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.withdrawn = append(r.withdrawn, t)
	version := 0
	for key := range r.docs {
		if strings.HasPrefix(key, t.URL) {
			version = r.next(key)
		}
	}
	if r.after != nil {
		if err := r.after(); err != nil {
			return Result{}, err
		}
	}
	return Result{Event: StoryWithdrawn, Version: version}, nil
}

// world is a crawler with all its real parts, and a site.
type world struct {
	site    *httptest.Server
	js      jetstream.JetStream
	cal     *calendar.Calendar
	handler *recorder
	crawler *Crawler

	mu       sync.Mutex
	events   []Event
	requests []string
}

func newWorld(t *testing.T, opts Options, site http.HandlerFunc) *world {
	t.Helper()
	w := &world{handler: &recorder{docs: map[string]normalize.Document{}}}
	w.site = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(rw, r)
			return
		}
		w.mu.Lock()
		w.requests = append(w.requests, r.URL.Path)
		w.mu.Unlock()
		site(rw, r)
	}))
	t.Cleanup(w.site.Close)
	s, err := server.NewServer(&server.Options{DontListen: true, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	nc, err := nats.Connect("", nats.InProcessServer(s))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	if w.js, err = jetstream.New(nc); err != nil {
		t.Fatal(err)
	}
	if w.cal, err = calendar.Open(t.Context(), w.js, calendar.Options{Sole: true, Lease: 2 * time.Second}); err != nil {
		t.Fatal(err)
	}
	f, err := fetch.New(fetch.Options{AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Timeout: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	opts.Observe = func(e Event) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.events = append(w.events, e)
	}
	w.crawler = New(w.cal, f, w.handler, opts)
	return w
}

func (w *world) add(t *testing.T, f calendar.Feed) string {
	t.Helper()
	f.URL = w.site.URL + f.URL
	f.ID = calendar.FeedID(f.URL)
	f.Next = time.Now().Round(time.Millisecond)
	if err := w.cal.AddFeed(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if err := w.cal.BookAt(t.Context(), f.Job(), f.Next); err != nil {
		t.Fatal(err)
	}
	return f.ID
}

// again makes a feed due and drains.
func (w *world) again(t *testing.T, id string) *calendar.Feed {
	t.Helper()
	f, err := w.cal.UpdateFeed(t.Context(), id, func(f *calendar.Feed) error { f.Next = time.Now().Round(time.Millisecond); return nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := w.cal.BookAt(t.Context(), f.Job(), f.Next); err != nil {
		t.Fatal(err)
	}
	return w.drain(t, id)
}

func (w *world) drain(t *testing.T, id string) *calendar.Feed {
	t.Helper()
	w.crawler.Drain(t.Context())
	f, err := w.cal.Feed(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func rss(items string) string {
	return `<rss version="2.0"><channel><title>T</title>` + items + `</channel></rss>`
}

func item(i int, date time.Time) string {
	return fmt.Sprintf("<item><title>Story %d</title><link>/s/%d</link><guid>%d</guid><pubDate>%s</pubDate></item>",
		i, i, i, date.UTC().Format(time.RFC1123))
}

func TestAPollBooksPagesSavesTheFeedAndTheNextPoll(t *testing.T) {
	now := time.Now()
	w := newWorld(t, Options{}, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			rw.Header().Set("Etag", `"v1"`)
			if r.Header.Get("If-None-Match") == `"v1"` {
				rw.WriteHeader(http.StatusNotModified)
				return
			}
			fmt.Fprint(rw, rss(item(1, now)+item(2, now)+item(3, now.Add(-48*time.Hour))))
			return
		}
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprint(rw, "<p>page of "+r.URL.Path)
	})
	f := w.drain(t, w.add(t, calendar.Feed{URL: "/feed"}))
	if len(w.handler.docs) != 2 {
		t.Errorf("%d documents, want those of the last day", len(w.handler.docs))
	}
	if f.Validators.ETag != `"v1"` || len(f.Seen) != 3 || !f.Known || !f.Next.After(now) || f.Outcome != string(Fresh) {
		t.Errorf("feed %+v", f)
	}
	if b, err := w.cal.Backlog(t.Context()); err != nil || b.Polls != 1 || b.Due+b.InFlight+b.Lanes != 0 {
		t.Errorf("backlog %+v, %v; want the next poll and nothing else", b, err)
	}
	f = w.again(t, f.ID)
	if f.Outcome != string(Unchanged) || f.Status != http.StatusNotModified || len(w.handler.docs) != 2 {
		t.Errorf("second poll: %+v", f)
	}
}

func TestAStaleSlotIsNotPolledAgain(t *testing.T) {
	w := newWorld(t, Options{}, func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, rss("")) })
	id := w.add(t, calendar.Feed{URL: "/feed"})
	f := w.drain(t, id)
	stale := f.Job()
	stale.Slot = stale.Slot.Add(-time.Hour)
	if err := w.cal.BookAt(t.Context(), stale, time.Now()); err != nil {
		t.Fatal(err)
	}
	w.drain(t, id)
	if len(w.requests) != 1 {
		t.Errorf("requests %v, want one poll", w.requests)
	}
}

func TestWhatCannotBeStoredComesAgain(t *testing.T) {
	w := newWorld(t, Options{}, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			fmt.Fprint(rw, rss(item(1, time.Now())))
			return
		}
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprint(rw, "<p>A story.</p>")
	})
	failures := 0
	w.handler.fail = func(string) error {
		w.handler.mu.Lock()
		defer w.handler.mu.Unlock()
		if failures++; failures <= 2 {
			return errors.New("no acknowledgement")
		}
		return nil
	}
	w.drain(t, w.add(t, calendar.Feed{URL: "/feed"}))
	if len(w.handler.docs) != 1 || failures != 3 {
		t.Errorf("%d documents after %d tries", len(w.handler.docs), failures)
	}
}

func TestWhatCanNeverBePublishedIsBuried(t *testing.T) {
	w := newWorld(t, Options{}, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			fmt.Fprint(rw, rss(item(1, time.Now())+item(2, time.Now())))
			return
		}
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprint(rw, "<p>A story.</p>")
	})
	w.handler.fail = func(url string) error {
		if url == w.site.URL+"/s/1" {
			return fmt.Errorf("%w: odd", ErrUnpublishable)
		}
		if url == w.site.URL+"/s/2" {
			panic("a bug")
		}
		return nil
	}
	w.drain(t, w.add(t, calendar.Feed{URL: "/feed"}))
	if b, err := w.cal.Backlog(t.Context()); err != nil || b.Dead != 2 {
		t.Errorf("backlog %+v, %v; want two dead letters", b, err)
	}
}

func TestAnswersBecomeOutcomes(t *testing.T) {
	for path, want := range map[string]Outcome{
		"/200": Fresh, "/410": Gone, "/404": Failed, "/403": Refused, "/429": Throttled, "/503": Throttled, "/html": NotAFeed, "/empty": NotAFeed,
	} {
		w := newWorld(t, Options{}, func(rw http.ResponseWriter, r *http.Request) {
			var code int
			switch n, err := fmt.Sscanf(r.URL.Path, "/%d", &code); {
			case r.URL.Path == "/html":
				fmt.Fprint(rw, "<html></html>")
			case code == 200:
				fmt.Fprint(rw, rss(`<item><title>t</title><guid>1</guid></item>`))
			case n == 1 && err == nil:
				rw.Header().Set("Retry-After", "7200")
				rw.WriteHeader(code)
			}
		})
		f := w.drain(t, w.add(t, calendar.Feed{URL: path}))
		if f.Outcome != string(want) {
			t.Errorf("%s: %s, want %s", path, f.Outcome, want)
		}
		if failed := want != Fresh; (f.Failures > 0) != failed || failed && f.Error == "" {
			t.Errorf("%s: %d failures, %q", path, f.Failures, f.Error)
		}
		if want == Throttled && time.Until(f.Next) < 2*time.Hour-time.Minute {
			t.Errorf("%s: next poll in %s, the site asked for two hours", path, time.Until(f.Next))
		}
	}
}

func TestACutFeedKeepsNoValidators(t *testing.T) {
	w := newWorld(t, Options{}, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Etag", `"v1"`)
		fmt.Fprint(rw, `<rss><channel><item><title>one</title><guid>1</guid></item><item><title>tw`)
	})
	f := w.drain(t, w.add(t, calendar.Feed{URL: "/feed"}))
	if f.Validators.ETag != "" || len(f.Seen) != 1 || len(w.handler.docs) != 1 {
		t.Errorf("etag %q, %d seen, %d documents", f.Validators.ETag, len(f.Seen), len(w.handler.docs))
	}
}

func TestOneRequestAtATimeAtAHost(t *testing.T) {
	var mu sync.Mutex
	inFlight, peak := 0, 0
	w := newWorld(t, Options{Workers: 8}, func(rw http.ResponseWriter, r *http.Request) {
		mu.Lock()
		inFlight++
		peak = max(peak, inFlight)
		mu.Unlock()
		time.Sleep(5 * time.Millisecond)
		mu.Lock()
		inFlight--
		mu.Unlock()
		if r.URL.Path == "/feed" {
			var items string
			for i := range 40 {
				items += item(i, time.Now())
			}
			fmt.Fprint(rw, rss(items))
			return
		}
		fmt.Fprint(rw, "<p>A story.</p>")
	})
	w.drain(t, w.add(t, calendar.Feed{URL: "/feed"}))
	if peak != 1 || len(w.handler.docs) != 40 {
		t.Errorf("%d requests at once, %d documents", peak, len(w.handler.docs))
	}
}

func TestStopFinishesWhatIsInFlight(t *testing.T) {
	started := make(chan struct{})
	w := newWorld(t, Options{Grace: 5 * time.Second}, func(rw http.ResponseWriter, _ *http.Request) {
		close(started)
		time.Sleep(300 * time.Millisecond)
		fmt.Fprint(rw, rss(""))
	})
	id := w.add(t, calendar.Feed{URL: "/feed"})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); w.crawler.Run(ctx) }()
	<-started
	cancel()
	<-done
	if f, err := w.cal.Feed(t.Context(), id); err != nil || f.Outcome != string(Unchanged) {
		t.Errorf("feed %+v, %v; want the poll finished", f, err)
	}
}

func TestStopLeavesWhatOutlastsTheGracePeriod(t *testing.T) {
	started, release := make(chan struct{}, 2), make(chan struct{})
	w := newWorld(t, Options{Grace: 100 * time.Millisecond}, func(http.ResponseWriter, *http.Request) {
		started <- struct{}{}
		<-release
	})
	defer close(release)
	id := w.add(t, calendar.Feed{URL: "/feed"})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); w.crawler.Run(ctx) }()
	<-started
	cancel()
	<-done
	f, err := w.cal.Feed(t.Context(), id)
	if err != nil || f.Failures != 0 || !f.Polled.IsZero() {
		t.Errorf("feed %+v, %v; want it untouched", f, err)
	}
	if _, err := w.cal.Next(t.Context()); err != nil {
		t.Errorf("the job did not come again: %v", err)
	}
}

func TestRunEndsItsGoroutines(t *testing.T) {
	w := newWorld(t, Options{}, func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, rss("")) })
	before := goleak.IgnoreCurrent()
	w.drain(t, w.add(t, calendar.Feed{URL: "/feed"}))
	w.site.CloseClientConnections()
	goleak.VerifyNone(t, before,
		goleak.IgnoreTopFunction("net/http.(*persistConn).writeLoop"), goleak.IgnoreTopFunction("internal/poll.runtime_pollWait"))
}

func TestOnlyTheFeedsAskedForArePolled(t *testing.T) {
	w := newWorld(t, Options{Only: map[string]bool{}}, func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, rss("")) })
	one, other := w.add(t, calendar.Feed{URL: "/one"}), w.add(t, calendar.Feed{URL: "/other"})
	w.crawler.opts.Only[one] = true
	w.drain(t, one)
	if len(w.requests) != 1 || w.requests[0] != "/one" {
		t.Errorf("requests %v", w.requests)
	}
	if booked, err := w.cal.Booked(t.Context()); err != nil || booked[other] || len(booked) != 2 {
		t.Errorf("the other feed is not booked any more: %v, %v", booked, err)
	}
}

func TestWholeTextNeedsNoPage(t *testing.T) {
	long := make([]byte, wholeText)
	for i := range long {
		long[i] = 'x'
	}
	whole := &normalize.Entry{URL: "https://example.org/a", ContentHTML: string(long)}
	cut := &normalize.Entry{URL: "https://example.org/a", ContentHTML: string(long) + " [...]"}
	short := &normalize.Entry{URL: "https://example.org/a", ContentHTML: "short"}
	for _, tc := range []struct {
		e       *normalize.Entry
		setting string
		want    bool
	}{
		{whole, "", false}, {whole, FullTextAuto, false}, {whole, FullTextAlways, true}, {cut, FullTextAuto, true}, {short, FullTextAuto, true},
		{short, FullTextNever, false}, {&normalize.Entry{Title: "no address"}, FullTextAlways, false},
	} {
		if got := needsPage(tc.e, tc.setting); got != tc.want {
			t.Errorf("%d bytes, %q: %v", len(tc.e.ContentHTML), tc.setting, got)
		}
	}
}

func TestFreshness(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		header http.Header
		want   time.Duration
	}{
		"nothing":              {http.Header{}, 0},
		"max-age":              {http.Header{"Cache-Control": {"public, max-age=3600"}}, time.Hour},
		"max-age less Age":     {http.Header{"Cache-Control": {"max-age=3600"}, "Age": {"600"}}, 50 * time.Minute},
		"max-age over Expires": {http.Header{"Cache-Control": {"max-age=60"}, "Expires": {"Mon, 23 Nov 2026 14:00:00 GMT"}}, time.Minute},
		"Expires":              {http.Header{"Expires": {"Mon, 23 Nov 2026 14:00:00 GMT"}}, 2 * time.Hour},
		"the past":             {http.Header{"Expires": {"Mon, 23 Nov 2020 14:00:00 GMT"}}, 0},
		"nonsense":             {http.Header{"Cache-Control": {"max-age=soon"}}, 0},
		"an old Age":           {http.Header{"Cache-Control": {"max-age=60"}, "Age": {"600"}}, 0},
	} {
		if got := freshness(tc.header, now); got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
}

func TestACertificateThatDoesNotVerifyIsTakenOnlyWhereToldSo(t *testing.T) {
	w := newWorld(t, Options{}, func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, rss(item(1, time.Now()))) })
	secure := httptest.NewTLSServer(w.site.Config.Handler)
	t.Cleanup(secure.Close)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	w.site.URL = secure.URL
	strict := w.add(t, calendar.Feed{URL: "/strict", Settings: calendar.Settings{FullText: FullTextNever}})
	lax := w.add(t, calendar.Feed{URL: "/lax", Settings: calendar.Settings{FullText: FullTextNever, AnyCertificate: true}})
	w.drain(t, strict)
	if f := w.drain(t, lax); Outcome(f.Outcome) != Fresh {
		t.Errorf("any certificate: %s, %s", f.Outcome, f.Error)
	}
	if f := w.drain(t, strict); f.Failures != 1 || !strings.Contains(f.Error, "tls") {
		t.Errorf("a valid certificate only: %s, %s", f.Outcome, f.Error)
	}
}

package ingest

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
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
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

// world is a simulated web under names of its own, with the real crawler, handler, index
// and publisher on a real NATS server, all in one bubble of fake time.
type world struct {
	t       *testing.T
	server  *server.Server
	fetcher *fetch.Fetcher
	pipes   chan net.Conn

	mu    sync.Mutex
	sites map[string]http.Handler
}

// inWorld plays in a new world.
func inWorld(t *testing.T, play func(*world)) {
	t.Helper()
	ats.Register() // its clock belongs outside of the bubble
	defer ats.Unregister()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, pipes: make(chan net.Conn), sites: map[string]http.Handler{}}
		var err error
		w.server, err = server.NewServer(&server.Options{
			DontListen: true, JetStream: true, StoreDir: dir, SyncInterval: 24 * time.Hour, NoSigs: true, NoLog: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		go w.server.Start()
		if !w.server.ReadyForConnections(time.Minute) {
			t.Fatal("the server did not start")
		}
		defer func() { w.server.Shutdown(); w.server.WaitForShutdown() }()
		if w.fetcher, err = fetch.New(fetch.Options{Lookup: w.lookup, Dial: w.dial}); err != nil {
			t.Fatal(err)
		}
		defer w.fetcher.Close()
		web := &http.Server{Handler: w}
		done := make(chan struct{})
		go func() { defer close(done); _ = web.Serve(&wire{w.pipes, make(chan struct{}), sync.Once{}}) }()
		defer func() { _ = web.Close(); <-done }()
		play(w)
	})
}

// wire is a listener for connections in memory.
type wire struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *wire) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}
func (l *wire) Close() error   { l.once.Do(func() { close(l.closed) }); return nil }
func (l *wire) Addr() net.Addr { return &net.TCPAddr{} }

func (w *world) lookup(_ context.Context, host string) ([]netip.Addr, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.sites[host] == nil {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return []netip.Addr{netip.MustParseAddr("93.184.216.34")}, nil
}

func (w *world) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case w.pipes <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// ServeHTTP is every site.
func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	site := w.sites[r.Host]
	w.mu.Unlock()
	if site == nil {
		http.NotFound(rw, r)
		return
	}
	site.ServeHTTP(rw, r)
}

func (w *world) site(host string, h http.Handler) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sites[host] = h
}

// process is one that crawls and publishes.
type process struct {
	nc      *nats.Conn
	js      jetstream.JetStream
	cal     *calendar.Calendar
	handler *handler
	events  func(crawler.Event)
}

func (w *world) process() *process {
	w.t.Helper()
	ctx := context.Background()
	nc, err := nats.Connect("", nats.InProcessServer(w.server))
	if err != nil {
		w.t.Fatal(err)
	}
	p := &process{nc: nc, events: func(crawler.Event) {}}
	if p.js, err = jetstream.New(nc); err != nil {
		w.t.Fatal(err)
	}
	if p.cal, err = calendar.Open(ctx, p.js, calendar.Options{
		Delay: time.Second, Lease: time.Hour, PullWait: 10 * time.Minute, LaneLease: time.Minute,
	}); err != nil {
		w.t.Fatal(err)
	}
	if _, err := sink.EnsureStream(ctx, p.js, sink.StreamConfig{}); err != nil {
		w.t.Fatal(err)
	}
	index, err := sink.OpenIndex(ctx, p.js, sink.StreamConfig{}, sink.IndexOptions{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		w.t.Fatal(err)
	}
	publisher, err := sink.NewPublisher(index, sink.StreamConfig{})
	if err != nil {
		w.t.Fatal(err)
	}
	p.handler = &handler{index: index, publisher: publisher, reserved: "publish"}
	return p
}

func (p *process) close() {
	p.handler.index.Close()
	p.nc.Close()
}

// run crawls for some time.
func (w *world) run(d time.Duration, processes ...*process) {
	ctx, stop := context.WithTimeout(context.Background(), d)
	defer stop()
	var all sync.WaitGroup
	for _, p := range processes {
		c := crawler.New(p.cal, w.fetcher, p.handler, crawler.Options{
			Workers: 2, MinEvery: time.Minute, MaxEvery: 2 * time.Minute, BlindEvery: time.Minute,
			Backfill: calendar.Backfill{All: true}, Rechecks: []time.Duration{2 * time.Minute, 14 * time.Minute, 20 * time.Minute},
			Observe: func(e crawler.Event) {
				if e.Kind == crawler.Storage {
					w.t.Errorf("storage: %v", e.Err)
				}
				p.events(e)
			},
		})
		all.Go(func() { c.Run(ctx) })
	}
	all.Wait()
}

// follow subscribes to a feed, to be polled now.
func (w *world) follow(p *process, f calendar.Feed) {
	w.t.Helper()
	if err := p.cal.Subscribe(context.Background(), f, nil); err != nil {
		w.t.Fatal(err)
	}
}

// stored are all messages of the stream, each with its subject.
func (w *world) stored(p *process) (articles []*article.Article, subjects []string) {
	w.t.Helper()
	stream, err := p.js.Stream(context.Background(), "ARTICLES")
	if err != nil {
		w.t.Fatal(err)
	}
	info, err := stream.Info(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	for seq := info.State.FirstSeq; seq <= info.State.LastSeq && seq > 0; seq++ {
		m, err := stream.GetMsg(context.Background(), seq)
		if err != nil {
			w.t.Fatal(err)
		}
		a, err := article.Decode(m.Data)
		if err != nil {
			w.t.Fatal(err)
		}
		articles, subjects = append(articles, a), append(subjects, m.Subject)
	}
	return articles, subjects
}

// newest are the stories by their ids, each in its last version.
func newest(articles []*article.Article) map[string]*article.Article {
	last := map[string]*article.Article{}
	for _, a := range articles {
		last[a.ID] = a
	}
	return last
}

// site is a site of documents that a test changes.
type site struct {
	mu   sync.Mutex
	docs map[string]doc
	host string // under which it is reached instead of "evil.test"; empty: under that
	easy bool   // a query that it does not know changes nothing, as on most sites
}

// renamed is a text with the site's own host in it.
func (s *site) renamed(text string) string {
	if s.host == "" {
		return text
	}
	return strings.ReplaceAll(text, "evil.test", s.host)
}

// doc is what an address answers.
type doc struct {
	status   int // 0: 200
	location string
	kind     string // Content-Type; "": that of a page
	before   *doc   // what it answers once, before this; nil: nothing
	body     string
}

func newSite() *site { return &site{docs: map[string]doc{}} }

func (s *site) put(path string, d doc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.docs[path] = d
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	d, ok := s.docs[r.URL.RequestURI()]
	if !ok && s.easy {
		d, ok = s.docs[r.URL.EscapedPath()]
	}
	if d.before != nil {
		once := *d.before
		d.before = nil
		s.docs[r.URL.RequestURI()], d = d, once
	}
	s.mu.Unlock()
	switch {
	case !ok:
		http.NotFound(w, r)
	case d.location != "":
		http.Redirect(w, r, s.renamed(d.location), http.StatusFound)
	default:
		kind := "text/html; charset=utf-8"
		if d.kind != "" {
			kind = d.kind
		}
		w.Header().Set("Content-Type", kind)
		if d.status != 0 {
			w.WriteHeader(d.status)
		}
		fmt.Fprint(w, s.renamed(d.body))
	}
}

// counting is a site of one page that counts how often it is asked for.
func counting(n *int, d doc) http.Handler {
	var mu sync.Mutex
	s := newSite()
	s.put("/a", d)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/a" {
			mu.Lock()
			*n++
			mu.Unlock()
		}
		s.ServeHTTP(w, r)
	})
}

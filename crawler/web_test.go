package crawler

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats-server/v2/server/ats"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
)

// web is a simulated world: sites under names of their own, DNS, a real NATS
// server and the real crawler, all in one bubble of fake time, in which a month
// passes in seconds. It writes down every request as the sites see it, and
// notices by itself when a host is asked too soon or twice at a time.
type web struct {
	t       *testing.T
	server  *server.Server
	cal     *calendar.Calendar
	fetcher *fetch.Fetcher
	docs    *recorder
	opts    Options
	delay   time.Duration
	pipes   chan net.Conn
	broken  bool // storage is meant to fail
	lease   time.Duration
	dir     string
	stop    func()
	cut     atomic.Bool // this machine reaches nothing

	mu       sync.Mutex
	sites    map[string]http.HandlerFunc
	names    map[string]string // addresses other than the usual
	log      []request
	inFlight map[string]int
	started  map[string]time.Time
	events   []Event
}

// request is one request as its site saw it.
type request struct {
	At     time.Time
	Host   string
	Path   string
	Header http.Header
}

func (r request) conditional() bool {
	return r.Header.Get("If-None-Match")+r.Header.Get("If-Modified-Since") != ""
}

// delayOfTests is the least time between two requests to a host.
const delayOfTests = 2 * time.Second

// onWeb plays in a new world. What may not happen at any time is checked at the
// end.
func onWeb(t *testing.T, opts Options, play func(*web)) {
	t.Helper()
	ats.Register() // its clock belongs outside of the bubble
	defer ats.Unregister()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		w := &web{
			t: t, opts: opts, delay: delayOfTests, pipes: make(chan net.Conn), docs: &recorder{docs: map[string]normalize.Document{}},
			sites: map[string]http.HandlerFunc{}, inFlight: map[string]int{}, started: map[string]time.Time{},
		}
		w.dir = dir
		w.start()
		defer func() { w.stop() }()
		var err error
		if w.fetcher, err = fetch.New(fetch.Options{Lookup: w.lookup, Dial: w.dial}); err != nil {
			t.Fatal(err)
		}
		defer w.fetcher.Close()
		internet := &http.Server{Handler: http.HandlerFunc(w.serve)}
		done := make(chan struct{})
		go func() { defer close(done); _ = internet.Serve(&wire{w.pipes, make(chan struct{}), sync.Once{}}) }()
		defer func() { _ = internet.Close(); <-done }()
		play(w)
	})
}

// start starts NATS and opens the calendar.
func (w *web) start() {
	w.t.Helper()
	serverStats = 30 * 24 * time.Hour
	s, err := server.NewServer(&server.Options{
		DontListen: true, JetStream: true, StoreDir: w.dir, SyncInterval: 24 * time.Hour, NoSigs: true, NoLog: true,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	go s.Start()
	if !s.ReadyForConnections(time.Minute) {
		w.t.Fatal("the server did not start")
	}
	w.server = s
	nc, cal := w.process()
	w.cal, w.stop = cal, func() { nc.Close(); s.Shutdown(); s.WaitForShutdown() }
}

// away lets time pass while everything is switched off.
func (w *web) away(d time.Duration) {
	w.t.Helper()
	w.stop()
	time.Sleep(d)
	w.start()
}

// restart lets no time pass.
func (w *web) restart() { w.away(0) }

// process opens a calendar as one more process would.
func (w *web) process() (*nats.Conn, *calendar.Calendar) {
	w.t.Helper()
	nc, err := nats.Connect("", nats.InProcessServer(w.server))
	if err != nil {
		w.t.Fatal(err)
	}
	js, err := jetstream.New(nc)
	if err != nil {
		w.t.Fatal(err)
	}
	// Long leases and pulls only save work while days pass.
	cal, err := calendar.Open(context.Background(), js, calendar.Options{
		Delay: w.delay, Lease: cmp.Or(w.lease, time.Hour), PullWait: 30 * time.Minute, LaneLease: time.Minute,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return nc, cal
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

func (w *web) lookup(_ context.Context, host string) ([]netip.Addr, error) {
	if w.cut.Load() {
		return nil, &net.DNSError{Err: "connection refused", Name: host}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.sites[host] == nil {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	if address := w.names[host]; address != "" {
		return []netip.Addr{netip.MustParseAddr(address)}, nil
	}
	return []netip.Addr{netip.MustParseAddr("93.184.216.34")}, nil
}

func (w *web) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	if w.cut.Load() {
		return nil, syscall.ENETUNREACH
	}
	here, there := net.Pipe()
	select {
	case w.pipes <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// serve is every site. It keeps the books before it answers.
func (w *web) serve(rw http.ResponseWriter, r *http.Request) {
	host, _, _ := strings.Cut(r.Host, ":")
	domain := calendar.Host("http://" + host)
	now := time.Now()
	w.mu.Lock()
	site := w.sites[host]
	if w.inFlight[domain]++; w.inFlight[domain] > 1 {
		w.t.Errorf("P4: %d requests in flight at %s (%s)", w.inFlight[domain], domain, r.URL)
	}
	if last, ok := w.started[domain]; ok && now.Sub(last) < w.delay {
		w.t.Errorf("P4: %s was asked %s after the request before (%s)", domain, now.Sub(last), r.URL)
	}
	w.started[domain] = now
	w.log = append(w.log, request{now, host, r.URL.RequestURI(), r.Header.Clone()})
	w.mu.Unlock()
	defer func() { w.mu.Lock(); w.inFlight[domain]--; w.mu.Unlock() }()
	for _, header := range []string{"Cookie", "Referer", "Cache-Control", "Pragma"} {
		if v := r.Header.Get(header); v != "" {
			w.t.Errorf("H9: %s: %s was sent to %s", header, v, r.URL)
		}
	}
	site(rw, r)
}

// site puts a site on the web. A robots.txt it does not answer for is not found.
func (w *web) site(host string, h func(http.ResponseWriter, *http.Request)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sites[host] = h
}

// pages is a site of fixed documents; others are not found.
func pages(docs map[string]string) func(http.ResponseWriter, *http.Request) {
	return func(rw http.ResponseWriter, r *http.Request) {
		body, ok := docs[r.URL.RequestURI()]
		if !ok {
			http.NotFound(rw, r)
			return
		}
		fmt.Fprint(rw, body)
	}
}

// robotsThen answers /robots.txt with a text and the rest with h.
func robotsThen(text string, h http.HandlerFunc) func(http.ResponseWriter, *http.Request) {
	return func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != "/robots.txt":
			h(rw, r)
		case text == "":
			http.NotFound(rw, r)
		default:
			fmt.Fprint(rw, text)
		}
	}
}

// add subscribes to a feed, to be polled now.
func (w *web) add(f calendar.Feed) string {
	w.t.Helper()
	f.ID, f.Next = calendar.FeedID(f.URL), time.Now().Round(time.Millisecond)
	if err := w.cal.AddFeed(context.Background(), f); err != nil {
		w.t.Fatal(err)
	}
	if err := w.cal.BookAt(context.Background(), f.Job(), f.Next); err != nil {
		w.t.Fatal(err)
	}
	return f.ID
}

func (w *web) feed(id string) *calendar.Feed {
	w.t.Helper()
	f, err := w.cal.Feed(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

// newCrawler is the crawler of a process.
func (w *web) newCrawler(cal *calendar.Calendar) *Crawler {
	opts := w.opts
	if opts.Backfill == (calendar.Backfill{}) {
		opts.Backfill = calendar.Backfill{All: true}
	}
	if opts.Workers == 0 {
		opts.Workers = 1
	}
	opts.Observe = func(e Event) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.events = append(w.events, e)
		if e.Kind == Storage && !w.broken {
			w.t.Errorf("storage: %v", e.Err)
		}
	}
	return New(cal, w.fetcher, w.docs, opts)
}

// run lets a new process crawl for some time.
func (w *web) run(d time.Duration) {
	ctx, stop := context.WithTimeout(context.Background(), d)
	defer stop()
	w.newCrawler(w.cal).Run(ctx)
}

// lane takes the lane of a URL's host and gives it back, as if an answer had come.
func (w *web) lane(url string, a calendar.Answer) {
	w.t.Helper()
	lane, until, err := w.cal.Take(context.Background(), url)
	if err != nil || lane == nil {
		w.t.Fatalf("no lane for %s before %s: %v", url, until, err)
	}
	if err := lane.Give(context.Background(), a); err != nil {
		w.t.Fatal(err)
	}
}

// asked returns the requests for a URL without its scheme, such as
// "news.example/feed", or for all paths of a host.
func (w *web) asked(what string) []request {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []request
	for _, r := range w.log {
		if r.Host == what || r.Host+r.Path == what {
			list = append(list, r)
		}
	}
	return list
}

// happened returns the events of a kind and an outcome.
func (w *web) happened(k Kind, o Outcome) []Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.events), func(e Event) bool { return e.Kind != k || e.Outcome != o })
}

// news is a feed that a test writes and a site serves, with validators.
type news struct {
	mu       sync.Mutex
	items    []string
	etag     string
	modified string
	extra    http.Header                                   // further headers of each answer
	fault    func(http.ResponseWriter, *http.Request) bool // answers instead, if it returns true
	channel  string                                        // elements of the channel
}

// put replaces the entries; whole stories, so that no page is fetched.
func (n *news) put(etag string, titles ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.etag, n.items = etag, nil
	for _, title := range titles {
		n.items = append(n.items, fmt.Sprintf("<item><title>%s</title><guid>%s</guid><pubDate>%s</pubDate>"+
			"<description>A summary.</description></item>", title, title, time.Now().UTC().Format(time.RFC1123)))
	}
}

func (n *news) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.fault != nil && n.fault(rw, r) {
		return
	}
	for name, values := range n.extra {
		rw.Header()[name] = values
	}
	if n.etag != "" {
		rw.Header().Set("Etag", n.etag)
	}
	if n.modified != "" {
		rw.Header().Set("Last-Modified", n.modified)
	}
	if n.etag != "" && r.Header.Get("If-None-Match") == n.etag {
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	rw.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprintf(rw, `<rss version="2.0"><channel><title>News</title>%s%s</channel></rss>`, n.channel, strings.Join(n.items, ""))
}

// gaps are the waits between requests.
func gaps(list []request) []time.Duration {
	var out []time.Duration
	for i := 1; i < len(list); i++ {
		out = append(out, list[i].At.Sub(list[i-1].At))
	}
	return out
}

// mux puts one path on a site; others, and robots.txt, are not found.
func (w *web) mux(host, path string, h http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	next := w.sites[host]
	w.sites[host] = func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == path:
			h(rw, r)
		case next != nil:
			next(rw, r)
		default:
			http.NotFound(rw, r)
		}
	}
}

// together lets this process and others crawl side by side.
func (w *web) together(d time.Duration, others ...*calendar.Calendar) {
	var wg sync.WaitGroup
	ctx, stop := context.WithTimeout(context.Background(), d)
	defer stop()
	for _, cal := range append(others, w.cal) {
		c := w.newCrawler(cal)
		wg.Go(func() { c.Run(ctx) })
	}
	wg.Wait()
}

// simulatesLong skips a test of many simulated days under -short: with the race detector
// each costs ten to thirty seconds, and crosses no other goroutines than the short ones.
func simulatesLong(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("simulates days")
	}
}

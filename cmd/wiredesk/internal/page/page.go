package page

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/feedindex"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

// Options say what the page shows and where it finds it.
type Options struct {
	Version  string
	JS       jetstream.JetStream
	Stream   sink.StreamConfig
	Calendar *calendar.Calendar
	Journal  *Journal
	Log      *slog.Logger

	// Known reports whether a story is published, without a look at the stream.
	Known func(id string) bool
	// FeedHash is under what hash the stream knows a feed.
	FeedHash func(feedID string) uint64
	// Why explains a feed in rows of a name and a text, as `wiredesk why` does.
	Why func(context.Context, *calendar.Feed) ([][2]string, error)
	// Paused says why the crawl pauses; empty: it does not.
	Paused func() string
	// Drift lists the sites whose articles lack more than they used to; nil: none.
	Drift func(context.Context) ([]Drift, error)
	// Extract fetches a page and makes an article of it; nil: /try is not offered.
	Extract func(ctx context.Context, url string) (*article.Article, error)
	// Token opens /try, TokenFile is where its owner finds it.
	Token, TokenFile string
}

// Drift is a site whose articles lack more than they used to.
type Drift struct {
	Site    string    `json:"site"`
	Text    string    `json:"text"` // what is lacking, in words
	Since   time.Time `json:"since"`
	Example string    `json:"example,omitempty"` // id of an article that shows it
}

// Page is served by its Handler; Run keeps it up to date.
type Page struct {
	Options
	mux    *http.ServeMux
	feeds  feedindex.Index
	hub    hub
	trying chan struct{} // holds a token while a page is tried
	reads  chan struct{} // holds tokens while the stream is searched

	mu        sync.Mutex // of what follows
	overview  *overview
	answering gathered
}

// searches is how many searches of the stream go on at once.
const searches = 2

// New returns a page. Until Run runs, its list of feeds is empty.
func New(o Options) *Page {
	if o.Paused == nil {
		o.Paused = func() string { return "" }
	}
	if o.Drift == nil {
		o.Drift = func(context.Context) ([]Drift, error) { return nil, nil }
	}
	p := &Page{Options: o, mux: http.NewServeMux(), trying: make(chan struct{}, 1), reads: make(chan struct{}, searches)}
	p.hub.clients = map[chan []byte]bool{}
	for pattern, handle := range map[string]http.HandlerFunc{
		"GET /{$}":            p.serveOverview,
		"GET /overview.json":  p.serveOverviewJSON,
		"GET /minutes.json":   p.serveMinutes,
		"GET /events":         p.serveEvents,
		"GET /feeds":          p.serveFeeds,
		"GET /feeds.json":     p.serveFeedsJSON,
		"GET /feeds/{id}":     p.serveFeed,
		"GET /articles/{id}":  p.serveArticle,
		"GET /try":            p.serveTry,
		"POST /try":           p.try,
		"POST /try/token":     p.enterToken,
		"GET /assets/{name}":  serveAsset,
		"GET /favicon.ico":    redirectIcon,
		"GET /{anything...}":  p.notFound,
		"POST /{anything...}": p.notAllowed,
	} {
		p.mux.HandleFunc(pattern, handle)
	}
	return p
}

// Handler serves the page. Requests that a page of another site has made a
// browser send change nothing: they are refused.
func (p *Page) Handler() http.Handler {
	return http.NewCrossOriginProtection().Handler(p.mux)
}

// Run reads the day that was, follows feeds and articles, and feeds those who
// look, until ctx ends.
func (p *Page) Run(ctx context.Context) {
	var parts sync.WaitGroup
	for name, part := range map[string]func(context.Context) error{
		"the feeds": func(ctx context.Context) error { return p.Calendar.WatchFeeds(ctx, p.feeds.See) },
		"the day before": func(ctx context.Context) error {
			if err := p.Journal.recall(ctx, p.JS, p.Stream); err != nil || !p.Journal.shared {
				return err
			}
			return p.Journal.follow(ctx, p.JS, p.Stream)
		},
	} {
		parts.Go(func() { p.keep(ctx, name, part) })
	}
	parts.Go(func() { p.broadcast(ctx) })
	parts.Wait()
}

// keep repeats a part that fails, with a pause.
func (p *Page) keep(ctx context.Context, name string, part func(context.Context) error) {
	for {
		err := part(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		p.Log.Warn("the page could not read "+name+"; it tries again", "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(5 * time.Second):
		}
	}
}

func (p *Page) notFound(w http.ResponseWriter, r *http.Request) {
	p.fail(w, r, http.StatusNotFound, "There is no such page", "Nothing is served under "+words.Clip(r.URL.Path, 200)+".")
}

func (p *Page) notAllowed(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Allow", "GET, HEAD")
	p.fail(w, r, http.StatusMethodNotAllowed, "This page is for reading", "It takes GET and HEAD.")
}

// wantsJSON says that a program asks.
func wantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "application/json") && !strings.Contains(accept, "text/html")
}

package page

import (
	"context"
	"net/http"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// New returns a page. Until Run runs, its list of feeds is empty.
func New(o Options) *Page {
	if o.Missing == nil {
		o.Missing = func() string { return "" }
	}
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

func (p *Page) notFound(w http.ResponseWriter, r *http.Request) {
	p.fail(w, r, http.StatusNotFound, "There is no such page", "Nothing is served under "+words.Clip(r.URL.Path, 200)+".")
}

func (p *Page) notAllowed(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Allow", "GET, HEAD")
	p.fail(w, r, http.StatusMethodNotAllowed, "This page is for reading", "It takes GET and HEAD.")
}

package page

import (
	"html/template"
	"net"
	"net/http"
	"strings"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/echo"
)

// layout is what every page needs.
type layout struct {
	Title   string
	Here    string // the part of the navigation
	Version string
	Status  template.HTML
	CanTry  bool
	Live    bool // it has parts that follow what happens
	Refresh int  // seconds until it is loaded again where there is no JavaScript
	Body    any
}

// show renders a page.
func (p *Page) show(w http.ResponseWriter, r *http.Request, code int, name string, l layout) {
	b, err := p.page(r, name, l)
	if err != nil {
		p.Log.Error("page", "path", r.URL.Path, echo.Client, client(r), "error", err)
		http.Error(w, "the page cannot be shown; the log says why", http.StatusInternalServerError)
		return
	}
	secure(w.Header())
	w.Header().Set("Cache-Control", "no-store")
	send(w, r, code, "text/html; charset=utf-8", b, nil)
}

func (p *Page) page(r *http.Request, name string, l layout) ([]byte, error) {
	l.Version, l.CanTry = p.Version, p.Extract != nil
	if l.Status == "" {
		l.Status = p.look(r.Context()).parts["status"]
	}
	return render(name, l)
}

// fail says what went wrong, as a page or to a program.
func (p *Page) fail(w http.ResponseWriter, r *http.Request, code int, title, text string) {
	if wantsJSON(r) || strings.HasSuffix(r.URL.Path, ".json") {
		sendJSON(w, r, code, map[string]string{"error": title + ": " + text})
		return
	}
	p.show(w, r, code, "error.html", layout{Title: title, Body: text})
}

// client is who asks, for the log.
func client(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// unreadable says that NATS did not answer.
func (p *Page) unreadable(w http.ResponseWriter, r *http.Request, what string, err error) {
	p.Log.Warn("page", "path", r.URL.Path, echo.Client, client(r), "error", err)
	w.Header().Set("Retry-After", "10")
	p.fail(w, r, http.StatusServiceUnavailable, "The "+what+" cannot be read now",
		"NATS did not answer. Try again in a moment; the log says more.")
}

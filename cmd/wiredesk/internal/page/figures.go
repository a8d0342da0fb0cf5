package page

import (
	"net/http"
)

func (p *Page) serveOverview(w http.ResponseWriter, r *http.Request) {
	if wantsJSON(r) {
		p.serveOverviewJSON(w, r)
		return
	}
	o := p.look(r.Context())
	p.show(w, r, http.StatusOK, "overview.html",
		layout{Title: "Overview", Here: "overview", Status: o.parts["status"], Live: true, Refresh: 15, Body: o.parts})
}

func (p *Page) serveOverviewJSON(w http.ResponseWriter, r *http.Request) {
	sendJSON(w, r, http.StatusOK, p.look(r.Context()).facts)
}

func (p *Page) serveMinutes(w http.ResponseWriter, r *http.Request) {
	sendJSON(w, r, http.StatusOK, p.Journal.series(24*60))
}

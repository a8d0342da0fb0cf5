package page

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/normalize/safehtml"
)

//go:embed templates/*.html
var templateFiles embed.FS

// policy is what browsers are allowed with a page of ours: our own files, and
// nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secure sets what every answer tells the browser.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"asset":   assetPath,
		"count":   words.Count,
		"plural":  words.Plural,
		"briefly": words.Briefly,
		"roughly": words.Roughly,
		"size":    func(n int64) string { return words.Size(uint64(max(n, 0))) },
		"time":    timeElement,
		"day":     dayElement,
		"web":     safehtml.Address,
		"mark":    markOf,
		"state":   stateWords,
		"event":   eventWords,
		"spaced":  func(s any) string { return strings.ReplaceAll(fmt.Sprint(s), "_", " ") },
		"percent": percent,
		"clip":    words.Clip,
		"bare":    bare,
		"add":     func(a, b int) int { return a + b },
	}).ParseFS(templateFiles, "templates/*.html"))
})

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
		p.Log.Error("page", "path", r.URL.Path, "error", err)
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

func render(name string, data any) ([]byte, error) {
	var b bytes.Buffer
	if err := templates().ExecuteTemplate(&b, name, data); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// fail says what went wrong, as a page or to a program.
func (p *Page) fail(w http.ResponseWriter, r *http.Request, code int, title, text string) {
	if wantsJSON(r) || strings.HasSuffix(r.URL.Path, ".json") {
		sendJSON(w, r, code, map[string]string{"error": title + ": " + text})
		return
	}
	p.show(w, r, code, "error.html", layout{Title: title, Body: text})
}

// smallest is from how many bytes an answer is worth compressing.
const smallest = 1000

// send answers with a body, compressed if the browser takes it. gz may be nil.
func send(w http.ResponseWriter, r *http.Request, code int, kind string, raw, gz []byte) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Add("Vary", "Accept-Encoding")
	body := raw
	if len(raw) >= smallest && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if gz == nil {
			gz = zip(raw, gzip.BestSpeed+2)
		}
		body = gz
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(code)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // whoever asked may have gone
	}
}

func sendJSON(w http.ResponseWriter, r *http.Request, code int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		http.Error(w, "the answer cannot be written", http.StatusInternalServerError)
		return
	}
	secure(w.Header())
	w.Header().Set("Cache-Control", "no-store")
	send(w, r, code, "application/json", append(b, '\n'), nil)
}

// timeElement is a time of today as a clock shows it, any other with its day.
func timeElement(t time.Time) template.HTML {
	if t.IsZero() {
		return "–"
	}
	t = t.Local()
	layout, now := "2 Jan 15:04", time.Now()
	switch {
	case t.Year() == now.Year() && t.YearDay() == now.YearDay():
		layout = "15:04:05"
	case t.Year() != now.Year():
		layout = "2 Jan 2006"
	}
	// Neither form holds anything but digits, letters and marks of ours.
	return template.HTML(`<time datetime="` + t.Format(time.RFC3339) + `">` + t.Format(layout) + `</time>`) // as said
}

// dayElement is a time with its day and the offset at which it was told.
func dayElement(t time.Time) template.HTML {
	if t.IsZero() {
		return "–"
	}
	// Digits, letters and marks of ours.
	return template.HTML(`<time datetime="` + t.Format(time.RFC3339) + `">` + t.Format("2 January 2006, 15:04 -07:00") + `</time>`)
}

func percent(part, all int) string {
	switch {
	case all == 0:
		return "–"
	case part == all:
		return "100 %"
	}
	share := 100 * float64(part) / float64(all)
	if share > 99 || share > 0 && share < 1 {
		return fmt.Sprintf("%.1f %%", share)
	}
	return fmt.Sprintf("%.0f %%", share)
}

// bare is an address without what all have in common, short enough to read.
func bare(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	return words.Clip(strings.TrimSuffix(strings.TrimPrefix(url, "www."), "/"), 120)
}

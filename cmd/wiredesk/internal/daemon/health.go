package daemon

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ingest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

const (
	// pingTimeout is how long NATS may take to answer a ping.
	pingTimeout = 3 * time.Second
	// awayPatience is how long an external NATS may be away before the watchdog has
	// the process started anew. A restart brings back no server, only a connection
	// that has lost its way.
	awayPatience = 5 * time.Minute
)

// health says whether a daemon does its work. /readyz answers what it says,
// `wiredesk healthcheck` asks for that, and systemd's watchdog waits for it. Its
// methods may be called concurrently.
type health struct {
	pipeline *ingest.Pipeline // set before the first question

	mu    sync.Mutex
	crawl *ingest.Crawl
	away  time.Time // since when NATS is; zero if it is not
}

// watch makes a crawl the one that is looked at.
func (h *health) watch(c *ingest.Crawl) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.crawl = c
}

// current is the crawl that is at work.
func (h *health) current() *ingest.Crawl {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.crawl
}

// problem is why a daemon does not do its work, in words.
type problem struct {
	text string
	// grave is one that the process may get rid of by being started anew.
	grave bool
}

// problems are what is wrong now; none if the daemon does its work.
func (h *health) problems(ctx context.Context) []problem {
	p := h.pipeline
	if since := h.natsAway(time.Now()); !since.IsZero() { // then nothing else can be known
		return []problem{{"NATS is away since " + words.Clock(since), p.Serves() || time.Since(since) > awayPatience}}
	}
	var list []problem
	if stored := p.StoreTrouble(); stored != "" { // the process opens it anew by itself
		list = append(list, problem{stored, false})
	}
	if away := p.Away(); away != nil { // and the process ends
		list = append(list, problem{away.Error(), true})
	}
	if err := ping(ctx, p); err != nil {
		list = append(list, problem{"NATS does not answer: " + err.Error(), true})
	}
	if !p.Index.Current() {
		list = append(list, problem{"the index of published articles is being read", false})
	}
	if refuses := p.Disk.Refusing(time.Now()); refuses != "" {
		list = append(list, problem{refuses, p.Serves()})
	}
	if stuck := h.current().Stuck(time.Now()); stuck != "" {
		list = append(list, problem{stuck, true})
	}
	return list
}

// inWords are the texts of problems.
func inWords(problems []problem) []string {
	var list []string
	for _, p := range problems {
		list = append(list, p.text)
	}
	return list
}

// natsAway is since when there is no connection; the zero time if there is one.
func (h *health) natsAway(now time.Time) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.pipeline.NC.IsConnected():
		h.away = time.Time{}
	case h.away.IsZero():
		h.away = now
	}
	return h.away
}

// ping asks NATS for a sign of life.
func ping(ctx context.Context, p *ingest.Pipeline) error {
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	return p.NC.FlushWithContext(ctx)
}

// alive reports whether a watchdog is to be told so.
func alive(problems []problem) bool {
	return !slices.ContainsFunc(problems, func(p problem) bool { return p.grave })
}

// ServeHTTP is /readyz: 200, or 503 with the reasons, a line each.
func (h *health) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if problems := h.problems(r.Context()); len(problems) > 0 {
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, strings.Join(inWords(problems), "\n"))
		return
	}
	fmt.Fprintln(w, "ok")
	if why := h.pipeline.Paused(); why != "" {
		fmt.Fprintln(w, "the crawl pauses: "+why)
	}
	if missing := h.pipeline.Missing(); missing != "" {
		fmt.Fprintln(w, "missing of what was stored: "+missing)
	}
}

package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

const (
	// stuckAfter is how long a job may take beyond the time that its request may:
	// past that it waits for something that does not come.
	stuckAfter = 30 * time.Second
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
	mu   sync.Mutex
	p    *pipeline
	away time.Time // since when NATS is; zero if it is not
}

// watch makes a pipeline the one that is looked at.
func (h *health) watch(p *pipeline) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.p = p
}

func (h *health) pipeline() *pipeline {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.p
}

// problem is why a daemon does not do its work, in words.
type problem struct {
	text string
	// grave is one that the process may get rid of by being started anew.
	grave bool
}

// problems are what is wrong now; none if the daemon does its work.
func (h *health) problems(ctx context.Context) []problem {
	p := h.pipeline()
	if since := h.natsAway(p, time.Now()); !since.IsZero() { // then nothing else can be known
		return []problem{{"NATS is away since " + words.Clock(since), p.server != nil || time.Since(since) > awayPatience}}
	}
	var list []problem
	if err := ping(ctx, p); err != nil {
		list = append(list, problem{"NATS does not answer: " + err.Error(), true})
	}
	if !p.index.Current() {
		list = append(list, problem{"the index of published articles is being read", false})
	}
	if stuck := p.stuck(time.Now()); stuck != "" {
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
func (h *health) natsAway(p *pipeline, now time.Time) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case p.nc.IsConnected():
		h.away = time.Time{}
	case h.away.IsZero():
		h.away = now
	}
	return h.away
}

// ping asks NATS for a sign of life.
func ping(ctx context.Context, p *pipeline) error {
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	return p.nc.FlushWithContext(ctx)
}

// stuck says in words that the crawl does not go on, though nothing has told it to
// pause; it is empty if it does.
func (p *pipeline) stuck(now time.Time) string {
	patience := p.cfg.Crawl.Timeout.Duration() + stuckAfter
	if n, oldest := p.crawler.InFlight(); n > 0 && now.Sub(oldest) > patience {
		return fmt.Sprintf("the crawl is stuck: %s in hands, the oldest since %s%s", words.Plural(n, "job"), words.Clock(oldest), p.diagnosis())
	}
	if silent := p.gate.silent(now); silent > patience {
		return "the crawl is stuck: no worker has come for a job for " + words.Roughly(silent)
	}
	return ""
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
	if why := h.pipeline().brake.paused(); why != "" {
		fmt.Fprintln(w, "the crawl pauses: "+why)
	}
}

// Package newsroom is a small news web on loopback: five publications with
// feeds of every kind, pages as publishers build them, and the odd behaviour
// that crawlers meet. The demo runs on it, and so do tests. All its text was
// written for it.
package newsroom

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Options of a Newsroom.
type Options struct {
	// CorrectAfter is when one story is corrected; 0 means never by itself.
	CorrectAfter time.Duration
	// Start is the time the stories' dates are counted back from (default now).
	Start time.Time
}

// Newsroom serves all sites until Close.
type Newsroom struct {
	start time.Time
	sites []*site
	stop  context.CancelFunc
	done  sync.WaitGroup

	mu        sync.Mutex
	requests  []Request
	corrected bool
}

// Request is one request as a site saw it.
type Request struct {
	At        time.Time
	Site      string
	Path      string
	Status    int
	UserAgent string
	// Conditional says that validators were sent.
	Conditional bool
}

// Open starts all sites, each on a port of its own.
func Open(opts Options) (_ *Newsroom, err error) {
	if opts.Start.IsZero() {
		opts.Start = time.Now()
	}
	ctx, stop := context.WithCancel(context.Background())
	n := &Newsroom{start: opts.Start.Truncate(time.Second), stop: stop}
	defer func() {
		if err != nil {
			err = errors.Join(err, n.Close())
		}
	}()
	if n.sites, err = newSites(n); err != nil {
		return nil, err
	}
	for _, s := range n.sites {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("open the newsroom: %w", err)
		}
		s.base = "http://" + l.Addr().String()
		s.server = &http.Server{Handler: n.logged(s), ReadHeaderTimeout: 10 * time.Second}
		n.done.Go(func() { _ = s.server.Serve(l) })
	}
	if opts.CorrectAfter > 0 {
		n.done.Go(func() {
			select {
			case <-ctx.Done():
			case <-time.After(opts.CorrectAfter):
				n.Correct()
			}
		})
	}
	return n, nil
}

// Close stops all sites.
func (n *Newsroom) Close() error {
	n.stop()
	var errs []error
	for _, s := range n.sites {
		if s.server != nil {
			errs = append(errs, s.server.Close())
		}
	}
	n.done.Wait()
	return errors.Join(errs...)
}

// Correct publishes the correction: a story gets another headline, another
// first paragraph and a note that says so.
func (n *Newsroom) Correct() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.corrected = true
}

func (n *Newsroom) isCorrected() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.corrected
}

// Feeds are the addresses to subscribe to: good ones, and some that answer 301,
// 410, 429 or HTML.
func (n *Newsroom) Feeds() []string {
	var list []string
	for _, s := range n.sites {
		for _, path := range s.feeds {
			list = append(list, s.base+path)
		}
	}
	return list
}

// Site is the address of a site by its name: times, herald, vesti, zeitung or
// courrier.
func (n *Newsroom) Site(name string) string {
	for _, s := range n.sites {
		if s.name == name {
			return s.base
		}
	}
	return ""
}

// Stories are all stories that a crawler of all feeds should publish.
func (n *Newsroom) Stories() []Story {
	var all []Story
	for _, s := range n.sites {
		for _, st := range s.stories {
			st.URL = ""
			if st.Path != "" {
				st.URL = s.base + st.Path
			}
			all = append(all, st)
		}
	}
	return all
}

// Requests is what was asked so far, in order.
func (n *Newsroom) Requests() []Request {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]Request(nil), n.requests...)
}

// logged notes every request.
func (n *Newsroom) logged(s *site) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		s.serve(status, r)
		n.mu.Lock()
		defer n.mu.Unlock()
		n.requests = append(n.requests, Request{
			At: time.Now(), Site: s.name, Path: (&url.URL{Path: r.URL.Path, RawQuery: r.URL.RawQuery}).String(), Status: status.status,
			UserAgent: r.UserAgent(), Conditional: r.Header.Get("If-None-Match")+r.Header.Get("If-Modified-Since") != "",
		})
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

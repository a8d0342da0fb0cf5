package newsweb

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"time"
)

// Options of a Web; the zero value of each field means its default.
type Options struct {
	Sites int // 10, at most 50,000
	Feeds int // of each site: 1
	Items int // of each feed: 20
	// Port is the same on all addresses; 0 takes one that is free.
	Port int
	Seed uint64
	// MinPage and MaxPage bound the size of a page in bytes, unpacked: 20 KB and
	// 80 KB. Small pages are more frequent than large ones.
	MinPage, MaxPage int
	// Latency is how long every answer waits.
	Latency time.Duration
	Faults  Faults
}

const maxSites = 50_000

func (o Options) withDefaults() Options {
	o.Sites = or(o.Sites, 10)
	o.Feeds = or(o.Feeds, 1)
	o.Items = or(o.Items, 20)
	o.MinPage = or(o.MinPage, 20_000)
	o.MaxPage = max(or(o.MaxPage, 80_000), o.MinPage)
	o.Faults.StallFor = or(o.Faults.StallFor, 30*time.Second)
	return o
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// Web is a running news web. Its owner must Close it.
type Web struct {
	opts   Options
	sites  []*site
	byHost map[string]*site
	counts counters
	faults faulter

	server   *http.Server
	serving  sync.WaitGroup
	stalling chan struct{} // closed by Close: stalled answers end
	closing  sync.Once
}

// Start makes all sites and serves them.
//
// Errors: too many sites; a port that is taken; an address that the system does
// not have.
func Start(opts Options) (*Web, error) {
	opts = opts.withDefaults()
	if opts.Sites > maxSites {
		return nil, fmt.Errorf("news web: %d sites are more than %d", opts.Sites, maxSites)
	}
	listeners, err := listen(opts)
	if err != nil {
		return nil, fmt.Errorf("news web: %w", err)
	}
	opts.Port = listeners[0].Addr().(*net.TCPAddr).Port
	w := &Web{opts: opts, byHost: make(map[string]*site, opts.Sites), stalling: make(chan struct{})}
	w.faults = faulter{Faults: opts.Faults, seed: opts.Seed}
	w.build()
	w.server = &http.Server{Handler: w, ReadHeaderTimeout: 10 * time.Second}
	for _, l := range listeners {
		w.serving.Go(func() { _ = w.server.Serve(l) }) // ends with Close
	}
	return w, nil
}

// listen opens all addresses on one port.
func listen(opts Options) ([]net.Listener, error) {
	const tries = 10 // a port that is free on one address may be taken on another
	for try := 1; ; try++ {
		listeners, err := listenOn(opts.Sites, opts.Port)
		if err == nil || opts.Port != 0 || try == tries {
			return listeners, err
		}
	}
}

func listenOn(sites, port int) (_ []net.Listener, err error) {
	var listeners []net.Listener
	defer func() {
		if err != nil {
			for _, l := range listeners {
				_ = l.Close()
			}
		}
	}()
	var config net.ListenConfig
	for i := range sites {
		l, err := config.Listen(context.Background(), "tcp4", net.JoinHostPort(address(i), strconv.Itoa(port)))
		if err != nil {
			return nil, err
		}
		listeners = append(listeners, l)
		port = l.Addr().(*net.TCPAddr).Port
	}
	return listeners, nil
}

// address is the loopback address of a site.
func address(site int) string { return fmt.Sprintf("127.1.%d.%d", site/250, site%250+1) }

// build makes the sites, on all cores: a page is some milliseconds of work.
func (w *Web) build() {
	w.sites = make([]*site, w.opts.Sites)
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				w.sites[i] = newSite(w.opts, i)
			}
		})
	}
	for i := range w.sites {
		next <- i
	}
	close(next)
	wg.Wait()
	for _, s := range w.sites {
		w.byHost[s.host] = s
	}
}

// Feeds are the addresses of all feeds, site by site.
func (w *Web) Feeds() []string {
	var urls []string
	for _, s := range w.sites {
		for f := range w.opts.Feeds {
			urls = append(urls, s.base+feedPath(f))
		}
	}
	return urls
}

// Stories are the addresses of all stories, feed by feed.
func (w *Web) Stories() []string {
	var urls []string
	for _, s := range w.sites {
		for i := range w.opts.Feeds * w.opts.Items {
			urls = append(urls, s.base+s.story(i).path)
		}
	}
	return urls
}

// Story is one story with the text that its page shows. n counts through the
// feeds of the site.
func (w *Web) Story(site, n int) Story {
	s := w.sites[site].story(n)
	return Story{URL: w.sites[site].base + s.path, Headline: s.headline, Author: s.author, Paragraphs: s.paragraphs}
}

// Story is what a reader of a page should find.
type Story struct {
	URL        string
	Headline   string
	Author     string
	Paragraphs []string
}

// Close stops serving and waits until all listeners are closed. Requests in
// flight are cut off.
func (w *Web) Close() error {
	var err error
	w.closing.Do(func() {
		close(w.stalling)
		err = w.server.Close()
		w.serving.Wait()
	})
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

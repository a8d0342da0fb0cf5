package fetch

import (
	"net/http"

	"github.com/gocolly/colly/v2"
)

// Fetcher holds what all workers share: connections, names and rules.
type Fetcher struct {
	opts    Options
	guard   guard
	names   *names
	trusted *http.Transport
	lax     *http.Transport // takes any certificate
	base    *colly.Collector
	baseLax *colly.Collector
	buffers buffers
}

// New returns a Fetcher. Close ends its idle connections.
func New(opts Options) (*Fetcher, error) {
	if err := opts.complete(); err != nil {
		return nil, err
	}
	f := &Fetcher{opts: opts, guard: guard{allow: opts.AllowPrivate, ports: opts.Ports}, names: newNames(opts.Lookup)}
	f.trusted, f.lax = newTransport(opts, &f.guard, f.names, false), newTransport(opts, &f.guard, f.names, true)
	f.base, f.baseLax = newCollector(opts, &f.guard, f.trusted), newCollector(opts, &f.guard, f.lax)
	return f, nil
}

// Close ends the idle connections. Requests in flight go on.
func (f *Fetcher) Close() {
	f.trusted.CloseIdleConnections()
	f.lax.CloseIdleConnections()
}

// Limit is how large a decoded body of a kind may be, in bytes.
func (f *Fetcher) Limit(k Kind) int64 { return f.opts.limit(k) }

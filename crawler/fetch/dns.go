package fetch

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"time"
)

// How long an answer of DNS is used. The system's resolver tells no TTL; a
// minute is what the shortest common ones are, and enough to ask once for a
// poll and the pages that follow it.
const (
	nameTTL    = time.Minute
	noNameTTL  = 10 * time.Second // failures, so that a dead host is not asked for every job
	nameWait   = 10 * time.Second
	keepsNames = 10_000
)

// names is a cache of DNS with single flight: many workers that want one name
// ask once.
type names struct {
	resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	mu      sync.Mutex
	known   map[string]*name
}

// name is an answer, or one on its way.
type name struct {
	done  chan struct{} // closed when the answer is there
	addrs []netip.Addr
	err   error
	until time.Time
}

func newNames(resolve func(context.Context, string) ([]netip.Addr, error)) *names {
	if resolve == nil {
		resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	return &names{resolve: resolve, known: map[string]*name{}}
}

// lookup returns the addresses of a host.
func (n *names) lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	n.mu.Lock()
	e := n.known[host]
	if e == nil || e.stale(time.Now()) {
		if len(n.known) >= keepsNames {
			n.sweep()
		}
		e = &name{done: make(chan struct{})}
		n.known[host] = e
		// Others may wait for this answer: it does not end with its first asker.
		go n.ask(context.WithoutCancel(ctx), host, e)
	}
	n.mu.Unlock()
	select {
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-e.done:
		return e.addrs, e.err
	}
}

func (n *names) ask(ctx context.Context, host string, e *name) {
	ctx, cancel := context.WithTimeout(ctx, nameWait)
	defer cancel()
	e.addrs, e.err = n.resolve(ctx, host)
	e.until = time.Now().Add(nameTTL)
	if e.err != nil {
		e.until = time.Now().Add(noNameTTL)
	}
	close(e.done)
}

// stale reports whether the answer is there and too old.
func (e *name) stale(now time.Time) bool {
	select {
	case <-e.done:
		return now.After(e.until)
	default:
		return false
	}
}

// sweep makes room: stale answers go, and if none is, all do.
func (n *names) sweep() {
	now := time.Now()
	for host, e := range n.known {
		if e.stale(now) {
			delete(n.known, host)
		}
	}
	if len(n.known) >= keepsNames {
		clear(n.known)
	}
}

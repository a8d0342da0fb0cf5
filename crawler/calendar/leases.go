package calendar

import (
	"context"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// leases are the jobs that were delivered to this process and not yet answered. The
// zero value is ready for use.
type leases struct {
	mu   sync.Mutex
	open map[jetstream.Msg]struct{}
}

func (l *leases) keep(msg jetstream.Msg) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open == nil {
		l.open = map[jetstream.Msg]struct{}{}
	}
	l.open[msg] = struct{}{}
}

func (l *leases) drop(msg jetstream.Msg) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, msg)
}

func (l *leases) all() []jetstream.Msg {
	l.mu.Lock()
	defer l.mu.Unlock()
	open := make([]jetstream.Msg, 0, len(l.open))
	for msg := range l.open {
		open = append(open, msg)
	}
	return open
}

// renew gives a sign of life for each of them, time and again until ctx ends.
func (l *leases) renew(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, msg := range l.all() {
			// A sign of life that gets lost costs at most a second delivery, which
			// finds its work done.
			_ = msg.InProgress()
		}
	}
}

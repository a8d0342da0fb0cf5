package ingest

import (
	"context"
	"sync"
	"time"
)

// gate is what every worker of a crawl passes before it takes a job. It knows when
// one last came, which is the crawl's sign of life, and can be shut to let another
// crawl take over: what is in flight is finished, and nothing new begins.
type gate struct {
	workers int
	pause   func(context.Context) // returns when the crawl may go on

	mu      sync.Mutex
	seen    time.Time     // when a worker last came or went
	waiting int           // workers that are here
	closing bool          // it is shut, for good
	full    chan struct{} // closed when it is shut and all workers are here
}

func newGate(workers int, pause func(context.Context)) *gate {
	return &gate{workers: workers, pause: pause, seen: time.Now(), full: make(chan struct{})}
}

// pass returns when a worker may go on, or when ctx ends.
func (g *gate) pass(ctx context.Context) {
	g.come()
	g.pause(ctx)
	if !g.leave() {
		<-ctx.Done()
	}
}

func (g *gate) come() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.seen = time.Now()
	g.waiting++
	g.tell()
}

// leave lets a worker go on, unless the gate is shut. Both are decided at once: a
// worker that is counted as waiting never goes on.
func (g *gate) leave() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closing {
		return false
	}
	g.seen = time.Now()
	g.waiting--
	return true
}

// tell closes full once there is nobody to wait for; the caller holds mu.
func (g *gate) tell() {
	if g.closing && g.waiting >= g.workers {
		select {
		case <-g.full:
		default:
			close(g.full)
		}
	}
}

// shut lets nobody pass any more, and returns when all workers wait here, or when
// ctx ends.
func (g *gate) shut(ctx context.Context) {
	g.mu.Lock()
	g.closing = true
	g.tell()
	g.mu.Unlock()
	select {
	case <-g.full:
	case <-ctx.Done():
	}
}

// silent is for how long no worker has come, if there is none that waits here.
func (g *gate) silent(now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.waiting > 0 {
		return 0
	}
	return now.Sub(g.seen)
}

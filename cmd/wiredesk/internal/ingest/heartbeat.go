package ingest

import (
	"context"
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

const (
	// beatEvery is how often a sign of life goes through the store, and beatTime what it
	// may take.
	beatEvery = 5 * time.Second
	beatTime  = 5 * time.Second
	// missedBeats in a row say that nothing is stored: one may come from a busy machine.
	missedBeats = 2
)

// heartbeat is what the last signs of life have shown. It may be used concurrently.
type heartbeat struct {
	mu     sync.Mutex
	missed int
	since  time.Time // of the first that was missed
	why    string
}

// took notes that a sign of life was stored, or why it was not.
func (h *heartbeat) took(at time.Time, why string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if why == "" {
		h.missed, h.since, h.why = 0, time.Time{}, ""
		return
	}
	if h.missed++; h.missed == 1 {
		h.since = at
	}
	h.why = why
}

// silent is since when nothing is stored and why; the zero time if all is well.
func (h *heartbeat) silent() (since time.Time, why string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.missed < missedBeats {
		return time.Time{}, ""
	}
	return h.since, h.why
}

// KeepBeating sends a sign of life through the store, again and again, until ctx ends. The
// crawl pauses while none is stored.
func (p *Pipeline) KeepBeating(ctx context.Context) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if !p.NC.IsConnected() { // that is told, and lasts until there is a connection
			continue
		}
		at := time.Now()
		why := p.beat(ctx)
		if ctx.Err() == nil {
			p.pulse.took(at, why)
		}
	}
}

// beat sends one, and says why it was not stored.
func (p *Pipeline) beat(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, beatTime)
	defer cancel()
	if err := p.Calendar.Beat(ctx); err != nil {
		return err.Error() + p.Diagnosis()
	}
	return ""
}

// StoreProblem is since when nothing is stored, as far as is known, and why; the zero time
// if the store works. The reasons are an error that the built-in server has met, or signs
// of life that were not stored.
func (p *Pipeline) StoreProblem() (since time.Time, why string) {
	if f := p.StoreFault(); f != nil {
		return f.Since, f.Text
	}
	return p.pulse.silent()
}

// StoreTrouble says the same to people; it is empty if the store works.
func (p *Pipeline) StoreTrouble() string {
	since, why := p.StoreProblem()
	if since.IsZero() {
		return ""
	}
	return "nothing is stored since " + words.Clock(since) + ": " + why
}

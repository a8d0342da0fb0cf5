package desk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

const (
	// diskEvery is how often the disk is looked at: a crawl does not fill half a
	// gigabyte in that time.
	diskEvery = 2 * time.Second
	// fullPause is how long a crawl pauses when NATS says that it has no room; then
	// one job after the other finds out whether that has changed.
	fullPause = 30 * time.Second
)

// DiskGuard pauses a crawl before the disk is full, or after NATS has said that it has
// no room, and lets it go on by itself. A full disk is worse than a late article:
// the server answers nothing at all to what it could not write.
type DiskGuard struct {
	space func() (embedded.Space, error) // nil: not our disk

	mu       sync.Mutex
	below    uint64                        // how many bytes are to be free; 0: never mind
	onChange func(paused bool, why string) // is called when that changes; nil: nobody wants to know
	open     chan struct{}                 // closed while the crawl may go on
	why      string                        // empty while it may
	stuck    func() string                 // why the store takes nothing any more; nil: it is not ours
	full     time.Time                     // until when NATS is not to be tried
	fault    string                        // what NATS said
	// refused is since when NATS has said so again and again, at the last time.
	refused, at time.Time
}

// NewDiskGuard returns a guard of the disk that the configuration keeps its state
// on. On a server elsewhere it knows no disk, only what NATS says.
func NewDiskGuard(cfg *config.Config) *DiskGuard {
	g := &DiskGuard{below: uint64(cfg.State.PauseBelow.Bytes()), open: make(chan struct{})}
	close(g.open)
	if !cfg.External() {
		g.space = func() (embedded.Space, error) { return embedded.SpaceOf(cfg.StateDir()) }
	}
	return g
}

// LowDisk says why a crawl would pause now for want of space; empty: it would not.
func LowDisk(cfg *config.Config) string { return NewDiskGuard(cfg).reason(time.Now()) }

// OnChange has f called, in the place of another, when the crawl is to pause or may
// go on. f must not call the guard.
func (g *DiskGuard) OnChange(f func(paused bool, why string)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.onChange = f
}

// SetStuck has the crawl pause for as long as f has a reason: that the store takes nothing.
// f must not call the guard.
func (g *DiskGuard) SetStuck(f func() string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.stuck = f
}

// Wait returns when the crawl may go on, or when ctx ends.
func (g *DiskGuard) Wait(ctx context.Context) {
	g.mu.Lock()
	open := g.open
	g.mu.Unlock()
	select {
	case <-open:
	case <-ctx.Done():
	}
}

// SetBelow changes how much space there must be.
func (g *DiskGuard) SetBelow(below config.Size) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.below = uint64(below.Bytes())
}

// Watch looks at the disk until ctx ends.
func (g *DiskGuard) Watch(ctx context.Context) {
	tick := time.NewTicker(diskEvery)
	defer tick.Stop()
	for {
		g.Look(time.Now())
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Look decides anew.
func (g *DiskGuard) Look(now time.Time) {
	g.mu.Lock()
	was := g.why
	g.why = g.reason(now)
	changed := (was == "") != (g.why == "")
	why, onChange := g.why, g.onChange
	switch {
	case changed && why != "":
		g.open = make(chan struct{})
	case changed:
		close(g.open)
	}
	g.mu.Unlock()
	if changed && onChange != nil {
		onChange(why != "", why)
	}
}

// reason says why the crawl is to pause, or nothing; the caller holds mu. To go on takes a quarter more
// than to pause, so that it does not stutter.
func (g *DiskGuard) reason(now time.Time) string {
	if g.stuck != nil {
		if why := g.stuck(); why != "" {
			return why
		}
	}
	if now.Before(g.full) {
		return g.fault
	}
	if g.space == nil || g.below == 0 {
		return ""
	}
	s, err := g.space()
	if err != nil {
		return "" // what cannot be measured does not stop the news
	}
	least := g.below
	if g.why != "" {
		least += least / 4
	}
	if s.Free >= least {
		return ""
	}
	return lowSpace(s, least)
}

func lowSpace(s embedded.Space, least uint64) string {
	return fmt.Sprintf("%s free of %s on the disk of the state directory, wanted are %s (state.pause_below)",
		words.Size(s.Free), words.Size(s.Total), words.Size(least))
}

// Observe hears what the crawler reports: whether NATS had room.
func (g *DiskGuard) Observe(e crawler.Event) {
	if e.Kind != crawler.Storage || !errors.Is(e.Err, sink.ErrStorage) {
		return
	}
	now := time.Now()
	g.mu.Lock()
	if now.Sub(g.at) > 3*fullPause {
		g.refused = now
	}
	g.full, g.at, g.fault = now.Add(fullPause), now, "NATS has no room: "+e.Err.Error()
	g.mu.Unlock()
	g.Look(now)
}

// Refusing says why NATS stores nothing, and has not for some tries in a row, though the
// disk has room: its store has failed, and only a new start brings it back. Empty:
// that is not so.
func (g *DiskGuard) Refusing(now time.Time) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.at.IsZero() || g.at.Sub(g.refused) < 2*fullPause || now.Sub(g.at) > 2*fullPause {
		return ""
	}
	if g.space != nil && g.below > 0 {
		if s, err := g.space(); err == nil && s.Free < g.below {
			return ""
		}
	}
	return fmt.Sprintf("NATS stores nothing since %s: %s", words.Clock(g.refused), g.fault)
}

// Paused says why the crawl pauses; empty: it does not.
func (g *DiskGuard) Paused() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.why
}

// Check is the error of a disk on which nothing is to be begun.
func (g *DiskGuard) Check() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if why := g.reason(time.Now()); why != "" {
		return fmt.Errorf("%w: %s; nothing was fetched, what is due stays booked", ErrDiskLow, why)
	}
	return nil
}

package main

import (
	"context"
	"encoding/json"
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

// errDiskLow says that too little space is left to begin anything.
var errDiskLow = errors.New("too little space is left on the disk")

// brake pauses a crawl before the disk is full, or after NATS has said that it has
// no room, and lets it go on by itself. A full disk is worse than a late article:
// the server answers nothing at all to what it could not write.
type brake struct {
	space func() (embedded.Space, error) // nil: not our disk
	below uint64
	told  func(paused bool, why string) // is called when that changes

	mu    sync.Mutex
	open  chan struct{} // closed while the crawl may go on
	why   string        // empty while it may
	full  time.Time     // until when NATS is not to be tried
	fault string        // what NATS said
}

// newBrake makes a brake for a pipeline's disk.
func newBrake(cfg *config.Config, told func(paused bool, why string)) *brake {
	b := &brake{below: uint64(cfg.State.PauseBelow.Bytes()), told: told, open: make(chan struct{})}
	close(b.open)
	if !cfg.External() {
		b.space = func() (embedded.Space, error) { return embedded.SpaceOf(cfg.StateDir()) }
	}
	return b
}

// gate returns when the crawl may go on, or when ctx ends.
func (b *brake) gate(ctx context.Context) {
	b.mu.Lock()
	open := b.open
	b.mu.Unlock()
	select {
	case <-open:
	case <-ctx.Done():
	}
}

// setBelow changes how much space there must be.
func (b *brake) setBelow(below config.Size) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.below = uint64(below.Bytes())
}

// watch looks at the disk until ctx ends.
func (b *brake) watch(ctx context.Context) {
	tick := time.NewTicker(diskEvery)
	defer tick.Stop()
	for {
		b.look(time.Now())
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// look decides anew.
func (b *brake) look(now time.Time) {
	b.mu.Lock()
	was := b.why
	b.why = b.reason(now)
	changed := (was == "") != (b.why == "")
	why := b.why
	switch {
	case changed && why != "":
		b.open = make(chan struct{})
	case changed:
		close(b.open)
	}
	b.mu.Unlock()
	if changed {
		b.told(why != "", why)
	}
}

// reason says why the crawl is to pause, or nothing. To go on takes a quarter more
// than to pause, so that it does not stutter.
func (b *brake) reason(now time.Time) string {
	if now.Before(b.full) {
		return b.fault
	}
	if b.space == nil || b.below == 0 {
		return ""
	}
	s, err := b.space()
	if err != nil {
		return "" // what cannot be measured does not stop the news
	}
	least := b.below
	if b.why != "" {
		least += least / 4
	}
	if s.Free >= least {
		return ""
	}
	return lowSpace(s, least)
}

func lowSpace(s embedded.Space, least uint64) string {
	return fmt.Sprintf("%s free of %s on the disk of the state directory, wanted are %s (state.pause_below)", words.Size(s.Free), words.Size(s.Total), words.Size(least))
}

// heard is told what the crawler reports.
func (b *brake) heard(e crawler.Event) {
	if e.Kind != crawler.Storage || !errors.Is(e.Err, sink.ErrStorage) {
		return
	}
	b.mu.Lock()
	b.full, b.fault = time.Now().Add(fullPause), "NATS has no room: "+e.Err.Error()
	b.mu.Unlock()
	b.look(time.Now())
}

// paused says why the crawl pauses; empty: it does not.
func (b *brake) paused() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.why
}

// check is the error of a disk on which nothing is to be begun.
func (b *brake) check() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if why := b.reason(time.Now()); why != "" {
		return fmt.Errorf("%w: %s; nothing was fetched, what is due stays booked", errDiskLow, why)
	}
	return nil
}

// brakeTold logs and announces that the crawl pauses or goes on.
func (p *pipeline) brakeTold(paused bool, why string) {
	state := "resumed"
	if paused {
		state = "paused"
		p.log.Warn("the crawl pauses", "reason", why)
	} else {
		p.log.Info("the crawl goes on")
	}
	b, err := json.Marshal(struct {
		Type string    `json:"type"`
		Text string    `json:"text,omitempty"`
		Time time.Time `json:"time"`
	}{"crawl." + state, why, time.Now().UTC()})
	if err == nil {
		err = p.nc.Publish("wiredesk.events.crawl."+state, b)
	}
	if err != nil {
		p.log.Warn("could not announce", "state", state, "error", err)
	}
}

// examineDisk looks at the disk as doctor does.
func examineDisk(cfg *config.Config) []finding {
	s, err := embedded.SpaceOf(cfg.StateDir())
	if cfg.External() || err != nil {
		return nil
	}
	f := finding{Check: "disk", Result: "ok", Text: fmt.Sprintf("%s free of %s at %s", words.Size(s.Free), words.Size(s.Total), cfg.StateDir())}
	if least := uint64(cfg.State.PauseBelow.Bytes()); s.Free < least {
		f.Result, f.Text, f.Help = "error", "crawls pause: "+lowSpace(s, least), "make room, lower nats.stream.max_bytes or max_age, or set state.pause_below"
	}
	return []finding{f}
}

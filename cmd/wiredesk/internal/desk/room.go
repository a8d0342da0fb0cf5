package desk

import (
	"fmt"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
)

// Room is how many connections the doors may let in, so that the files of the store and
// the connections of the crawl can always be opened.
type Room struct {
	NATS, HTTP int
	// Short says that it is less than configured, and why; empty: it is not.
	Short string
}

// RoomFor divides what files this process may open: half of them belongs to the store
// and the crawl.
func RoomFor(cfg *config.Config) Room {
	limit, known := OpenFiles()
	return roomIn(cfg, limit, known)
}

func roomIn(cfg *config.Config, limit uint64, known bool) Room {
	r := Room{NATS: cfg.NATS.Limits.Connections, HTTP: cfg.HTTP.Connections}
	if cfg.External() || cfg.NATS.Listen == "none" {
		r.NATS = 0
	}
	if cfg.HTTP.Listen == "none" {
		r.HTTP = 0
	}
	wanted := r.NATS + r.HTTP
	free := max(0, int(min(limit, 1<<30))/2-4*cfg.Crawl.Workers)
	if !known || wanted <= free {
		return r
	}
	least := func(n, share int) int {
		return min(n, max(16, n*share/wanted))
	}
	r.NATS, r.HTTP = least(r.NATS, free), least(r.HTTP, free)
	r.Short = fmt.Sprintf("at most %d files may be open: %d connections to NATS and %d to the page are let in, not %d and %d", limit,
		r.NATS, r.HTTP, cfg.NATS.Limits.Connections, cfg.HTTP.Connections)
	return r
}

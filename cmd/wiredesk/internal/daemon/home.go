package daemon

import (
	"context"
	"errors"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ingest"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// homeEvery is how often it is looked whether the state directory is where it was. It is
// away when two looks say so: a disk that is mounted anew flickers.
const homeEvery = time.Second

// watchHome ends the work with the reason when the state directory was moved, removed or
// replaced: what is stored then, nobody finds. It returns when ctx ends.
func watchHome(ctx context.Context, p *ingest.Pipeline, end func(error)) {
	if !p.Serves() {
		return
	}
	tick := time.NewTicker(homeEvery)
	defer tick.Stop()
	for looks := 0; ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		away := p.Away()
		if away == nil {
			looks = 0
			continue
		}
		if looks++; looks == 2 {
			p.GoneAway(away)
			end(away)
			return
		}
	}
}

// awayOf is why watchHome ended a work, or nil.
func awayOf(ctx context.Context) error {
	var away *embedded.AwayError
	if errors.As(context.Cause(ctx), &away) {
		return away
	}
	return nil
}

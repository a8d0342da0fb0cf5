package daemon

import (
	"context"
	"errors"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ingest"
)

// errStore ends the work on a store that takes nothing any more, and would if it were
// opened anew.
var errStore = errors.New("the store is opened anew")

const (
	storeEvery = 2 * time.Second
	// storeCalm is for how long the cause must be gone: who frees a full disk frees it
	// file by file.
	storeCalm = 6 * time.Second
	// storeSilence is for how long a store may keep no sign of life without an error that
	// says why.
	storeSilence = 30 * time.Second
	// storeBriefly is how long a store has to work so that another failure is another
	// matter, and mostRelapses how often in a row it may fail sooner.
	storeBriefly = 5 * time.Minute
	mostRelapses = 6
)

// relapses counts how often in a row a store has failed soon after it was opened: then
// nothing has gone that kept it from writing, and to open it once more is no help.
type relapses int

// again notes a failure of a store that had worked for a time, and reports whether it was
// one too many.
func (r *relapses) again(worked time.Duration) bool {
	if worked > storeBriefly {
		*r = 0
	}
	*r++
	return *r > mostRelapses
}

// watchStore calls again, once, when the built-in server stores nothing and the cause is
// gone. It returns when ctx ends.
func watchStore(ctx context.Context, p *ingest.Pipeline, again func(error)) {
	if !p.Serves() { // a server elsewhere is not ours to open
		return
	}
	tick := time.NewTicker(storeEvery)
	defer tick.Stop()
	var calm time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		since, why := p.StoreProblem()
		if since.IsZero() || p.StoreFault() == nil && time.Since(since) < storeSilence || p.StoreReady() != nil {
			calm = time.Time{}
			continue
		}
		if calm.IsZero() {
			calm = time.Now()
		}
		if time.Since(calm) >= storeCalm {
			p.Log.Warn("what kept the store from writing is gone: the built-in server is opened anew", "problem", why, "since", since)
			again(errStore)
			return
		}
	}
}

package daemon

import (
	"context"
	"fmt"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ingest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ledger"
)

// errLost ends the work on streams of which one is missing, was made anew or has lost its
// end: what is opened anew makes what is not there. It is an errStore.
var errLost = fmt.Errorf("%w: something of it is missing", errStore)

// lookTime bounds one look at the streams.
const lookTime = 30 * time.Second

// keepLedger writes down what there is of the desk, again and again, until ctx ends. When
// something of it is gone it says so, and calls again, once.
func keepLedger(ctx context.Context, p *ingest.Pipeline, again func(error)) {
	tick := time.NewTicker(ledger.Every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if !p.NC.IsConnected() {
			continue
		}
		lost, err := lookAtStreams(ctx, p)
		switch {
		case ctx.Err() != nil:
			return
		case lost != "":
			p.Lost(lost)
			again(errLost)
			return
		case err != nil && p.StoreTrouble() == "": // else that is told
			p.Log.Warn("what there is of the desk could not be looked at", "error", err)
		}
	}
}

// lookAtStreams says what is gone since it was last called; empty if nothing is.
func lookAtStreams(ctx context.Context, p *ingest.Pipeline) (lost string, err error) {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	losses, err := p.Ledger.Keep(ctx, p.JS, p.Calendar.Feeds)
	if len(losses) > 0 {
		return ledger.Text(losses), nil
	}
	if err != nil {
		return "", err
	}
	ok, err := p.Calendar.HasConsumer(ctx)
	if err == nil && !ok {
		lost = "the consumer of the jobs is not there any more: nobody can take one"
	}
	return lost, err
}

package ingest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wiredesk/wiredesk/sink"
)

// ErrStuck is the cause of a run that ended because nothing was stored.
var ErrStuck = errors.New("NATS has acknowledged nothing")

// outageEvery is how often it is looked whether NATS is there.
const outageEvery = 100 * time.Millisecond

// WhileNATSAnswers returns a context that ends when NATS stays away, or takes nothing,
// for longer than patience; the cause says which. A cron run had better end and be
// repeated than hang: what it had not finished is still booked.
func (c *Crawl) WhileNATSAnswers(ctx context.Context, patience time.Duration, s *Stats) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	go func() { // ends with ctx
		var away time.Time
		tick := time.NewTicker(outageEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			switch {
			case c.pipeline.NC.IsConnected():
				away = time.Time{}
				if err := c.takesNothing(patience, s); err != nil {
					cancel(err)
				}
			case away.IsZero():
				away = time.Now()
			case time.Since(away) > patience:
				cancel(fmt.Errorf("%w: no connection for %s; nothing was marked as seen, the next run repeats what is missing",
					sink.ErrUnreachable, patience))
			}
		}
	}()
	return ctx, func() { cancel(context.Canceled) }
}

// takesNothing is the error of a server that is there and acknowledges nothing, or refuses
// what is left to store.
// Fetches end within their timeout: a worker that is busy for longer waits for an
// acknowledgement.
func (c *Crawl) takesNothing(patience time.Duration, s *Stats) error {
	if since, refusal := s.Refused(); !since.IsZero() && time.Since(since) > patience {
		return fmt.Errorf("%w for %s, what is missing stays booked: %w", ErrStuck, time.Since(since).Round(time.Second), refusal)
	}
	waits := patience + c.Config.Crawl.Timeout.Duration()
	n, oldest := c.InFlight()
	if n == 0 || time.Since(oldest) <= waits || s.Idle() <= waits {
		return nil
	}
	err := fmt.Errorf("%w for %s, what is missing stays booked%s", ErrStuck, s.Idle().Round(time.Second), c.pipeline.Diagnosis())
	if !c.pipeline.Serves() { // a cluster between two leaders, for one
		err = fmt.Errorf("%w: %w", sink.ErrUnreachable, err)
	}
	return err
}

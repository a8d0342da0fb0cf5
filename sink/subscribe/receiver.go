package subscribe

import (
	"context"
	"time"
)

// Handler receives articles, one at a time unless Options.Concurrency says
// otherwise. Returning nil acknowledges; an error has the article delivered
// again, after 1 s and then ever later, up to 5 min; Skip gives it up.
type Handler func(ctx context.Context, m Message) error

// receiver is one Run.
type receiver struct {
	Options
	handle Handler
	pulse  pulse
}

// outcome is what becomes of an article that was handed to the handler.
type outcome int

const (
	handled outcome = iota
	again           // later
	givenUp
)

// try calls the handler, and says what becomes of the article and why.
func (r *receiver) try(ctx context.Context, m Message) (outcome, error) {
	err := r.handle(ctx, m)
	if err == nil {
		return handled, nil
	}
	exhausted := r.MaxDeliver > 0 && m.Delivered >= r.MaxDeliver && ctx.Err() == nil
	if !skipped(err) && !exhausted {
		r.Logger.Warn("handler refuses an article", "id", m.ID, "delivered", m.Delivered, "error", err)
		return again, err
	}
	if r.DeadLetter != nil {
		if dead := r.DeadLetter(ctx, m, err); dead != nil {
			r.Logger.Warn("dead letter is refused, the article will come again", "id", m.ID, "error", dead)
			return again, dead
		}
	}
	r.Logger.Warn("article given up", "id", m.ID, "delivered", m.Delivered, "error", err)
	return givenUp, err
}

const (
	minRetryWait = time.Second
	maxRetryWait = 5 * time.Minute
)

// retryWait doubles with every delivery, from 1 s to 5 min.
func retryWait(delivered int) time.Duration {
	if delivered < 1 {
		delivered = 1
	}
	if delivered > 16 {
		return maxRetryWait
	}
	return min(minRetryWait<<(delivered-1), maxRetryWait)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

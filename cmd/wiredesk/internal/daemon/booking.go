package daemon

import (
	"context"
	"sync"
	"time"
)

// bookEvery is how often a daemon looks for feeds without a booked poll. Each
// poll books the next one itself; this is the net below it, and how a feed
// added by another process gets into the calendar.
const bookEvery = time.Minute

// bookShare bounds what that costs: reading 100,000 feeds takes seconds, and is done
// for at most a thirtieth of the time.
const bookShare = 30

// keepBooked books missing polls, and follows the clock they are booked by, until ctx ends.
func (s *service) keepBooked(ctx context.Context) {
	p := s.pipeline
	var clock sync.WaitGroup // ends with ctx
	clock.Go(func() { p.WatchClock(ctx) })
	defer clock.Wait()
	timer := time.NewTimer(bookEvery)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		began := time.Now()
		feeds, err := p.Calendar.Feeds(ctx)
		if err == nil && s.Role != Worker {
			feeds, err = p.KeepFeeds(ctx, feeds)
		}
		if err == nil {
			p.Ledger.Saw(feeds)
			p.Metrics.SetFeeds(feeds)
			_, _, err = p.Calendar.BookMissing(ctx, feeds)
		}
		if err == nil {
			err = p.RereadUnbooked()
		}
		if err != nil && ctx.Err() == nil {
			p.Log.Warn("looking for feeds without a booked poll", "error", err)
		}
		if n, err := p.Calendar.ForgetDead(ctx); n > 0 {
			p.Log.Info("dead letters were forgotten", "count", n)
		} else if err != nil && ctx.Err() == nil {
			p.Log.Warn("looking for old dead letters", "error", err)
		}
		timer.Reset(max(bookEvery, bookShare*time.Since(began)))
	}
}

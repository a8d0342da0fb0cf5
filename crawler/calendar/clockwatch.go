package calendar

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	// clockGlance is how often this machine's clock is compared with its monotonic one,
	// clockEvery how often the server is asked for its time, and seenEvery how often it is
	// noted.
	clockGlance = time.Second
	clockEvery  = 10 * time.Second
	seenEvery   = time.Minute
)

// ClockTurn is news of the clocks.
type ClockTurn struct {
	// Ahead is by how much this machine's clock is ahead of the server's, where that is
	// what is new, or Agrees: it is not any more.
	Ahead  time.Duration
	Agrees bool
	// Step is by how much the server's clock has stepped, and Booked how many jobs were
	// booked anew for it.
	Step   time.Duration
	Booked int
}

// askClock asks the server for its time, and follows it. It returns by how much the
// server's clock has stepped, with an error as well; what hangs on that is the caller's to put
// right, lanes aside.
func (c *Calendar) askClock(ctx context.Context) (step time.Duration, err error) {
	asked := time.Now()
	info, err := c.jobs.Info(ctx)
	if err != nil {
		return 0, fmt.Errorf("ask the server for its time: %w", err)
	}
	if info.TimeStamp.IsZero() { // a server that does not say it: ours is all there is
		return 0, nil
	}
	m, step := c.clock.heard(asked, time.Since(asked), info.TimeStamp, c.slept())
	if m == nil {
		return 0, nil
	}
	if step <= 0 {
		c.clock.mark.Store(m)
		return step, nil
	}
	// No lane is looked at meanwhile: by the time after the step its rest would be over.
	c.stepping.Lock()
	defer c.stepping.Unlock()
	err = c.keepRests(ctx, step)
	c.clock.mark.Store(m)
	return step, err
}

// openClock asks the server for its time for the first time.
func (c *Calendar) openClock(ctx context.Context) error {
	_, err := c.askClock(ctx)
	return err
}

// MindClock compares the server's time with the latest that is known to have been: an
// earlier one means that its clock was set back while nobody was here. Then what is booked
// is booked anew, as far ahead as it was meant to be. A process that crawls calls it before
// it books anything, and told hears what was found.
func (c *Calendar) MindClock(ctx context.Context, told func(ClockTurn)) error {
	seen, err := c.lastSeen(ctx)
	if err != nil {
		return err
	}
	if info := c.jobs.CachedInfo(); info != nil && info.State.LastTime.After(seen) {
		seen = info.State.LastTime
	}
	if back := seen.Sub(c.Now()); back > SameClock {
		c.Stored(seen)
		if err := c.follow(ctx, -back, told); err != nil {
			return err
		}
	}
	if err := c.tellSkew(ctx, told); err != nil {
		return err
	}
	return c.noteSeen(ctx)
}

// WatchClock follows the server's time until ctx ends, and puts right what hangs on it
// when it steps; told hears of that. failed hears of what could not be done, and is tried
// again; both are called by this goroutine alone.
func (c *Calendar) WatchClock(ctx context.Context, told func(ClockTurn), failed func(error)) {
	tick := time.NewTicker(clockGlance)
	defer tick.Stop()
	asked, seen, was := time.Now(), time.Now(), time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := time.Now()
		jumped := now.Round(0).Sub(was.Round(0)) - now.Sub(was)
		was = now
		if now.Before(c.deaf.until) {
			if err := c.fireOverdue(ctx); err != nil && ctx.Err() == nil {
				failed(err)
			}
		}
		if !c.suspected.Swap(false) && jumped.Abs() < clockGlance && now.Sub(asked) < clockEvery {
			continue
		}
		asked = now
		err := c.glance(ctx, told)
		if err == nil && now.Sub(seen) >= seenEvery {
			seen = now
			err = errors.Join(c.noteSeen(ctx), c.renewSight(ctx))
		}
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
	}
}

// SuspectClock has the server asked for its time soon: something came at the wrong one.
func (c *Calendar) SuspectClock() { c.suspected.Store(true) }

// glance asks for the time once.
func (c *Calendar) glance(ctx context.Context, told func(ClockTurn)) error {
	step, err := c.askClock(ctx)
	if step.Abs() > SameClock { // it is followed, whatever became of the lanes
		if step < 0 {
			c.Stored(c.Now().Add(-step))
		}
		c.unsettled += step
	}
	if err != nil {
		return err
	}
	if c.unsettled != 0 {
		if err := c.follow(ctx, c.unsettled, told); err != nil {
			return err
		}
		c.unsettled = 0
		if err := c.noteSeen(ctx); err != nil {
			return err
		}
	}
	return c.tellSkew(ctx, told)
}

// follow puts right what hangs on the server's clock after a step, lanes aside, which
// bound themselves, and tells of it.
func (c *Calendar) follow(ctx context.Context, step time.Duration, told func(ClockTurn)) error {
	n, soonest, err := c.rebookAll(ctx, step)
	if err != nil {
		return err
	}
	if step > 0 { // its timer is set for then, and nothing that is booked sets it sooner
		c.deaf = deafness{until: time.Now().Add(soonest + clockGlance), fired: map[uint64]bool{}}
	}
	told(ClockTurn{Step: step, Booked: n})
	return c.sight(ctx, step)
}

// tellSkew tells once that this machine's clock is another than the server's, and once
// that it is not any more. Other processes are told of its trouble as well.
func (c *Calendar) tellSkew(ctx context.Context, told func(ClockTurn)) error {
	skew, trouble := c.Skew(), c.troubleNow()
	wrong := skew.Abs() > SameClock
	if wrong == c.skewed && trouble == c.troubled {
		return nil
	}
	switch {
	case wrong && !c.skewed:
		told(ClockTurn{Ahead: skew})
	case c.skewed && !wrong:
		told(ClockTurn{Agrees: true})
	}
	c.skewed, c.troubled = wrong, trouble
	return c.sight(ctx, 0)
}

// renewSight says again what is wrong with this machine, while it is.
func (c *Calendar) renewSight(ctx context.Context) error {
	if !c.skewed && c.troubled == "" {
		return nil
	}
	return c.sight(ctx, 0)
}

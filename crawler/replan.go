package crawler

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/schedule"
)

// replanSpread is within what time feeds are polled that changed bounds make due at once.
const replanSpread = 15 * time.Minute

// Replan books the polls again that were planned by other bounds than those that hold now:
// somebody has changed every. Feeds that fail, that rest, or whose plan is of a version that
// did not note its bounds keep their time. It returns how many polls it has moved; feeds is
// changed to what is stored. What a publisher asks is kept.
func (c *Crawler) Replan(ctx context.Context, feeds []*calendar.Feed) (moved int, err error) {
	for i, f := range feeds {
		if f.PlannedBy == (schedule.Bounds{}) || f.PlannedBy == c.bounds(f) || f.Resting() || f.Failures > 0 {
			continue
		}
		slot := f.Next
		f, err = c.calendar.UpdateFeed(ctx, f.ID, func(f *calendar.Feed) error {
			if f.SlotIs(slot) {
				c.replan(f)
			}
			return nil
		})
		if errors.Is(err, calendar.ErrNoFeed) {
			continue
		}
		if err == nil && !f.SlotIs(slot) {
			err = c.calendar.BookAt(ctx, f.Job(), f.Next)
			moved++
		}
		if err != nil {
			return moved, fmt.Errorf("plan the poll of %s again: %w", feeds[i].URL, err)
		}
		feeds[i] = f
	}
	return moved, nil
}

// replan plans the next poll of a feed as its last would have with the bounds that hold now.
func (c *Crawler) replan(f *calendar.Feed) {
	kind := schedule.Unchanged
	if f.Outcome == string(Fresh) {
		kind = schedule.Fresh
	}
	f.PlannedBy = c.bounds(f)
	plan := schedule.Next(schedule.State{
		Bounds: f.PlannedBy, Rate: f.Rate, Asks: f.Asks, Validators: f.Untrusted.IsZero() && f.Validators.Of != "", Window: len(f.Seen),
	}, schedule.Outcome{Kind: kind, MaxAge: f.Asked}, f.Polled, 2*rand.Float64()-1)
	if now := c.calendar.Now(); plan.At.Before(now) { // not all at once
		plan.At = f.Asks.Allowed(now.Add(rand.N(replanSpread)).Round(time.Millisecond))
	}
	f.Next, f.Why = plan.At.UTC(), plan.Why
}

package crawler

import (
	"context"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// shortWait is what a worker waits for a lane to be free rather than booking
// the job anew.
const shortWait = 500 * time.Millisecond

// takeLane takes the lane of the job's host. If the host is closed for longer
// than a moment, the job gets the lane's next slot and takeLane returns no
// lane: the job is answered. At a stop it is given back at once.
func (c *Crawler) takeLane(ctx, work context.Context, due *calendar.Due) (*calendar.Lane, error) {
	host := calendar.Host(due.URL)
	for {
		lane, until, err := c.calendar.Take(work, host)
		if err != nil || lane != nil {
			return lane, err
		}
		if wait := time.Until(until); wait > shortWait {
			slot, err := c.calendar.Slot(work, host)
			if err != nil {
				return nil, err
			}
			if until.After(slot) {
				slot = until
			}
			c.opts.Report(Event{Kind: Kind(due.Kind), Outcome: Postponed, FeedID: feedOf(due.Job), URL: due.URL, Next: slot})
			return nil, due.Wait(work, slot)
		}
		pause(ctx, time.Until(until))
		if ctx.Err() != nil {
			return nil, due.Release()
		}
	}
}

package crawler

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// shortWait is what a job waits in this process for a lane to be free rather than being
// booked anew.
const shortWait = 500 * time.Millisecond

// longWait is a wait that a run does not sit out.
const longWait = 2 * time.Minute

// takeLane takes the lane of the host of the job's next request. If the host is
// closed for longer than a moment, the job gets the lane's next slot and
// takeLane returns no lane: the job is answered, or waits for another turn.
func (c *Crawler) takeLane(work context.Context, due *calendar.Due) (*calendar.Lane, error) {
	lane, until, err := c.calendar.Take(work, due.Target())
	var closed *calendar.ClosedError
	if errors.As(err, &closed) {
		return nil, c.putOff(work, due, closed.Until, closed.Error())
	}
	if err != nil || lane != nil {
		return lane, err
	}
	wait := until.Sub(c.calendar.Now())
	if wait > shortWait {
		return nil, c.goOn(work, due, due.Job, until, Event{})
	}
	c.turns.Again(due, wait)
	return nil, nil
}

// give gives a lane back. If that fails, its lease ends by itself.
func (c *Crawler) give(work context.Context, lane *calendar.Lane, a calendar.Answer) {
	if err := lane.Give(work, a); err != nil && work.Err() == nil {
		c.opts.Observe(Event{Kind: Storage, Outcome: Failed, Err: err})
	}
}

// goOn books the job, as j says, for the next slot of the lane it is in now, no
// earlier than a time, and takes this delivery off the queue. e says what was
// answered before, if anything.
func (c *Crawler) goOn(work context.Context, due *calendar.Due, j calendar.Job, earliest time.Time, e Event) error {
	if earliest.Sub(c.calendar.Now()) > longWait {
		return c.putOff(work, due, earliest, "a redirect that asks to wait (Retry-After)")
	}
	slot, err := c.calendar.Slot(work, j)
	if err != nil {
		return err
	}
	if earliest.After(slot) {
		slot = earliest
	}
	e.Kind, e.Outcome, e.FeedID, e.URL, e.Next = Kind(due.Kind), Postponed, feedOf(due.Job), j.Target(), slot
	c.opts.Observe(e)
	return due.Wait(work, j, slot)
}

// againWithin is within what time a job comes again that this machine could not do: not
// all in one moment, when it can.
const againWithin = 30 * time.Second

// comeAgain books a job as it is, for a little later: nothing was learnt of its site.
func (c *Crawler) comeAgain(work context.Context, due *calendar.Due) error {
	at := c.calendar.Now().Add(time.Second + rand.N(againWithin))
	c.opts.Observe(Event{
		Kind: Kind(due.Kind), Outcome: Postponed, FeedID: feedOf(due.Job), URL: due.Target(), Next: at, Note: "this machine could not ask",
	})
	return due.Wait(work, due.Job, at)
}

// putOff books a job for later because its host asked to be left alone. A run
// does not wait for it.
func (c *Crawler) putOff(work context.Context, due *calendar.Due, until time.Time, why string) error {
	// A little later than the first moment, so that what waited for the same time
	// does not come at once.
	at := until.Add(time.Duration(rand.Int64N(int64(10 * time.Second)))).Round(time.Millisecond)
	c.opts.Observe(Event{Kind: Kind(due.Kind), Outcome: Postponed, FeedID: feedOf(due.Job), URL: due.Target(), Next: at, Note: why})
	if due.Kind != calendar.Poll {
		return due.Postpone(work, due.Job, at)
	}
	f, err := c.calendar.UpdateFeed(work, due.ID, func(f *calendar.Feed) error {
		if f.SlotIs(due.Slot) { // else somebody else has planned it already
			f.Next, f.Why = at.UTC(), why
		}
		return nil
	})
	if errors.Is(err, calendar.ErrNoFeed) {
		return due.Done(work)
	}
	if err != nil {
		return err
	}
	return c.bookNext(work, f, due)
}

// bookNext books the feed's next slot and acknowledges the job.
func (c *Crawler) bookNext(work context.Context, f *calendar.Feed, due *calendar.Due) error {
	if f.Resting() {
		return due.Done(work)
	}
	return due.Postpone(work, f.Job(), f.Next)
}

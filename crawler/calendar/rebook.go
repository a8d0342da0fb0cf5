package calendar

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// booking is a job that waits: for when, and when that was decided.
type booking struct {
	at     time.Time // when it is to fall due
	booked time.Time // by the clock of who booked it
	stored time.Time // by the server's
}

// bookingOf reads a waiting job; false: it waits for nothing.
func bookingOf(msg *jetstream.RawStreamMsg) (booking, bool) {
	at, err := time.Parse("@at "+time.RFC3339Nano, msg.Header.Get(jetstream.ScheduleHeader))
	if err != nil {
		return booking{}, false
	}
	b := booking{at: at, booked: msg.Time, stored: msg.Time}
	if t, err := time.Parse(time.RFC3339Nano, msg.Header.Get(headerBooked)); err == nil {
		b.booked = t
	}
	return b, true
}

// again is when the job is to fall due after the server's clock has stepped, to now; false:
// as it is booked. No wait becomes longer than it was meant to be, and where it is known by
// how much the clock has stepped, none becomes shorter.
func (b booking) again(now time.Time, step time.Duration) (time.Time, bool) {
	wait := max(b.at.Sub(b.booked), 0)
	switch {
	case b.stored.Sub(now) > SameClock: // before the clock was set back
		at := b.at.Add(min(step, 0))
		if at.Sub(now) > wait {
			at = now.Add(wait)
		}
		return later(at, now), true
	case b.booked.Sub(b.stored).Abs() > SameClock: // by a clock that was wrong
		return later(b.stored.Add(wait), now), true
	case step > 0 && !b.at.After(now) && b.at.After(now.Add(-step)): // it had not come by itself
		return b.at.Add(step), true
	}
	return time.Time{}, false
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// rebookAll goes through the jobs that wait after the server's clock has stepped, books
// anew those whose time is not what it was meant to be, and counts them. To do it twice,
// or in two processes, changes nothing. soonest is how long the first of them had to wait
// when the clock stepped; 0 if none waits.
func (c *Calendar) rebookAll(ctx context.Context, step time.Duration) (n int, soonest time.Duration, err error) {
	before := c.Now().Add(-step)
	err = c.eachWaiting(ctx, "jobs.at.>", func(msg *jetstream.RawStreamMsg) error {
		if b, waits := bookingOf(msg); waits && b.at.After(before) && (soonest == 0 || b.at.Sub(before) < soonest) {
			soonest = b.at.Sub(before)
		}
		did, err := c.rebook(ctx, msg, step)
		if did {
			n++
		}
		return err
	})
	return n, soonest, err
}

// eachWaiting calls f for each job that waits under a subject, in the order in which they
// were booked, up to those that are booked meanwhile.
func (c *Calendar) eachWaiting(ctx context.Context, subject string, f func(*jetstream.RawStreamMsg) error) error {
	info, err := c.jobs.Info(ctx)
	if err != nil {
		return fmt.Errorf("look through the jobs that wait: %w", err)
	}
	for seq := uint64(1); seq <= info.State.LastSeq; {
		msg, err := c.jobs.GetMsg(ctx, seq, jetstream.WithGetMsgSubject(subject))
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look through the jobs that wait: %w", err)
		}
		if seq = msg.Sequence + 1; msg.Sequence > info.State.LastSeq {
			return nil
		}
		if err := f(msg); err != nil {
			return err
		}
	}
	return nil
}

// fireOverdue makes jobs due whose time has come, in the place of a server that does not
// see it, and remembers them: what it does itself later finds its work done. Polls are
// none: BookLate sees to them.
func (c *Calendar) fireOverdue(ctx context.Context) error {
	latest := c.Now().Add(-time.Second) // it may be a moment late at any time
	for _, subject := range []string{"jobs.at.lane.>", turnPrefix + ">", "jobs.at.retry.>"} {
		err := c.eachWaiting(ctx, subject, func(msg *jetstream.RawStreamMsg) error {
			b, waits := bookingOf(msg)
			j, err := decodeJob(msg.Data)
			if err != nil || !waits || b.at.After(latest) || c.deaf.fired[msg.Sequence] {
				return nil //nolint:nilerr // what cannot be read is left to the server
			}
			c.deaf.fired[msg.Sequence] = true
			return c.book(ctx, j, msg.Subject, c.Now())
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// rebook books one job anew, if its time is not what it was meant to be.
func (c *Calendar) rebook(ctx context.Context, msg *jetstream.RawStreamMsg, step time.Duration) (bool, error) {
	b, waits := bookingOf(msg)
	if !waits {
		return false, nil
	}
	at, wrong := b.again(c.Now(), step)
	if !wrong {
		return false, nil
	}
	j, err := decodeJob(msg.Data)
	if err != nil {
		return false, nil //nolint:nilerr // the worker that gets it makes a dead letter of it
	}
	if j.Kind == Poll && msg.Subject == j.timeSubject() {
		return c.replanJob(ctx, j, at)
	}
	moved := at.Sub(b.at)
	if j.Recheck != nil { // the looks after it are counted from there
		again := *j.Recheck
		again.Since = again.Since.Add(moved)
		j.Recheck = &again
	}
	if !j.FirstBooked.IsZero() {
		j.FirstBooked = j.FirstBooked.Add(moved)
	}
	return true, c.bookOver(ctx, j, msg.Subject, at)
}

// bookOver books a job in the place of one that waits: it must not be due at once, since
// the other would stay.
func (c *Calendar) bookOver(ctx context.Context, j Job, subject string, at time.Time) error {
	return c.book(ctx, j, subject, later(at, c.Now().Add(2*soon)))
}

// replanJob plans the feed of a poll that waits for at, and books that. A feed that was
// planned for earlier meanwhile stays so.
func (c *Calendar) replanJob(ctx context.Context, j Job, at time.Time) (bool, error) {
	f, err := c.UpdateFeed(ctx, j.ID, func(f *Feed) error {
		if f.SlotIs(j.Slot) || f.Next.After(at) {
			f.Next = at.UTC().Round(time.Millisecond)
		}
		f.NotAhead(c.Now())
		return nil
	})
	switch {
	case errors.Is(err, ErrNoFeed), errors.Is(err, ErrUnreadable):
		return false, nil
	case err != nil:
		return false, err
	case f.Resting():
		return false, nil
	}
	return true, c.bookOver(ctx, f.Job(), j.timeSubject(), f.Next)
}

// replanAhead plans a feed anew that was polled, or added, at a time to come, as far
// ahead as it was planned then: the clock was set back since. It returns nil for others.
func (c *Calendar) replanAhead(ctx context.Context, f *Feed) (*Feed, error) {
	now, planned := c.Now(), later(f.Polled, f.AddedAt)
	if planned.Sub(now) <= SameClock || !f.Next.After(now) {
		return nil, nil
	}
	f, err := c.UpdateFeed(ctx, f.ID, func(f *Feed) error {
		if f.Next.After(now) {
			f.Next = now.Add(max(f.Next.Sub(later(f.Polled, f.AddedAt)), 0)).UTC().Round(time.Millisecond)
		}
		f.NotAhead(now)
		return nil
	})
	if errors.Is(err, ErrNoFeed) || errors.Is(err, ErrUnreadable) {
		return nil, nil
	}
	return f, err
}

package calendar

import (
	"context"
	"errors"
	"time"
)

// schedulesFire is how late the server may be with a poll whose time has come.
const schedulesFire = 2 * time.Second

// BookMissing books the next poll of every feed that has none booked, and now those
// whose time came this moment: a run does not wait for the server to see that. Polls
// that are longer overdue the server makes due when it starts: those that it has not
// yet are left to it, and returned for BookLate. A poll that is on its way may carry
// what it has got, and stays as it is. due counts the feeds whose time has come.
func (c *Calendar) BookMissing(ctx context.Context, feeds []*Feed) (due int, left []*Feed, err error) {
	booked, err := c.Booked(ctx)
	if err != nil {
		return 0, nil, err
	}
	now := c.Now()
	for _, f := range feeds {
		if f.Resting() {
			continue
		}
		underWay, known := booked[f.ID]
		if again, err := c.replanAhead(ctx, f); err != nil {
			return due, left, err
		} else if again != nil {
			f, known = again, known && underWay
		}
		late := now.Sub(f.Next)
		if late >= 0 {
			due++
		}
		if known && !underWay && late > schedulesFire {
			left = append(left, f)
		}
		if underWay || known && (late < 0 || late > schedulesFire) {
			continue
		}
		if err := c.BookAt(ctx, f.Job(), f.Next); err != nil {
			return due, left, err
		}
		if !known && late < 0 && !f.Polled.IsZero() && c.opts.Unbooked != nil {
			c.opts.Unbooked(f)
		}
	}
	return due, left, nil
}

// BookLate books now the polls that BookMissing left to the server and that it has
// not made due since, and reports whether there are any. If the server does so in
// this very moment, the feed is still polled once: its slot is taken then.
func (c *Calendar) BookLate(ctx context.Context, left []*Feed) (late bool, err error) {
	for _, was := range left {
		f, err := c.Feed(ctx, was.ID)
		if errors.Is(err, ErrNoFeed) || errors.Is(err, ErrUnreadable) || err == nil && (f.Resting() || f.Next.After(c.Now())) {
			continue
		}
		if err == nil {
			err = c.BookAt(ctx, f.Job(), f.Next)
		}
		if err != nil {
			return late, err
		}
		late = true
	}
	return late, nil
}

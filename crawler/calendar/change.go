package calendar

import (
	"context"
	"errors"
	"time"
)

// PollNow plans a feed's next poll for now, says why in words, and books it.
func (c *Calendar) PollNow(ctx context.Context, id, why string) (*Feed, error) {
	f, err := c.UpdateFeed(ctx, id, func(f *Feed) error { f.planNow(c.Now(), why); return nil })
	if err != nil {
		return nil, err
	}
	j := f.Job()
	j.Anew = f.Next // what failed before is asked for again
	return f, c.BookAt(ctx, j, f.Next)
}

// MoveFeed polls a feed at another URL from now on. It keeps its id, its settings and
// what is known of its entries; what its old URL taught (validators, failures, that it
// had ended) is forgotten.
func (c *Calendar) MoveFeed(ctx context.Context, id, to string) (*Feed, error) {
	f, err := c.UpdateFeed(ctx, id, func(f *Feed) error { f.moveTo(to, c.Now()); return nil })
	if err != nil {
		return nil, err
	}
	// A poll that is due already asks the old URL.
	return f, errors.Join(c.Unbook(ctx, f.ID), c.BookAt(ctx, f.Job(), f.Next))
}

// PauseFeed stops polling a feed until it is resumed.
func (c *Calendar) PauseFeed(ctx context.Context, id string) error {
	if _, err := c.UpdateFeed(ctx, id, func(f *Feed) error { f.Paused = true; return nil }); err != nil {
		return err
	}
	return c.Unbook(ctx, id)
}

// ResumeFeed polls a paused feed again. A pause is no reason to come before the time
// that was planned.
func (c *Calendar) ResumeFeed(ctx context.Context, id string) error {
	f, err := c.UpdateFeed(ctx, id, func(f *Feed) error { f.Paused = false; return nil })
	if err != nil {
		return err
	}
	return c.BookAt(ctx, f.Job(), f.Next)
}

func (f *Feed) planNow(now time.Time, why string) {
	f.Next, f.Why = now.UTC().Round(time.Millisecond), why
}

func (f *Feed) moveTo(url string, now time.Time) {
	f.MovedFrom, f.URL, f.From = f.URL, url, ""
	f.Validators, f.Move, f.Proposed, f.Untrusted, f.Quiet = Validators{}, nil, "", time.Time{}, time.Time{}
	f.Gone, f.Failures, f.Failing, f.Error = false, 0, time.Time{}, ""
	f.planNow(now, "it was moved")
}

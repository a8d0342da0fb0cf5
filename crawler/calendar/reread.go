package calendar

import (
	"context"
	"errors"
)

// Reread has the next poll of feeds read them whole, and publish what they show and is not
// published; it counts them. With now that poll is now, why says so in words; else it stays
// when it is. A feed that rests is read so when it is polled again.
func (c *Calendar) Reread(ctx context.Context, feeds []*Feed, now bool, why string) (n int, err error) {
	for _, f := range feeds {
		f, err := c.UpdateFeed(ctx, f.ID, func(f *Feed) error { f.Reread = true; return nil })
		if err == nil && now && !f.Resting() {
			_, err = c.PollNow(ctx, f.ID, why)
		}
		switch {
		case errors.Is(err, ErrNoFeed), errors.Is(err, ErrUnreadable): // removed meanwhile, or passed over
		case err != nil:
			return n, err
		default:
			n++
		}
	}
	return n, nil
}

// Resubscribe adds feeds that were known before and whose records are lost, with their
// first poll now; it counts them. Their entries are taken for known if they are published,
// and not by what stood in the feed before they were lost.
func (c *Calendar) Resubscribe(ctx context.Context, feeds []Feed) (n int, err error) {
	for _, f := range feeds {
		f.Reread = true
		err := c.AddFeed(ctx, f)
		switch {
		case errors.Is(err, ErrFeedExists):
		case err != nil:
			return n, err
		default:
			n++
		}
	}
	return n, nil
}

package crawler

import (
	"context"
	"errors"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
)

// maxChildren bounds how many sitemaps of one index are polled: the newest.
const maxChildren = 50

// parkAfter is how long a sitemap of an index may bring no news before it is
// not polled any more.
const parkAfter = 90 * 24 * time.Hour

// stale reports whether a sitemap of an index has brought nothing for so long
// that polling it is a waste of its site's time.
func stale(f *calendar.Feed, now time.Time) bool {
	return now.Sub(f.AddedAt) > parkAfter && now.Sub(f.Fresh) > parkAfter
}

// adopt makes feeds of the sitemaps that an index names, and wakes a parked one
// that the index says has changed since. Sitemaps that are old already are left
// alone, and so are indexes within an index.
func (c *Crawler) adopt(work context.Context, p *polled, children []feed.Child) error {
	index, now, most := p.feed, p.now, c.opts.Budget.Children
	if index.Parent != "" {
		return nil
	}
	for _, child := range children[:min(len(children), maxChildren)] {
		if child.Parked(now) {
			continue
		}
		id := calendar.FeedID(child.URL)
		known, err := c.calendar.Feed(work, id)
		switch {
		case errors.Is(err, calendar.ErrNoFeed) && most > 0 && p.spent.Children >= most && !p.spent.Released:
			continue // its turn comes on another day, if the index still names it
		case errors.Is(err, calendar.ErrNoFeed):
			p.spent.Children++
			err = c.adoptNew(work, index, child, now)
		case err == nil && !known.Parked.IsZero() && child.LastModified.After(known.Parked):
			err = c.wake(work, id, now)
		case errors.Is(err, calendar.ErrUnreadable): // it is known, and stays as it is
			err = nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *Crawler) adoptNew(work context.Context, index *calendar.Feed, child feed.Child, now time.Time) error {
	f := calendar.Feed{
		URL: child.URL, ID: calendar.FeedID(child.URL), Settings: index.Settings, Parent: index.ID, Next: now.Round(time.Millisecond),
	}
	f.Name, f.Origin = "", "sitemap index "+index.URL
	if err := c.calendar.AddFeed(work, f); err != nil && !errors.Is(err, calendar.ErrFeedExists) {
		return err
	}
	return c.calendar.BookAt(work, f.Job(), f.Next)
}

func (c *Crawler) wake(work context.Context, id string, now time.Time) error {
	f, err := c.calendar.UpdateFeed(work, id, func(f *calendar.Feed) error {
		f.Parked, f.AddedAt = time.Time{}, now.UTC().Truncate(time.Second) // another 90 days to prove itself
		f.Next, f.Why = now.Round(time.Millisecond), "its index says that it has changed"
		return nil
	})
	if err != nil {
		return err
	}
	return c.calendar.BookAt(work, f.Job(), f.Next)
}

package calendar

import (
	"context"
	"errors"
	"time"
)

// Subscribe adds a feed and books its first poll for now. An answer that was got
// already goes with the poll, so that the site is not asked twice; nil: there is none.
// It returns ErrFeedExists for a feed that is known.
func (c *Calendar) Subscribe(ctx context.Context, f Feed, answer *PrefetchedAnswer) error {
	f.ID = FeedID(f.URL)
	f.Next = c.Now().Round(time.Millisecond)
	if err := c.AddFeed(ctx, f); err != nil {
		return err
	}
	job := f.Job()
	job.Answer = answer
	return c.BookAt(ctx, job, f.Next)
}

// SubscribeAll subscribes to those feeds that are not known yet, and counts them and
// the known ones; one that is listed twice is known the second time. With dryRun it
// only counts. looked is told how many feeds were looked at, before each; nil: nobody
// wants to know. What was added before an error stays.
func (c *Calendar) SubscribeAll(ctx context.Context, feeds []Feed, dryRun bool, looked func(n int)) (added, known int, err error) {
	seen := make(map[string]bool, len(feeds))
	for i, f := range feeds {
		if looked != nil {
			looked(i)
		}
		id := FeedID(f.URL)
		fresh := !seen[id]
		seen[id] = true
		if fresh {
			if fresh, err = c.subscribeNew(ctx, f, dryRun); err != nil {
				return added, known, err
			}
		}
		if fresh {
			added++
		} else {
			known++
		}
	}
	return added, known, nil
}

// subscribeNew subscribes to a feed that is not known yet, and reports whether it was
// so. With dryRun it only looks.
func (c *Calendar) subscribeNew(ctx context.Context, f Feed, dryRun bool) (bool, error) {
	_, err := c.Feed(ctx, FeedID(f.URL))
	switch {
	case err == nil, errors.Is(err, ErrUnreadable):
		return false, nil
	case !errors.Is(err, ErrNoFeed):
		return false, err
	case dryRun:
		return true, nil
	}
	err = c.Subscribe(ctx, f, nil)
	if errors.Is(err, ErrFeedExists) { // another process was faster
		return false, nil
	}
	return err == nil, err
}

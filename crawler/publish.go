package crawler

import (
	"cmp"
	"context"
	"errors"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize"
)

// publish hands a document over and reports what came of it.
func (c *Crawler) publish(work context.Context, s Sighting, doc normalize.Document, e Event) (Result, error) {
	result, err := c.handler.Publish(work, s, doc)
	if err != nil {
		if errors.Is(err, ErrUnpublishable) {
			e.Outcome, e.Err = Failed, err
			c.opts.Observe(e)
		}
		return Result{}, err
	}
	e.Article = &result
	c.opts.Observe(e)
	return result, c.attested(work, s, result.Attested, cmp.Or(doc.Feed.From, doc.Feed.URL))
}

// attested notes that a page has let its feed speak for its site: from now on what the
// feed says counts there.
func (c *Crawler) attested(work context.Context, s Sighting, page, from string) error {
	if page == "" {
		return nil
	}
	_, err := c.calendar.UpdateFeed(work, s.FeedID, func(f *calendar.Feed) error {
		if !f.Attest(page, from, c.calendar.Now()) {
			return errHeard
		}
		return nil
	})
	if errors.Is(err, calendar.ErrNoFeed) || errors.Is(err, errHeard) {
		return nil // removed meanwhile, or all pages of a poll say the same
	}
	return err
}

// errHeard says that nothing is to be stored.
var errHeard = errors.New("heard before")

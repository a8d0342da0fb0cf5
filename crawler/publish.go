package crawler

import (
	"context"
	"errors"

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
	return result, nil
}

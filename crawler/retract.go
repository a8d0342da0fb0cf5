package crawler

import (
	"context"
	"time"

	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// retract withdraws the stories that the feed says it has deleted. It says so for
// as long as it likes: the handler knows what is withdrawn already. An entry that
// stands in the feed all the same has come back.
func (c *Crawler) retract(work context.Context, p *polled) error {
	in := sightingIn(p.feed.ID, p.hints(), nil)
	for _, d := range p.body.Deleted {
		if _, there := p.seen.Of(feed.Key(normalize.Entry{ID: d.Ref})); there {
			continue
		}
		at := d.When
		if at.IsZero() || at.After(p.now) {
			at = p.now
		}
		result, err := c.handler.Withdraw(work, Retraction{
			FeedID: p.feed.ID, FeedURL: in.FeedURL, Asked: in.Asked, EntryID: d.Ref, Speaks: p.speaks,
			Withdrawal: article.Withdrawal{Reason: article.DeletedEntry, At: at.UTC().Truncate(time.Second), By: d.By, Comment: d.Comment},
		})
		if err != nil {
			return err
		}
		switch {
		case result.Event == StoryWithdrawn:
			c.opts.Observe(Event{Kind: Page, Outcome: Gone, FeedID: p.feed.ID, URL: d.Ref, Article: &result})
		case result.Denied != "":
			c.opts.Observe(Event{Kind: Page, Outcome: Seen, FeedID: p.feed.ID, URL: d.Ref, Article: &result})
		}
	}
	return nil
}

package calendar

import (
	"context"
	"errors"
)

// Sync makes the records agree with the feeds that a source, a file, names now: new
// feeds are added, changed settings taken over, and feeds that this source named
// before and no longer does are removed. Feeds that were added by hand or come from
// another source are left alone; with an empty source none is removed. It returns all
// feeds, ordered by URL, and books no poll: BookMissing does.
//
// Before anything is changed, may is asked about the feeds that are to be removed, if there
// are any: with its error nothing is. Nil allows all.
func (c *Calendar) Sync(ctx context.Context, wanted []Feed, source string, may func(gone []*Feed) error) ([]*Feed, error) {
	have, err := c.Feeds(ctx)
	if err != nil {
		return nil, err
	}
	gone := missing(have, wanted, source)
	if len(gone) > 0 && may != nil {
		if err := may(gone); err != nil {
			return nil, err
		}
	}
	known := make(map[string]*Feed, len(have))
	for _, f := range have {
		known[f.ID] = f
	}
	named := make(map[string]bool, len(wanted))
	changed := false
	for _, f := range wanted {
		f.ID = FeedID(f.URL)
		if named[f.ID] {
			continue
		}
		named[f.ID] = true
		did, err := c.agree(ctx, known[f.ID], f)
		if err != nil {
			return nil, err
		}
		changed = changed || did
	}
	for _, f := range gone {
		if err := c.RemoveFeed(ctx, f.ID); err != nil {
			return nil, err
		}
		changed = true
	}
	if !changed {
		return have, nil
	}
	return c.Feeds(ctx)
}

// Gone are the feeds that Sync would remove.
func (c *Calendar) Gone(ctx context.Context, wanted []Feed, source string) ([]*Feed, error) {
	have, err := c.Feeds(ctx)
	if err != nil {
		return nil, err
	}
	return missing(have, wanted, source), nil
}

// missing are the feeds of a source that it does not name any more.
func missing(have []*Feed, wanted []Feed, source string) (gone []*Feed) {
	if source == "" {
		return nil
	}
	named := make(map[string]bool, len(wanted))
	for _, f := range wanted {
		named[FeedID(f.URL)] = true
	}
	for _, f := range have {
		// A sitemap that an index named goes when the index does.
		if !named[f.ID] && (f.Parent == "" || !named[f.Parent]) && f.Source == source {
			gone = append(gone, f)
		}
	}
	return gone
}

// agree brings one record to what its source says, and reports whether anything was
// done. A nil old is a feed that is not known yet.
func (c *Calendar) agree(ctx context.Context, old *Feed, f Feed) (changed bool, err error) {
	switch {
	case old == nil:
		err = c.AddFeed(ctx, f)
		if errors.Is(err, ErrFeedExists) { // another process was faster, or the record cannot be read
			err = nil
		}
	case !old.same(f.Settings):
		_, err = c.UpdateFeed(ctx, f.ID, func(r *Feed) error { r.Settings = f.Settings; return nil })
	default:
		return false, nil
	}
	return true, err
}

package calendar

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Errors of the feed records.
var (
	ErrNoFeed     = errors.New("no such feed")
	ErrFeedExists = errors.New("the feed is known already")
	// ErrUnreadable says that a record is damaged, or was written by another version.
	// It stays as it is until somebody removes the feed.
	ErrUnreadable = errors.New("its record cannot be read")
)

// AddFeed stores a feed that is not known yet and sets its first poll to now,
// unless f.Next says otherwise. It returns ErrFeedExists for a known one.
func (c *Calendar) AddFeed(ctx context.Context, f Feed) error {
	if f.ID == "" {
		f.ID = FeedID(f.URL)
	}
	if f.Next.IsZero() {
		f.Next = c.Now()
	}
	if f.AddedAt.IsZero() {
		f.AddedAt = c.Now().UTC().Truncate(time.Second)
	}
	value, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("encode feed %s: %w", f.URL, err)
	}
	_, err = c.feeds.Create(ctx, f.ID, value)
	switch {
	case errors.Is(err, jetstream.ErrKeyExists):
		return fmt.Errorf("add %s: %w", f.URL, ErrFeedExists)
	case err != nil:
		return fmt.Errorf("add %s: %w", f.URL, err)
	}
	c.changed(f.ID, &f)
	return nil
}

func (c *Calendar) changed(id string, f *Feed) {
	if c.opts.Changed != nil {
		c.opts.Changed(id, f)
	}
}

// Feed returns a feed by its id, ErrNoFeed, or ErrUnreadable.
func (c *Calendar) Feed(ctx context.Context, id string) (*Feed, error) {
	entry, err := c.feeds.Get(ctx, id)
	switch {
	case errors.Is(err, jetstream.ErrKeyNotFound), errors.Is(err, jetstream.ErrInvalidKey):
		return nil, fmt.Errorf("feed %s: %w", id, ErrNoFeed)
	case err != nil:
		return nil, fmt.Errorf("read feed %s: %w", id, err)
	}
	return decodeFeed(entry)
}

// decodeFeed reads a record. One under another key than its feed's id is damaged, too:
// its jobs would be booked under the wrong subject, or under none.
func decodeFeed(entry jetstream.KeyValueEntry) (*Feed, error) {
	f := &Feed{rev: entry.Revision()}
	err := json.Unmarshal(entry.Value(), f)
	if err == nil && (f.ID != entry.Key() || f.URL == "") {
		err = fmt.Errorf("it is of feed %q at %q", f.ID, f.URL)
	}
	if err != nil {
		return nil, fmt.Errorf("feed %s: %w: %w", entry.Key(), ErrUnreadable, err)
	}
	return f, nil
}

// passOver tells of a record that cannot be read.
func (c *Calendar) passOver(entry jetstream.KeyValueEntry, err error) {
	if c.opts.Unreadable != nil && c.told.first(entry.Key(), entry.Revision()) {
		c.opts.Unreadable(entry.Key(), err)
	}
}

// UpdateFeed changes a feed by compare-and-set; change runs again, on the newer
// record, when another process was faster. An error of change ends it unsaved.
func (c *Calendar) UpdateFeed(ctx context.Context, id string, change func(*Feed) error) (*Feed, error) {
	return c.ChangeFeed(ctx, id, nil, change)
}

// ChangeFeed is UpdateFeed for who has just read the feed: known saves reading
// it again, unless another process was faster; nil: it is to be read. known itself
// stays as it is.
func (c *Calendar) ChangeFeed(ctx context.Context, id string, known *Feed, change func(*Feed) error) (*Feed, error) {
	for try := range casTries {
		f, err := c.copyOrRead(ctx, id, known)
		if err != nil {
			return nil, err
		}
		known = nil
		if err := change(f); err != nil {
			return nil, err
		}
		value, err := json.Marshal(f)
		if err != nil {
			return nil, fmt.Errorf("encode feed %s: %w", id, err)
		}
		f.rev, err = c.feeds.Update(ctx, id, value, f.rev)
		if err == nil {
			c.changed(id, f)
			return f, nil
		}
		if !errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
			return nil, fmt.Errorf("save feed %s: %w", id, err)
		}
		if err := pauseCAS(ctx, try); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("save feed %s: other processes changed it %d times in a row", id, casTries)
}

// copyOrRead returns a record to change: a copy of the known one, or, if that is nil,
// what is stored.
func (c *Calendar) copyOrRead(ctx context.Context, id string, known *Feed) (*Feed, error) {
	if known == nil {
		return c.Feed(ctx, id)
	}
	f := *known
	f.Visits = slices.Clone(known.Visits)
	return &f, nil
}

// RemoveFeed forgets a feed. Its articles stay; a poll that is booked ends when it
// finds no feed. To cancel it here would take the right to purge jobs, which workers
// do not have.
func (c *Calendar) RemoveFeed(ctx context.Context, id string) error {
	if err := c.feeds.Purge(ctx, id); err != nil {
		return fmt.Errorf("remove feed %s: %w", id, err)
	}
	c.changed(id, nil)
	return nil
}

// Feeds returns all feeds, ordered by URL. One whose record cannot be read is passed
// over, and told to Options.Unreadable: the others are not to suffer from it.
func (c *Calendar) Feeds(ctx context.Context) ([]*Feed, error) {
	w, err := c.feeds.WatchAll(ctx, jetstream.IgnoreDeletes())
	if err != nil {
		return nil, fmt.Errorf("list feeds: %w", err)
	}
	defer func() { _ = w.Stop() }()
	var feeds []*Feed
	for {
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("list feeds: %w", ctx.Err())
		case entry, ok := <-w.Updates():
			if !ok {
				return nil, errors.New("list feeds: the watch ended early")
			}
			if entry == nil { // all current values were delivered
				sort.Slice(feeds, func(i, j int) bool { return feeds[i].URL < feeds[j].URL })
				return feeds, nil
			}
			f, err := decodeFeed(entry)
			if err != nil {
				c.passOver(entry, err)
				continue
			}
			feeds = append(feeds, f)
		}
	}
}

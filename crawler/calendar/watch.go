package calendar

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

// WatchFeeds tells see of every feed there is and then of each change, until ctx
// ends, whose error it returns. A feed that was removed is told as nil. When all
// feeds that were there at the beginning are told, see is called with no id.
// Calls come one after the other; a record that cannot be read is passed over, and told
// to Options.Unreadable.
func (c *Calendar) WatchFeeds(ctx context.Context, see func(id string, f *Feed)) error {
	w, err := c.feeds.WatchAll(ctx)
	if err != nil {
		return fmt.Errorf("watch feeds: %w", err)
	}
	defer func() { _ = w.Stop() }()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case entry, ok := <-w.Updates():
			switch {
			case !ok:
				return errors.New("watch feeds: the watch ended early")
			case entry == nil:
				see("", nil)
			case entry.Operation() != jetstream.KeyValuePut:
				see(entry.Key(), nil)
			default:
				f, err := decodeFeed(entry)
				if err != nil {
					c.passOver(entry, err)
					continue
				}
				see(f.ID, f)
			}
		}
	}
}

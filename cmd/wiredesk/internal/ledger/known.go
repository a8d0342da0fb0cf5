package ledger

import (
	"context"
	"slices"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// Saw notes the feeds as they stand in a list of all.
func (k *Keeper) Saw(feeds []*calendar.Feed) {
	all, set := make(map[string]uint64, len(feeds)), uint64(0)
	for _, f := range feeds {
		s := SubscriptionOf(f)
		h := s.hash()
		all[f.ID] = h
		set += h
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.feeds, k.set = all, set
}

// See notes that a feed was added or changed, or removed if f is nil.
func (k *Keeper) See(id string, f *calendar.Feed) {
	h := uint64(0)
	if f != nil {
		s := SubscriptionOf(f)
		h = s.hash()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.set += h - k.feeds[id]
	if f == nil {
		delete(k.feeds, id)
	} else {
		k.feeds[id] = h
	}
}

// feedsDirty reports whether the file of feeds is behind, if any feed was seen. It is not
// while records are lacking: the file is what makes them again.
func (k *Keeper) feedsDirty() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if slices.ContainsFunc(k.m.Lacks, func(l Loss) bool { return l.Stream == feedsStream }) {
		return false
	}
	return !k.refused && !k.left && (len(k.feeds) > 0 || k.known) && (!k.known || k.set != k.written)
}

// WriteFeeds writes the feeds down if they have changed. list lists them all.
func (k *Keeper) WriteFeeds(ctx context.Context, list func(context.Context) ([]*calendar.Feed, error)) error {
	if list == nil || !k.feedsDirty() {
		return nil
	}
	feeds, err := list(ctx)
	if err != nil {
		return err
	}
	k.Saw(feeds)
	return k.writeFeeds(feeds)
}

func (k *Keeper) writeFeeds(feeds []*calendar.Feed) error {
	set, err := writeFeeds(k.o.Dir, feeds)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.written, k.known = set, true
	return nil
}

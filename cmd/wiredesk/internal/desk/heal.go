package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ledger"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// heal makes again what was found missing of the calendar while the desk was at work, or of
// a server elsewhere: its streams are there again by now. Feeds come back as they were
// written down. What was booked for their entries is lost, so all are read again.
func (d *Desk) heal(ctx context.Context) error {
	if d.Ledger == nil {
		return nil
	}
	lacks, _ := d.Ledger.Lacks()
	lost := func(stream string) bool {
		return slices.ContainsFunc(lacks, func(l ledger.Loss) bool { return l.Stream == stream })
	}
	records, jobs := lost("KV_"+calendar.FeedsBucket), lost(calendar.StreamName)
	if !records && !jobs {
		d.Ledger.Made()
		return nil
	}
	feeds := 0
	if records {
		written, err := ledger.ReadFeeds(d.Config.StateDir())
		if errors.Is(err, ledger.ErrDamaged) {
			d.Log.Error("the feeds that were added by hand are lost", "error", err)
		} else if err != nil {
			return err
		}
		if feeds, err = d.Resubscribe(ctx, written); err != nil {
			return err
		}
	}
	if err := d.Ledger.Reread(d.Calendar.Now()); err != nil {
		return err
	}
	d.Ledger.Made()
	d.Log.Warn("what was missing of the calendar was made again; all feeds are read again", "feeds_made", feeds)
	return nil
}

// RereadUnbooked has all feeds read again if bookings of some were lost since it was last
// called.
func (d *Desk) RereadUnbooked() error {
	n := int(d.unbooked.Swap(0))
	if n == 0 || d.Ledger == nil {
		return nil
	}
	d.Log.Warn("polls were planned and not booked any more: they are booked again, and the feeds are read again for what was lost with them",
		"feeds", n)
	return d.Ledger.Reread(d.Calendar.Now())
}

// RereadBefore is until when feeds were read of which stories may be lost; zero if there is
// no reason to think so.
func (d *Desk) RereadBefore() time.Time {
	if d.Ledger == nil {
		return time.Time{}
	}
	return d.Ledger.RereadBefore()
}

// errChanging says that the feeds of the configuration are just becoming others.
var errChanging = errors.New("the configuration is being read")

// KeepFeeds makes records again of feeds that the configuration named when it was last read
// and that are not among those there are.
func (d *Desk) KeepFeeds(ctx context.Context, have []*calendar.Feed) ([]*calendar.Feed, error) {
	last := d.synced.Load()
	if last == nil {
		return have, nil
	}
	known := make(map[string]bool, len(have))
	for _, f := range have {
		known[f.ID] = true
	}
	lost := 0
	for i := range last.feeds {
		if !known[calendar.FeedID(last.feeds[i].URL)] {
			lost++
		}
	}
	if lost == 0 {
		return have, nil
	}
	d.Log.Warn("feeds of the configuration have lost their records, which are made again", "feeds", lost)
	feeds, err := d.Calendar.Sync(ctx, last.feeds, last.source, func([]*calendar.Feed) error { return errChanging })
	if errors.Is(err, errChanging) {
		return have, nil
	}
	return feeds, err
}

// Resubscribe makes feeds again that were written down and have no record, and counts them.
func (d *Desk) Resubscribe(ctx context.Context, written []ledger.Subscription) (int, error) {
	have, err := d.Calendar.Feeds(ctx)
	if err != nil {
		return 0, err
	}
	known := make(map[string]bool, len(have))
	for _, f := range have {
		known[f.ID] = true
	}
	var lost []calendar.Feed
	for _, s := range written {
		if !known[s.ID] {
			lost = append(lost, s.Feed())
		}
	}
	return d.Calendar.Resubscribe(ctx, lost)
}

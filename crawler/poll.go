package crawler

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/crawler/schedule"
	"github.com/wiredesk/wiredesk/normalize"
)

// poll fetches a feed and sees to its new entries. Each step happens only after
// the one before it is stored: entries, feed state, next booking, job.
func (c *Crawler) poll(ctx, work context.Context, w *fetch.Worker, due *calendar.Due) error {
	if len(c.opts.Only) > 0 && !c.opts.Only[due.ID] {
		return due.Postpone(work, due.Job, time.Now().Add(time.Minute))
	}
	lane, err := c.takeLane(ctx, work, due)
	if err != nil || lane == nil {
		return err
	}
	// The lane is kept until the feed's state is saved: a second process that
	// was given the same slot reads the state after taking the lane, and finds
	// the slot used.
	var answer calendar.Answer
	defer func() {
		if err := lane.Give(work, answer); err != nil && work.Err() == nil {
			c.opts.Report(Event{Kind: Storage, Outcome: Failed, URL: due.URL, Err: err})
		}
	}()
	f, err := c.calendar.Feed(work, due.ID)
	if errors.Is(err, calendar.ErrNoFeed) {
		return due.Done(work) // removed since it was booked
	}
	if err != nil {
		return err
	}
	if f.Paused {
		return due.Done(work)
	}
	if !f.SlotIs(due.Slot) {
		return c.bookNext(work, f, due)
	}

	start := time.Now()
	resp, fetchErr := w.Get(work, fetch.Request{URL: f.URL, Kind: fetch.Feed, ETag: f.ETag, LastModified: f.LastModified})
	if fetchErr != nil && work.Err() != nil {
		return fetchErr // interrupted: that is no failure of the feed
	}
	answer = laneAnswer(resp)
	p := &polled{feed: f, resp: resp, now: time.Now(), event: Event{
		Kind: Poll, FeedID: f.ID, URL: f.URL, Took: time.Since(start), Outcome: outcomeOf(resp, fetchErr), Err: fetchErr, Network: unreachable(fetchErr),
	}}
	if resp != nil {
		defer resp.Release()
		p.event.Status = resp.Status
	}
	if p.event.Outcome == Fresh {
		if err := c.read(work, p); err != nil {
			return err
		}
	} else if p.event.Err == nil && p.event.Outcome != Unchanged {
		p.event.Err = statusError(resp)
	}
	return c.finishPoll(work, p, due)
}

// polled is a poll on its way through the steps.
type polled struct {
	feed  *calendar.Feed
	resp  *fetch.Response // nil if none came
	body  *feed.Feed      // nil if none was read
	seen  calendar.Fingerprints
	now   time.Time
	event Event
}

// read parses the body and publishes or books what is new in it. Its error
// means that storage failed and the job must come again.
func (c *Crawler) read(work context.Context, p *polled) error {
	body, err := feed.Parse(p.resp.Body, feed.Source{
		URL: p.resp.FinalURL, ContentType: p.resp.Header.Get("Content-Type"), ContentLocation: p.resp.Header.Get("Content-Location"),
	})
	if err != nil {
		p.event.Outcome, p.event.Err = Failed, err
		var not *feed.NotFeedError
		if errors.As(err, &not) {
			p.event.Outcome = NotAFeed
		}
		return nil
	}
	p.body = body
	p.event.Entries = len(body.Items)
	fresh := c.selectEntries(p)
	p.event.New = len(fresh)
	if len(fresh) == 0 {
		p.event.Outcome = Unchanged
	}
	return c.take(work, p, fresh)
}

// selectEntries returns the entries to be published, and notes in p.seen those
// that stand in the feed now.
func (c *Crawler) selectEntries(p *polled) []Sighting {
	backfill := c.opts.Backfill
	if b, err := ParseBackfill(p.feed.Backfill); err == nil {
		backfill = b
	}
	p.seen = make(calendar.Fingerprints, len(p.body.Items))
	var fresh []Sighting
	for i := range p.body.Items {
		e := &p.body.Items[i]
		key, fp := feed.Key(*e), feed.Fingerprint(*e)
		if _, twice := p.seen[key]; twice && e.ID != "" {
			// Two entries under one guid: both count, by their URL as well.
			key ^= feed.Key(normalize.Entry{URL: e.URL})
		}
		p.seen.Add(key, fp)
		if p.feed.Seen.Has(key, fp) || !p.feed.Known && !backfill.wants(e, i, p.now) {
			continue
		}
		_, changed := p.feed.Seen[key]
		s := Sighting{FeedID: p.feed.ID, FeedURL: p.feed.URL, Entry: e, Fingerprint: fp, Changed: changed}
		if !c.handler.Known(s) {
			fresh = append(fresh, s)
		}
	}
	return fresh
}

// take publishes the entries that need no page and books a page for the others.
func (c *Crawler) take(work context.Context, p *polled, fresh []Sighting) error {
	hints := normalize.Feed{URL: p.feed.URL, Title: p.body.Title, Link: p.body.Link, Language: p.body.Language}
	var pages []calendar.Job
	for _, s := range fresh {
		if !needsPage(s.Entry, p.feed.FullText) {
			doc := normalize.Document{URL: s.Entry.URL, FetchedAt: p.now, Feed: hints, Entry: s.Entry}
			err := c.publish(work, s, doc, Event{Kind: Page, FeedID: s.FeedID, URL: s.Entry.URL, Outcome: Fresh})
			if err != nil && !errors.Is(err, ErrUnpublishable) { // that one is reported, and would fail again
				return err
			}
			continue
		}
		pages = append(pages, calendar.Job{
			Kind: calendar.Page, ID: pageID(s), URL: s.Entry.URL, FirstBooked: p.now.UTC(),
			FeedID: s.FeedID, Feed: hints, Entry: s.Entry, Fingerprint: s.Fingerprint, Changed: s.Changed,
		})
	}
	return c.calendar.Book(work, pages...)
}

// finishPoll saves the feed's state, books the next poll and acknowledges the
// job, in that order.
func (c *Crawler) finishPoll(work context.Context, p *polled, due *calendar.Due) error {
	f, err := c.calendar.UpdateFeed(work, p.feed.ID, func(f *calendar.Feed) error {
		c.remember(f, p)
		return nil
	})
	if errors.Is(err, calendar.ErrNoFeed) {
		return due.Done(work) // removed while it was polled
	}
	if err != nil {
		return err
	}
	p.event.Next, p.event.Failing, p.event.Note = f.Next, f.Failing, f.Why
	if err := c.bookNext(work, f, due); err != nil {
		return err
	}
	c.opts.Report(p.event)
	return nil
}

// bookNext books the feed's next slot and acknowledges the job.
func (c *Crawler) bookNext(work context.Context, f *calendar.Feed, due *calendar.Due) error {
	if f.Paused {
		return due.Done(work)
	}
	return due.Postpone(work, f.Job(), f.Next)
}

// remember writes into f what the poll taught.
func (c *Crawler) remember(f *calendar.Feed, p *polled) {
	f.Polled, f.Outcome, f.Status, f.Error = p.now.UTC().Truncate(time.Second), string(p.event.Outcome), p.event.Status, ""
	o := schedule.Outcome{Kind: schedule.Failed}
	switch p.event.Outcome {
	case Fresh, Unchanged:
		f.Failures, f.Failing, f.Gone = 0, time.Time{}, false
		o.Kind = schedule.Unchanged
		if p.event.Outcome == Fresh {
			o.Kind, f.Fresh = schedule.Fresh, f.Polled
		}
		o.MaxAge = freshness(p.resp.Header, p.now)
		rememberBody(f, p)
	default:
		f.Failures++
		if f.Failing.IsZero() {
			f.Failing = f.Polled
		}
		if p.event.Err != nil {
			f.Error = p.event.Err.Error()
		}
		f.Gone = p.event.Outcome == Gone
		switch p.event.Outcome {
		case Gone:
			o.Kind = schedule.Gone
		case Throttled:
			o.Kind = schedule.Throttled
		}
	}
	if p.body != nil {
		o.TTL = p.body.TTL
	}
	if p.resp != nil {
		o.RetryAfter, _ = p.resp.RetryAfter(p.now)
	}
	plan := schedule.Next(schedule.State{
		Interval: f.Interval, Min: or(f.MinEvery, c.opts.MinEvery), Max: or(f.MaxEvery, c.opts.MaxEvery),
		Failures: f.Failures, Failing: f.Failing,
	}, o, p.now, 2*rand.Float64()-1)
	f.Next, f.Interval, f.Why = plan.At.UTC(), plan.Interval, plan.Why
}

// rememberBody keeps the validators and the entries of a body that was read
// whole. Those of a body cut short are not kept: a 304 would hide the rest.
func rememberBody(f *calendar.Feed, p *polled) {
	if p.resp.NotModified {
		if etag := p.resp.Header.Get("Etag"); etag != "" {
			f.ETag = etag
		}
		if modified := p.resp.Header.Get("Last-Modified"); modified != "" {
			f.LastModified = modified
		}
		return
	}
	f.ETag, f.LastModified = p.resp.Header.Get("Etag"), p.resp.Header.Get("Last-Modified")
	if p.body.Partial {
		f.ETag, f.LastModified = "", ""
		for key, fp := range f.Seen { // what was cut off is still in the feed
			if _, ok := p.seen[key]; !ok {
				p.seen.Add(key, uint64(fp))
			}
		}
	}
	f.Seen, f.Known = p.seen, true
	f.Title, f.Link, f.Language, f.Format = p.body.Title, p.body.Link, p.body.Language, p.body.Format
}

func or(a, b time.Duration) time.Duration {
	if a > 0 {
		return a
	}
	return b
}

package crawler

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
)

// earlyPoll is by how much a poll may come before its time: what clocks and rounding
// may differ by.
const earlyPoll = 2 * time.Second

// poll fetches a feed and sees to its new entries. Each step happens only after
// the one before it is stored: entries, feed state, next booking, job.
func (c *Crawler) poll(work context.Context, w *fetch.Worker, due *calendar.Due) error {
	if len(c.opts.Only) > 0 && !c.opts.Only[due.ID] {
		return due.Postpone(work, due.Job, c.calendar.Now().Add(time.Minute))
	}
	if due.Answer != nil {
		return c.pollKept(work, due)
	}
	// The lane is kept until the feed's state is saved: a second process that
	// was given the same slot reads the state after taking the lane, and finds
	// the slot used. So it is taken for what robots.txt forbids as well.
	e, err := c.setOut(work, w, due, true)
	if err != nil || e == nil {
		return err
	}
	defer e.end(work)
	f, err := c.wanted(work, due)
	if err != nil || f == nil {
		return err
	}
	p := c.begin(f, due.Via)
	req := p.conditionally(due.Target(), c.calendar.Now())
	a, err := e.ask(work, req)
	if err != nil || a == nil {
		return err
	}
	defer a.release()
	p.conditional = e.permit.refusal == nil && req.ETag+req.LastModified != ""
	return c.concludePoll(work, p, a, due)
}

// pollKept polls with an answer that somebody got who looked at the feed before
// it was added: then its first poll costs the site no second request.
func (c *Crawler) pollKept(work context.Context, due *calendar.Due) error {
	f, err := c.wanted(work, due)
	if err != nil || f == nil {
		return err
	}
	resp, err := restore(due.Answer, c.fetcher.Limit(fetch.Feed))
	if err != nil {
		return due.DeadLetter(work, "the answer it carries cannot be read: "+err.Error())
	}
	p := c.begin(f, due.Answer.Via)
	return c.concludePoll(work, p, &reply{resp: resp}, due)
}

// wanted returns the feed of a poll, or none if there is nothing to poll now:
// then the job is answered.
func (c *Crawler) wanted(work context.Context, due *calendar.Due) (*calendar.Feed, error) {
	f, err := c.calendar.Feed(work, due.ID)
	switch {
	case errors.Is(err, calendar.ErrNoFeed):
		return nil, due.Done(work) // removed since it was booked
	case err != nil:
		return nil, err
	case f.Resting():
		return nil, due.Done(work)
	case !f.SlotIs(due.Slot), len(due.Via) == 0 && due.Answer == nil && due.URL != f.URL:
		return nil, c.bookNext(work, f, due)
	}
	if early := f.Next.Sub(c.calendar.Now()); due.Answer == nil && early > earlyPoll {
		// Its time has not come, whoever thought so, by whichever clock.
		c.calendar.SuspectClock()
		c.opts.Observe(Event{Kind: Poll, Outcome: Postponed, FeedID: f.ID, URL: f.URL, Next: f.Next, Note: "it fell due early"})
		return nil, c.bookNext(work, f, due)
	}
	if now := c.calendar.Now(); due.Answer == nil && !f.Asks.Allowed(now).Equal(now) {
		// Waits for its lane took it into hours in which the feed is not to be asked.
		return nil, c.putOff(work, due, f.Asks.Allowed(now), "the feed's skipHours or skipDays")
	}
	return f, nil
}

// begin is a poll before its answer.
func (c *Crawler) begin(f *calendar.Feed, via []fetch.Hop) *polled {
	p := &polled{feed: f, via: via, event: pollEvent(f), reread: c.rereads(f), backfill: f.Backfill}
	if p.backfill == (calendar.Backfill{}) {
		p.backfill = c.opts.Backfill
	}
	// A record of a version before this does not say by which rule it was read.
	p.refill = f.Known && f.ReadBy != (calendar.Backfill{}) && f.ReadBy != p.backfill
	return p
}

// rereads reports whether a feed is to be read whole, for what of it was published and lost.
func (c *Crawler) rereads(f *calendar.Feed) bool {
	return f.Reread || f.Known && f.Answered.Before(c.opts.RereadBefore())
}

// conditionally is the request for a feed, with its validators if they are those
// of the URL that is asked: they mean nothing to another, and are none of its
// business.
func (p *polled) conditionally(target string, now time.Time) fetch.Request {
	f := p.feed
	r := fetch.Request{URL: target, Kind: fetch.Feed, AnyCertificate: f.AnyCertificate}
	check := !f.Quiet.IsZero() && now.Sub(f.Quiet) >= trustCheck
	if f.Validators.Of == target && f.Untrusted.IsZero() && !check && !p.reread && !p.refill {
		r.ETag, r.LastModified = f.Validators.ETag, f.Validators.LastModified
	}
	return r
}

// concludePoll sees to what the request came to.
func (c *Crawler) concludePoll(work context.Context, p *polled, a *reply, due *calendar.Due) error {
	p.resp, p.now = a.resp, c.calendar.Now()
	p.asOf = judgedAt(p.now, c.calendar.InDoubt(), a.resp)
	p.event.came(a)
	if a.resp != nil {
		p.event.Waited = waited(due, a.resp, p.now)
	}
	if a.err != nil {
		return c.finishPoll(work, p, due)
	}
	switch p.event.Outcome {
	case Fresh:
		if a.resp.Status == http.StatusPartialContent { // what is missing would count as gone
			p.event.Outcome, p.event.Err = Failed, errors.New("answered 206: a part of the feed, and none was asked for")
			break
		}
		if err := c.read(work, p); err != nil {
			return err
		}
	case Unchanged:
	default:
		p.event.Err = statusError(a.resp)
	}
	return c.finishPoll(work, p, due)
}

// read parses the body and publishes or books what is new in it. Its error
// means that storage failed and the job must come again.
func (c *Crawler) read(work context.Context, p *polled) error {
	body, err := feed.Parse(p.resp.Body, p.source())
	if err != nil {
		p.event.Outcome, p.event.Err = Failed, err
		var not *feed.NotFeedError
		if errors.As(err, &not) {
			p.event.Outcome = NotAFeed
		}
		return nil
	}
	p.body, p.speaks = body, p.rights()
	p.event.Entries = len(body.Items) + len(body.Unchanged)
	fresh := c.chooseEntries(p)
	if err := c.take(work, p, fresh); err != nil {
		return err
	}
	p.event.New = len(fresh) - p.putOff()
	if !p.feed.Known && p.event.Entries > 0 && len(fresh) == 0 {
		p.event.LeftOut = &LeftOut{Newest: p.newest(), Backfill: p.backfill}
	}
	switch {
	case body.Expired:
		p.event.Outcome, p.event.Err = Gone, errors.New("the feed says that it has ended (expired)")
	case p.event.New == 0:
		p.event.Outcome = Unchanged
	}
	if err := c.retract(work, p); err != nil {
		return err
	}
	return c.adopt(work, p, body.Children)
}

// take publishes the entries that need no page and books a page for the others.
func (c *Crawler) take(work context.Context, p *polled, fresh []Sighting) error {
	hints := p.hints()
	p.spent = p.feed.Spent.On(p.now)
	var pages []calendar.Job
	keys := map[string]Sighting{} // of the pages, by their jobs
	for _, s := range newestFirst(fresh, p.asOf) {
		page := !s.Apart && wantsPage(s, p.feed.FullText)
		if why := c.opts.Budget.charge(&p.spent, s, page); why != "" {
			p.deferEntry(s, why)
			continue
		}
		if !page {
			doc := normalize.Document{URL: s.Entry.URL, FetchedAt: p.now, Feed: hints, Entry: s.Entry, Ref: s.Ref, Apart: s.Apart}
			e := Event{Kind: Page, FeedID: s.FeedID, URL: s.Entry.URL, Outcome: Fresh, Backfill: !p.feed.Known || p.refill}
			_, err := c.publish(work, s, doc, e)
			if err != nil && !errors.Is(err, ErrUnpublishable) { // that one is reported, and would fail again
				return err
			}
			continue
		}
		pages = append(pages, calendar.Job{
			Kind: calendar.Page, ID: pageID(s), URL: s.Entry.URL, FirstBooked: p.now.UTC(),
			FeedID: s.FeedID, Feed: hints, Entry: s.Entry, Fingerprint: s.Fingerprint, Changed: s.Changed, Ref: s.Ref, Also: s.Also,
			Backfill: !p.feed.Known || p.refill,
		})
		keys[pages[len(pages)-1].ID] = s
	}
	left, err := c.calendar.Book(work, pages...)
	for _, j := range left {
		p.deferEntry(keys[j.ID], DeferredLane)
		add(&p.spent, keys[j.ID], true, -1)
	}
	return err
}

// finishPoll saves the feed's state, books the next poll and acknowledges the
// job, in that order.
func (c *Crawler) finishPoll(work context.Context, p *polled, due *calendar.Due) error {
	jitter := 2*rand.Float64() - 1
	f, err := c.calendar.ChangeFeed(work, p.feed.ID, p.feed, func(f *calendar.Feed) error {
		c.remember(f, p, jitter)
		return nil
	})
	if errors.Is(err, calendar.ErrNoFeed) {
		return due.Done(work) // removed while it was polled
	}
	if err != nil {
		return err
	}
	if lost(f) && p.now.Sub(f.Scouted) >= scoutEvery {
		if err := c.calendar.BookNext(work, scoutJob(f)); err != nil {
			return err
		}
	}
	p.event.Deferred = p.deferred
	p.event.Next, p.event.Failing, p.event.Note = f.Next, f.Failing, f.Why
	if err := c.bookNext(work, f, due); err != nil {
		return err
	}
	c.opts.Observe(p.event)
	return nil
}

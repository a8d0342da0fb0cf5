package crawler

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// The values of a feed's full_text setting.
const (
	FullTextAuto   = "auto"   // fetch the page unless the feed carries the whole text
	FullTextAlways = "always" // always fetch the page
	FullTextNever  = "never"  // never
)

// wholeText is the length of content, in bytes of HTML, from which auto takes
// it for the whole story.
const wholeText = 1500

// pageAttempts and pageAge bound how long a look at a published page is tried again before
// it counts as one that has learnt nothing.
const (
	pageAttempts = 6
	pageAge      = 24 * time.Hour
)

// wantsPage reports whether the page of a sighting is to be fetched. What a feed only
// announces is what its page says, however much the feed says of it; the front page of
// another site is no story.
func wantsPage(s Sighting, fullText string) bool {
	if !s.Announces() {
		return needsPage(s.Entry, fullText)
	}
	return fullText != FullTextNever && !frontPage(s.Entry.URL)
}

// needsPage reports whether the story's page is to be fetched.
func needsPage(e *normalize.Entry, fullText string) bool {
	if e.URL == "" {
		return false
	}
	switch fullText {
	case FullTextAlways:
		return true
	case FullTextNever:
		return false
	}
	return len(e.ContentHTML) < wholeText || cutShort(e.ContentHTML)
}

// cutShort reports whether content ends as teasers do.
func cutShort(html string) bool {
	tail := html[max(0, len(html)-200):]
	for _, mark := range []string{"[…]", "[...]", "[&#8230;]", "[&hellip;]", "…</p>", "...</p>"} {
		if strings.Contains(tail, mark) {
			return true
		}
	}
	return false
}

// pageID names the page job of a sighting: the story, and what its entry says,
// so that the same news from many feeds is one job and a change is another. What a feed
// only announces is a job of that feed: it must not take the place of the story's own.
func pageID(s Sighting) string {
	return fmt.Sprintf("%s-%016x", article.ID(s.Entry.URL, s.FeedURL, s.Entry.ID), s.Fingerprint) + announcerID(s)
}

// page fetches a story's page and publishes it. The lane is kept until the
// story is stored: the same page, booked from another feed, then finds it known.
func (c *Crawler) page(work context.Context, w *fetch.Worker, due *calendar.Due) error {
	if due.Entry == nil {
		return due.DeadLetter(work, "a page job without an entry")
	}
	s := sighting(due)
	if c.handler.Known(s) {
		return c.skip(work, due)
	}
	e, err := c.setOut(work, w, due, false)
	if err != nil || e == nil {
		return err
	}
	defer e.end(work)
	if c.handler.Known(s) {
		return c.skip(work, due)
	}
	a, err := e.ask(work, pageRequest(due))
	if err != nil || a == nil {
		return err
	}
	defer a.release()
	return c.concludePage(work, s, due, a)
}

// sighting is what a page job knows of its story.
func sighting(due *calendar.Due) Sighting {
	s := sightingIn(due.FeedID, due.Feed, due.Entry)
	s.At, s.Named, s.Ref, s.Also, s.Fingerprint, s.Changed = due.Ask, due.Named, due.Ref, due.Also, due.Fingerprint, due.Changed
	if again := due.Recheck; again != nil {
		s.Recheck, s.Awaited, s.Version = !again.Awaited, again.Awaited, again.Version
	}
	return s
}

// pageRequest asks for a page, and where it is looked at again only for one that
// has changed. Validators go to the address they came from alone.
func pageRequest(due *calendar.Due) fetch.Request {
	r := fetch.Request{URL: due.Target(), Kind: fetch.Page}
	if a := due.Recheck; a != nil && a.Validators.Of == r.URL {
		r.ETag, r.LastModified = a.Validators.ETag, a.Validators.LastModified
	}
	return r
}

// pageEvent is what a page's fetch came to.
func pageEvent(due *calendar.Due, a *reply, now time.Time) Event {
	e := Event{
		Kind: Page, FeedID: due.FeedID, URL: due.URL,
		Retry: due.Attempt > 0, Recheck: due.Recheck != nil, Backfill: due.Backfill,
	}
	e.came(a)
	if a.resp == nil {
		return e
	}
	e.Waited = waited(due, a.resp, now)
	switch {
	case a.err != nil:
	case a.resp.Unread:
		e.Outcome = Fresh // no page, but no failure either
	case e.Outcome == Fresh && (!a.resp.Document() || len(a.resp.Body) == 0): // not yet, in part, or nothing
		e.Outcome, e.Err = Failed, statusError(a.resp)
	case e.Outcome != Fresh && e.Outcome != Unchanged:
		e.Err = statusError(a.resp)
	}
	return e
}

// concludePage publishes the story, or books its page again.
func (c *Crawler) concludePage(work context.Context, s Sighting, due *calendar.Due, a *reply) error {
	e := pageEvent(due, a, c.calendar.Now())
	if s.Awaited {
		return c.concludeAwaited(work, s, due, a, e)
	}
	if s.Recheck {
		if wait, again := c.tryAgain(due, a, e); again {
			return c.retry(work, due, a, e, wait)
		}
		return c.concludeRecheck(work, s, due, a, e)
	}
	if wait, again := c.keepsBack(due, a, e); again {
		return c.retry(work, due, a, e, wait)
	}
	confirm := false // that it is missing
	switch {
	case s.Announces(): // whatever the page is, the feed may have a story of its own
	case s.Changed && len(c.opts.Rechecks) > 0 && missing(due, e, a.resp):
		if err := c.bookMissing(work, due, a, e); err != nil {
			return err
		}
		confirm = true
	case e.Outcome == Gone:
		c.opts.Observe(e) // withdrawn before it was published
		return due.Done(work)
	}
	doc := document(due, a, c.calendar.Now())
	if len(doc.Body) == 0 {
		doc.Failed = failure(due, a, e)
	}
	result, err := c.publish(work, s, doc, e)
	if errors.Is(err, ErrUnpublishable) {
		return due.DeadLetter(work, err.Error())
	}
	if err != nil {
		return err
	}
	if result.Elsewhere != "" {
		return c.turnTo(work, due, a, result.Elsewhere)
	}
	if !confirm {
		if err := c.lookAgain(work, due, a, e, doc, result); err != nil {
			return err
		}
	}
	return due.Done(work)
}

// lookAgain books the first look at the page of a story that was just published, or for it.
func (c *Crawler) lookAgain(work context.Context, due *calendar.Due, a *reply, e Event, doc normalize.Document, r Result) error {
	if comesLater(doc, a, e) && r.Event != StoryReserved && r.Event != StoryWithdrawn {
		return c.await(work, due, a, e, r)
	}
	return c.bookRecheck(work, due, firstRecheck(doc, e, r))
}

// skip ends the job of a story that is known. If that is by this very job, which
// comes again after a crash or for the store's faults, the looks at its page may not be
// booked yet; and a look that has made the story newer itself goes on.
func (c *Crawler) skip(work context.Context, due *calendar.Due) error {
	c.opts.Observe(Event{Kind: Page, Outcome: Seen, FeedID: due.FeedID, URL: due.URL})
	if !due.Redelivered() && due.Unstored == 0 {
		return due.Done(work)
	}
	if due.Recheck == nil {
		if err := c.bookRecheck(work, due, &calendar.Recheck{Since: c.calendar.Now().UTC(), Awaited: true}); err != nil {
			return err
		}
		return due.Done(work)
	}
	booked, err := c.calendar.LookBooked(work, recheckID(due.Job))
	if err != nil {
		return err
	}
	if booked { // by who has overtaken it
		return due.Done(work)
	}
	again := *due.Recheck
	again.Count++
	again.Version = 0 // what it has published stands, whatever its number
	return c.nextRecheck(work, due, again)
}

// tryAgain decides whether a look at a published page is worth another try, and after what wait.
func (c *Crawler) tryAgain(due *calendar.Due, a *reply, e Event) (time.Duration, bool) {
	switch {
	case e.Outcome == Fresh, e.Outcome == Unchanged, e.Outcome == Gone, e.Outcome == Refused,
		e.Status >= 400 && e.Status < 500 && e.Outcome != Throttled:
		return 0, false
	case a.err != nil && !temporary(a.err):
		return 0, false
	case due.Attempt+1 >= pageAttempts, c.calendar.Now().Sub(due.FirstBooked) > pageAge:
		return 0, false
	}
	wait := time.Minute << (2 * due.Attempt) // 1, 4, 16 min, 1 h, 4 h
	return max(wait, c.asked(due, a, e)), true
}

func temporary(err error) bool {
	var re *RobotsError
	if errors.As(err, &re) {
		return re.Unknown
	}
	var fe *fetch.Error
	return errors.As(err, &fe) && fe.Temporary()
}

func (c *Crawler) retry(work context.Context, due *calendar.Due, a *reply, e Event, wait time.Duration) error {
	j := due.Job
	j.Tries = c.tried(due, e, failure(due, a, e))
	j.Attempt++
	j.Ask, j.Via, j.Named, j.Unanswered, j.Unstored = "", nil, false, 0, 0 // redirects may lead elsewhere by then
	if j.Recheck != nil {
		j.Ask = j.Recheck.At
	}
	e.Next = c.calendar.Now().Add(wait)
	if err := due.Postpone(work, j, e.Next); err != nil {
		return err
	}
	c.opts.Observe(e)
	return nil
}

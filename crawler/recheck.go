package crawler

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// News is corrected within hours, and what should not have been published is
// gone by then. The page of a published story is therefore looked at again, at
// the times of Options.Rechecks. A look is a page job like any other: in its host's
// lane, allowed by robots.txt, and conditional where the page has validators.

const (
	// enoughSame is how many looks in a row may find nothing new before the page
	// is taken for one that does not change.
	enoughSame = 2
	// enoughMissing is how many looks in a row must find no page before its story
	// is withdrawn: a site that is being mended answers 404 for a while.
	enoughMissing = 2
	missingWait   = time.Hour
)

// recheckID names the job of a story's looks: booking one replaces the one before,
// so that a story that has changed is looked at from the beginning.
func recheckID(j calendar.Job) string {
	s := sightingIn(j.FeedID, j.Feed, j.Entry)
	return calendar.LookID(article.ID(j.Entry.URL, s.FeedURL, j.Entry.ID)) + announcerID(s)
}

// firstRecheck is what to know for the looks at a page that was just published; nil
// if there is nothing to look at.
func firstRecheck(doc normalize.Document, e Event, r Result) *calendar.Recheck {
	switch {
	case r.Event == StoryReserved, r.Event == StoryWithdrawn, r.Event == StoryUnchanged && !r.FirstWord:
		return nil
	}
	if len(doc.Body) == 0 && e.Outcome != Unchanged {
		return nil // it is no page, or closed: the story's next change comes from the feed
	}
	again := &calendar.Recheck{Since: doc.FetchedAt.UTC(), Version: r.Version, At: r.At}
	if again.Awaited = r.Refused != ""; !again.Awaited {
		again.Validators = validatorsOfPage(doc)
	}
	return again
}

func validatorsOfPage(doc normalize.Document) calendar.Validators {
	if doc.ETag+doc.Modified == "" {
		return calendar.Validators{}
	}
	return calendar.Validators{Of: doc.FinalURL, ETag: doc.ETag, LastModified: doc.Modified}
}

// bookRecheck books the next look at a page, if there is to be one.
func (c *Crawler) bookRecheck(work context.Context, due *calendar.Due, again *calendar.Recheck) error {
	if again == nil || again.Count >= len(c.opts.Rechecks) || due.Entry.URL == "" {
		return nil
	}
	at := again.Since.Add(c.opts.Rechecks[again.Count])
	return c.calendar.BookAt(work, recheckJob(due.Job, *again, at), at)
}

// recheckJob is the job of a look, made of any job of its page.
func recheckJob(j calendar.Job, again calendar.Recheck, at time.Time) calendar.Job {
	j.ID, j.Recheck = recheckID(j), &again
	j.Ask, j.Via, j.Named, j.Robots, j.Unanswered, j.Unstored = again.At, nil, false, nil, 0, 0
	j.FirstBooked = at.UTC()
	if !again.Awaited {
		j.Attempt = 0
	}
	return j
}

// concludeRecheck sees to what a look has found.
func (c *Crawler) concludeRecheck(work context.Context, s Sighting, due *calendar.Due, a *reply, e Event) error {
	again := *due.Recheck
	again.Count++
	switch {
	case missing(due, e, a.resp):
		return c.concludeMissing(work, s, due, a, again, e)
	case e.Outcome == Unchanged:
		due.Tries = nil
		again.Missing = 0
		again.Same++
		c.opts.Observe(e)
	case e.Outcome == Fresh:
		if err := c.publishRecheck(work, s, due, a, e, &again); err != nil {
			if errors.Is(err, ErrUnpublishable) {
				return due.DeadLetter(work, err.Error())
			}
			return err
		}
	default: // nothing was learnt
		due.Tries = c.tried(due, e, failure(due, a, e))
		c.opts.Observe(e)
	}
	if again.Same >= enoughSame {
		return due.Done(work)
	}
	return c.nextRecheck(work, due, again)
}

// publishRecheck publishes what the page says now, if that is something new.
func (c *Crawler) publishRecheck(
	work context.Context, s Sighting, due *calendar.Due, a *reply, e Event, again *calendar.Recheck,
) error {
	doc := document(due, a, c.calendar.Now())
	if len(doc.Body) == 0 {
		due.Tries = c.tried(due, e, "answered without a page")
		c.opts.Observe(e) // no page any more, but no sign that the story is withdrawn
		return nil
	}
	result, err := c.publish(work, s, doc, e)
	if err != nil {
		return err
	}
	if result.Refused != "" { // what stands in the way says nothing of the story
		due.Tries = c.tried(due, e, "it "+result.Refused)
		return nil
	}
	due.Tries = nil
	again.Missing, again.Validators, again.Version = 0, validatorsOfPage(doc), result.Version
	if again.Same++; result.Event != StoryUnchanged {
		again.Same = 0
	}
	return nil
}

// bookMissing has a story looked at again whose entry has changed and whose page
// was not there.
func (c *Crawler) bookMissing(work context.Context, due *calendar.Due, a *reply, e Event) error {
	at := c.calendar.Now().Add(missingWait)
	again := calendar.Recheck{Since: at.UTC(), Missing: 1, MissingAt: missingAt(due, a.resp, e)}
	due.Tries = c.tried(due, e, failure(due, a, e))
	return c.calendar.BookAt(work, recheckJob(due.Job, again, at), at)
}

// missing reports whether a page is not there any more: it answers 404 or 410, or
// leads to the front page.
func missing(due *calendar.Due, e Event, resp *fetch.Response) bool {
	if e.Status == http.StatusNotFound || e.Status == http.StatusGone {
		return true
	}
	return resp != nil && e.Outcome == Fresh && frontPage(resp.URL) && !frontPage(due.URL)
}

// missingAt is the address that says that its page is missing: the one that answered, or
// the one that led to the front page. What led there from elsewhere says nothing of it.
func missingAt(due *calendar.Due, resp *fetch.Response, e Event) string {
	if resp != nil && e.Outcome != Fresh {
		return resp.URL
	}
	if n := len(due.Via); n > 0 {
		return due.Via[n-1].URL
	}
	return due.Target()
}

// failure says in words why a page did not come; empty if one has, or none was wanted.
func failure(due *calendar.Due, a *reply, e Event) string {
	switch {
	case e.Err != nil:
		return strings.TrimPrefix(reason(e.Err, due.Target()), due.Target()+": ")
	case missing(due, e, a.resp):
		return "leads to the front page"
	}
	return ""
}

// tried is what a job remembers of its tries when this one has brought no page.
func (c *Crawler) tried(due *calendar.Due, e Event, why string) []calendar.Try {
	return due.Tried(calendar.Try{At: c.calendar.Now().UTC().Truncate(time.Second), Status: e.Status, Error: why})
}

func frontPage(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Path == "" || u.Path == "/") && u.RawQuery == ""
}

// concludeMissing withdraws a story whose page was missing often enough, and else
// looks again soon.
func (c *Crawler) concludeMissing(
	work context.Context, s Sighting, due *calendar.Due, a *reply, again calendar.Recheck, e Event,
) error {
	again.Same = 0
	due.Tries = c.tried(due, e, failure(due, a, e))
	if at := missingAt(due, a.resp, e); at != again.MissingAt { // that another address had no page says nothing of this one
		again.Missing, again.MissingAt = 0, at
	}
	if again.Missing++; again.Missing < enoughMissing {
		again.Count-- // this one comes again
		e.Next = c.calendar.Now().Add(missingWait)
		c.opts.Observe(e)
		return c.postponeRecheck(work, due, again, e.Next)
	}
	reason := article.NotFound
	if e.Status == http.StatusGone {
		reason = article.Gone
	}
	result, err := c.handler.Withdraw(work, Retraction{
		FeedID: s.FeedID, FeedURL: s.FeedURL, Asked: s.Asked, URL: missingAt(due, a.resp, e), Speaks: s.Speaks,
		Withdrawal: article.Withdrawal{Reason: reason, At: c.calendar.Now().UTC().Truncate(time.Second)},
	})
	if err != nil {
		return err
	}
	e.Article = &result
	c.opts.Observe(e)
	if result.Event == StoryWithdrawn {
		again.Version = result.Version
	}
	// The looks go on: what was missing may come back.
	return c.nextRecheck(work, due, again)
}

// nextRecheck books the next look of the plan, or ends the looks.
func (c *Crawler) nextRecheck(work context.Context, due *calendar.Due, again calendar.Recheck) error {
	if again.Count >= len(c.opts.Rechecks) {
		return due.Done(work)
	}
	return c.postponeRecheck(work, due, again, again.Since.Add(c.opts.Rechecks[again.Count]))
}

// postponeRecheck books this look's job for another time.
func (c *Crawler) postponeRecheck(work context.Context, due *calendar.Due, again calendar.Recheck, at time.Time) error {
	if now := c.calendar.Now(); at.Before(now) {
		at = now.Add(missingWait) // this one came late
	}
	return due.Postpone(work, recheckJob(due.Job, again, at), at)
}

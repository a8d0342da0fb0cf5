package crawler

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// News is corrected within hours, and what should not have been published is
// gone by then. The page of a published story is therefore looked at again, at
// the times of Options.Looks. A look is a page job like any other: in its host's
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

// lookID names the job of a story's looks: booking one replaces the one before,
// so that a story that has changed is looked at from the beginning.
func lookID(j calendar.Job) string {
	return article.ID(j.Entry.URL, j.Feed.URL, j.Entry.ID) + "-again"
}

// firstLook is what to know for the looks at a page that was just published; nil
// if there is nothing to look at.
func firstLook(doc normalize.Document, e Event, r Result) *calendar.Again {
	switch r.Event {
	case "unchanged", "reserved", "withdrawn":
		return nil
	}
	if len(doc.Body) == 0 && e.Outcome != Unchanged {
		return nil // the feed's half was published: its next change comes from the feed
	}
	return &calendar.Again{Since: doc.FetchedAt.UTC(), Validators: validatorsOfPage(doc)}
}

func validatorsOfPage(doc normalize.Document) calendar.Validators {
	if doc.ETag+doc.Modified == "" {
		return calendar.Validators{}
	}
	return calendar.Validators{Of: doc.FinalURL, ETag: doc.ETag, LastModified: doc.Modified}
}

// bookLook books the next look at a page, if there is to be one.
func (c *Crawler) bookLook(work context.Context, due *calendar.Due, again *calendar.Again) error {
	if again == nil || again.Look >= len(c.opts.Looks) || due.Entry.URL == "" {
		return nil
	}
	at := again.Since.Add(c.opts.Looks[again.Look])
	return c.calendar.BookAt(work, lookJob(due.Job, *again, at), at)
}

// lookJob is the job of a look, made of any job of its page.
func lookJob(j calendar.Job, again calendar.Again, at time.Time) calendar.Job {
	j.ID, j.Again = lookID(j), &again
	j.Ask, j.Via, j.Robots, j.Attempt, j.FirstBooked = "", nil, nil, 0, at.UTC()
	return j
}

// concludeLook sees to what a look has found.
func (c *Crawler) concludeLook(work context.Context, s Sighting, due *calendar.Due, resp *fetch.Response, e Event) error {
	again := *due.Again
	again.Look++
	switch {
	case missing(due, e, resp):
		return c.concludeMissing(work, s, due, again, e)
	case e.Outcome == Unchanged:
		again.Missing = 0
		again.Same++
		c.opts.Report(e)
	case e.Outcome == Fresh:
		if err := c.publishAgain(work, s, due, resp, e, &again); err != nil {
			if errors.Is(err, ErrUnpublishable) {
				return due.Bury(work, err.Error())
			}
			return err
		}
	default: // nothing was learnt
		c.opts.Report(e)
	}
	if again.Same >= enoughSame {
		return due.Done(work)
	}
	return c.nextLook(work, due, again)
}

// publishAgain publishes what the page says now, if that is something new.
func (c *Crawler) publishAgain(work context.Context, s Sighting, due *calendar.Due, resp *fetch.Response, e Event, again *calendar.Again) error {
	doc := document(due, resp, e)
	if len(doc.Body) == 0 {
		c.opts.Report(e) // no page any more, but no sign that the story is withdrawn
		return nil
	}
	result, err := c.publish(work, s, doc, e)
	if err != nil {
		return err
	}
	again.Missing, again.Validators = 0, validatorsOfPage(doc)
	if again.Same++; result.Event != "unchanged" {
		again.Same = 0
	}
	return nil
}

// bookMissing has a story looked at again whose entry has changed and whose page
// was not there.
func (c *Crawler) bookMissing(work context.Context, due *calendar.Due) error {
	at := time.Now().Add(missingWait)
	return c.calendar.BookAt(work, lookJob(due.Job, calendar.Again{Since: at.UTC(), Missing: 1}, at), at)
}

// missing reports whether a page is not there any more: it answers 404 or 410, or
// leads to the front page.
func missing(due *calendar.Due, e Event, resp *fetch.Response) bool {
	if e.Status == http.StatusNotFound || e.Status == http.StatusGone {
		return true
	}
	return resp != nil && e.Outcome == Fresh && frontPage(resp.URL) && !frontPage(due.URL)
}

func frontPage(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Path == "" || u.Path == "/") && u.RawQuery == ""
}

// concludeMissing withdraws a story whose page was missing often enough, and else
// looks again soon.
func (c *Crawler) concludeMissing(work context.Context, s Sighting, due *calendar.Due, again calendar.Again, e Event) error {
	again.Same = 0
	if again.Missing++; again.Missing < enoughMissing {
		again.Look-- // this one comes again
		e.Next = time.Now().Add(missingWait)
		c.opts.Report(e)
		return c.lookAgain(work, due, again, e.Next)
	}
	reason := article.NotFound
	if e.Status == http.StatusGone {
		reason = article.Gone
	}
	result, err := c.handler.Withdraw(work, Retraction{
		FeedID: s.FeedID, FeedURL: s.FeedURL, URL: s.Entry.URL, EntryID: s.Entry.ID,
		Withdrawal: article.Withdrawal{Reason: reason, At: time.Now().UTC().Truncate(time.Second)},
	})
	if err != nil {
		return err
	}
	e.Article = &result
	c.opts.Report(e)
	// The looks go on: what was missing may come back.
	return c.nextLook(work, due, again)
}

// nextLook books the next look of the plan, or ends the looks.
func (c *Crawler) nextLook(work context.Context, due *calendar.Due, again calendar.Again) error {
	if again.Look >= len(c.opts.Looks) {
		return due.Done(work)
	}
	return c.lookAgain(work, due, again, again.Since.Add(c.opts.Looks[again.Look]))
}

// lookAgain books this look's job for another time.
func (c *Crawler) lookAgain(work context.Context, due *calendar.Due, again calendar.Again, at time.Time) error {
	if now := time.Now(); at.Before(now) {
		at = now.Add(missingWait) // this one came late
	}
	return due.Postpone(work, lookJob(due.Job, again, at), at)
}

package crawler

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/crawler/schedule"
	"github.com/wiredesk/wiredesk/normalize"
)

// A page that fails, whatever the reason, keeps no news back: its story is published with
// what the feed says of it, at once or after Options.Hold, and the page is awaited. It is
// looked for soon after, then at the times of Options.Rechecks, until it has come.

// earlyLook is how long after its story the page that failed is first looked for: what a
// server that was started anew, or a cache that did not know the story yet, needs.
const earlyLook = 5 * time.Minute

// awaitedLooks are when a page that failed is looked for after that, if published pages are
// not looked at again at all (Options.Rechecks).
var awaitedLooks = []time.Duration{time.Hour, 6 * time.Hour}

// hopelessPage are the classes of errors that another try does not mend.
var hopelessPage = map[fetch.Class]bool{fetch.BadURL: true, fetch.BlockedAddress: true, fetch.TooLarge: true}

// comesLater reports whether a page that did not come may yet: its site failed, or did not
// have it, or did not give it. What robots.txt closes, what we do not connect to, and what is
// no page at all is not asked for again; 410 is a word that counts, like any page.
func comesLater(doc normalize.Document, a *reply, e Event) bool {
	var re *RobotsError
	switch {
	case len(doc.Body) > 0, e.Outcome == Fresh, e.Outcome == Unchanged, e.Outcome == Gone, e.Outcome == NotAFeed:
		return false
	case errors.As(a.err, &re):
		return re.Unknown
	}
	return !hopelessPage[fetch.ClassOf(a.err)]
}

// keepsBack decides whether a story waits for its page, and until when the next try waits:
// 1, 4, 16, 64 and then each 256 minutes, and one at the end.
func (c *Crawler) keepsBack(due *calendar.Due, a *reply, e Event) (time.Duration, bool) {
	now, since := c.calendar.Now(), c.calendar.Now()
	if len(due.Tries) > 0 {
		since = due.Tries[0].At
	}
	left := since.Add(c.opts.Hold).Sub(now)
	if left < time.Second || !comesLater(document(due, a, now), a, e) {
		return 0, false
	}
	wait := max(min(time.Minute<<(2*min(due.Attempt, 4)), left), c.asked(due, a, e))
	return wait, wait <= left
}

// asked is how long the site has asked to be left alone, or is left alone because it limits
// us; 0 if it has not.
func (c *Crawler) asked(due *calendar.Due, a *reply, e Event) time.Duration {
	var wait time.Duration
	if e.Status == http.StatusTooManyRequests {
		wait = schedule.ThrottledWait << min(due.Attempt, 6)
	}
	if a.resp != nil {
		if asked, ok := a.resp.RetryAfter(c.calendar.Now()); ok {
			wait = max(wait, asked)
		}
	}
	return min(wait, 24*time.Hour)
}

// await books the first look for a page that did not come. What the feed says stands.
func (c *Crawler) await(work context.Context, due *calendar.Due, a *reply, e Event, r Result) error {
	now := c.calendar.Now().UTC()
	again := calendar.Recheck{Since: now, Version: r.Version, At: r.At, Awaited: true, Early: true}
	soon := earlyLook
	if len(c.opts.Rechecks) > 0 {
		soon = min(soon, c.opts.Rechecks[0]/2)
	}
	at := now.Add(max(soon, c.asked(due, a, e)))
	j := recheckJob(due.Job, again, at)
	j.Attempt, j.Tries = due.Attempt+1, c.tried(due, e, failure(due, a, e))
	return c.calendar.BookAt(work, j, at)
}

// concludeAwaited sees to what a look for a page that had not come has found: the page, which
// makes the next version, or again none.
func (c *Crawler) concludeAwaited(work context.Context, s Sighting, due *calendar.Due, a *reply, e Event) error {
	again := *due.Recheck
	if !again.Early {
		again.Count++
	}
	again.Early = false
	doc := document(due, a, c.calendar.Now())
	if len(doc.Body) == 0 || missing(due, e, a.resp) {
		return c.awaitOn(work, s, due, a, again, e)
	}
	result, err := c.publish(work, s, doc, e)
	switch {
	case errors.Is(err, ErrUnpublishable):
		return due.DeadLetter(work, err.Error())
	case err != nil:
		return err
	case result.Elsewhere != "":
		return c.turnTo(work, due, a, result.Elsewhere)
	case result.Refused != "":
		due.Tries = c.tried(due, e, "it "+result.Refused)
		return c.nextAwaited(work, due, again, time.Time{})
	}
	due.Tries = nil
	again.Awaited, again.Missing, again.Validators, again.Version = false, 0, validatorsOfPage(doc), result.Version
	if again.At, again.Same = cmp.Or(result.At, again.At), 0; result.Event == StoryUnchanged {
		again.Same = 1
	}
	for again.Count < len(c.opts.Rechecks) && !again.Since.Add(c.opts.Rechecks[again.Count]).After(c.calendar.Now()) {
		again.Count++
	}
	return c.nextRecheck(work, due, again)
}

// awaitOn goes on looking for a page that has not come this time either. That it is gone, the
// second time in a row, takes the story back; that it is not there (404) says nothing where
// nobody may have seen it.
func (c *Crawler) awaitOn(work context.Context, s Sighting, due *calendar.Due, a *reply, again calendar.Recheck, e Event) error {
	if e.Status == http.StatusGone || due.Changed && missing(due, e, a.resp) {
		return c.concludeMissing(work, s, due, a, again, e)
	}
	again.Missing = 0
	earliest := c.calendar.Now().Add(c.asked(due, a, e))
	due.Attempt++
	due.Tries = c.tried(due, e, cmp.Or(failure(due, a, e), "answered without a page"))
	c.opts.Observe(e)
	return c.nextAwaited(work, due, again, earliest)
}

// nextAwaited books the next look for a page, no earlier than a time; what of the plan has
// passed by then is left out. After the last the feed's half is all there will be.
func (c *Crawler) nextAwaited(work context.Context, due *calendar.Due, again calendar.Recheck, earliest time.Time) error {
	looks := c.opts.Rechecks
	if len(looks) == 0 {
		looks = awaitedLooks
	}
	now := c.calendar.Now()
	for ; again.Count < len(looks); again.Count++ {
		if at := again.Since.Add(looks[again.Count]); at.After(now) && !at.Before(earliest) {
			return c.postponeRecheck(work, due, again, at)
		}
	}
	return due.Done(work)
}

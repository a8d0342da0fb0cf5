package crawler

import (
	"context"
	"slices"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// follow books the next hop of a redirect. It is a request like any other: the
// host it leads to has a robots.txt and a lane of its own. Following it here and
// now would hold two lanes at once, or ask a host that rests.
func (c *Crawler) follow(work context.Context, due *calendar.Due, a *reply) error {
	j := due.Job
	j.Via = append(slices.Clone(due.Via), a.hop())
	j.Ask = a.next
	var earliest time.Time
	now := c.calendar.Now()
	if wait, ok := a.resp.RetryAfter(now); ok {
		earliest = now.Add(wait)
	}
	var e Event
	e.answered(a.resp)
	return c.goOn(work, due, j, earliest, e)
}

// turnTo books the page at the address that a page has named as its story's, once: what
// that one says counts.
func (c *Crawler) turnTo(work context.Context, due *calendar.Due, a *reply, address string) error {
	j := due.Job
	j.Via = append(slices.Clone(due.Via), a.hop())
	j.Ask, j.Named = address, true
	var e Event
	e.answered(a.resp)
	return c.goOn(work, due, j, time.Time{}, e)
}

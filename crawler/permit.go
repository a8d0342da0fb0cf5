package crawler

import (
	"context"
	"slices"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// setOut begins the errand of a job when its next request may be made. It returns nil if
// the job was answered instead: its request was that for the robots.txt that decides, or
// it is booked for a later slot of its host's lane. A request that robots.txt forbids takes
// no lane, unless evenRefused says so.
func (c *Crawler) setOut(work context.Context, w *fetch.Worker, due *calendar.Due, evenRefused bool) (*errand, error) {
	permit, answered, err := c.permitted(work, w, due)
	if err != nil || answered {
		return nil, err
	}
	e := &errand{c: c, worker: w, due: due, permit: permit, learnt: calendar.Answer{CrawlDelay: permit.delay}}
	if permit.refusal != nil && !evenRefused {
		return e, nil
	}
	if taken, err := e.takeLane(work); err != nil || !taken {
		return nil, err
	}
	return e, nil
}

// permitted finds out whether the job's next request is allowed. If the
// robots.txt that decides is not known, fetching it is the job's next request:
// then that is made, and the job is answered.
func (c *Crawler) permitted(work context.Context, w *fetch.Worker, due *calendar.Due) (p permission, answered bool, err error) {
	if due.Robots == nil {
		if due.Kind == calendar.Poll && c.opts.FeedsIgnoreRobots {
			return p, false, nil
		}
		target := due.Target()
		r, err := c.robotsOf(work, calendar.Origin(target))
		if err != nil {
			return p, false, err
		}
		switch tried := unreached(r, c.calendar.Now()); {
		case !usable(r, due.AnyCertificate), wantedSince(due, tried):
		case due.Kind == calendar.Poll && due.Anew.IsZero() && !tried.IsZero():
			return p, true, c.putOff(work, due, r.Until, "its robots.txt could not be fetched at "+tried.Format(time.TimeOnly+" MST"))
		default:
			return judge(r, target, c.calendar.Now()), false, nil
		}
		origin := calendar.Origin(target)
		due.Robots = &calendar.RobotsStep{Origin: origin, Ask: origin + "/robots.txt"}
	}
	return p, true, c.askRobots(work, w, due)
}

// wantedSince reports whether a robots.txt that could not be reached when it was tried is asked
// for again: somebody has wanted this poll since.
func wantedSince(due *calendar.Due, tried time.Time) bool {
	return !tried.IsZero() && tried.Before(due.Anew)
}

// robotsOf returns what is known of an origin, nil if it must be fetched.
func (c *Crawler) robotsOf(work context.Context, origin string) (*calendar.RobotsRecord, error) {
	now := c.calendar.Now()
	if r := c.robots.get(origin, now); r != nil {
		return r, nil
	}
	r, err := c.calendar.Robots(work, origin)
	if err != nil || r == nil || !r.Fresh(now) || ownRefusal(r) {
		return nil, err
	}
	c.robots.put(origin, r)
	return r, nil
}

// askRobots makes one request on the way to a robots.txt, in the lane of its
// host, and books the job again for the request that is next.
func (c *Crawler) askRobots(work context.Context, w *fetch.Worker, due *calendar.Due) error {
	e := &errand{c: c, worker: w, due: due}
	if taken, err := e.takeLane(work); err != nil || !taken {
		return err
	}
	j, answered, err := c.readRobots(work, e)
	e.end(work)
	if err != nil || answered {
		return err
	}
	return c.goOn(work, due, j, time.Time{}, Event{})
}

// readRobots fetches a robots.txt unless another process just did. It returns the job as
// it goes on: with the step that is left, if there is one; or that it was answered instead.
func (c *Crawler) readRobots(work context.Context, e *errand) (j calendar.Job, answered bool, err error) {
	j = e.due.Job
	step, anyCertificate := *e.due.Robots, e.due.AnyCertificate
	j.Robots = nil
	known, err := c.calendar.Robots(work, step.Origin)
	if err != nil {
		return j, false, err
	}
	now := c.calendar.Now()
	if usable(known, anyCertificate) && !ownRefusal(known) && known.Fresh(now) && !wantedSince(e.due, unreached(known, now)) {
		e.learnt.CrawlDelay = crawlDelay(known)
		return j, false, nil
	}
	a, err := e.request(work, fetch.Request{URL: step.Ask, Kind: fetch.Robots, AnyCertificate: anyCertificate}, step.Via)
	if err != nil || a == nil {
		return j, err == nil, err
	}
	defer a.release()
	if e.unanswered(a) {
		j.Robots = &step
		j.Unanswered++
		return j, false, nil
	}
	leaveStrangers(step.Origin, a)
	event := Event{Kind: Robots, URL: step.Ask, Retry: known != nil && !known.Failing.IsZero()}
	event.came(a)
	if a.next != "" {
		event.Outcome = Postponed
		c.opts.Observe(event)
		j.Robots = &calendar.RobotsStep{Origin: step.Origin, Ask: a.next, Via: append(slices.Clone(step.Via), a.hop())}
		return j, false, nil
	}
	r := learnRobots(known, a, c.calendar.Now())
	e.learnt.CrawlDelay = crawlDelay(r)
	if tried := unreached(r, c.calendar.Now()); !tried.IsZero() {
		j.Anew = tried // this job's own
	}
	if err := c.calendar.SaveRobots(work, step.Origin, r); err != nil {
		return j, false, err
	}
	c.robots.put(step.Origin, r)
	c.opts.Observe(event)
	return j, false, nil
}

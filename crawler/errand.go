package crawler

import (
	"context"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// errand is the way of a job to one answer: robots.txt, the lane of the host, the request,
// the redirect. The caller ends it.
type errand struct {
	c      *Crawler
	worker *fetch.Worker
	due    *calendar.Due
	permit permission
	lane   *calendar.Lane  // nil: it is not taken
	learnt calendar.Answer // what the lane is told when it is given back
}

// takeLane takes the lane of the host. It reports false if the job was answered instead.
func (e *errand) takeLane(work context.Context) (bool, error) {
	lane, err := e.c.takeLane(work, e.due)
	e.lane = lane
	return lane != nil, err
}

// ask makes the request, if it is allowed, and returns what it came to. It returns nil if
// the job was answered instead: the answer leads on, and the next hop is booked.
func (e *errand) ask(work context.Context, r fetch.Request) (*reply, error) {
	if e.permit.refusal != nil {
		return &reply{err: e.permit.refusal}, nil
	}
	a, err := e.request(work, r, e.due.Via)
	switch {
	case err != nil || a == nil:
		return nil, err
	case e.unanswered(a):
		j := e.due.Job
		j.Unanswered++
		return nil, e.c.goOn(work, e.due, j, time.Time{}, Event{Note: "the connection was closed before an answer came"})
	case a.next == "":
		return a, nil
	}
	defer a.release()
	return nil, e.c.follow(work, e.due, a)
}

// mostUnanswered is how often a request is made again that was not answered at all.
const mostUnanswered = 2

// unanswered reports whether a request is to be made again, in its turn: the server has
// closed the connection under it, which is no failure of the site.
func (e *errand) unanswered(a *reply) bool {
	return fetch.ClassOf(a.err) == fetch.Unanswered && e.due.Unanswered < mostUnanswered
}

// request makes a request in the lane. It returns nil if the job was answered instead:
// that no answer came is this machine's fault, and the job comes again.
func (e *errand) request(work context.Context, r fetch.Request, via []fetch.Hop) (*reply, error) {
	answered := e.c.turns.Asking(e.due)
	began := time.Now()
	a, err := ask(work, e.worker, r, via)
	took := max(time.Since(began), 1) // none would say that nobody knows
	answered()
	if err == nil && a.resp == nil && e.c.opts.Ours(work, a.err) {
		return nil, e.c.comeAgain(work, e.due)
	}
	if err == nil {
		if a.resp != nil {
			e.c.opts.Ours(work, nil)
		}
		e.learnt = laneAnswer(a.resp, e.permit.delay, e.c.calendar.Now())
		e.learnt.Took = took
	}
	return a, err
}

// end gives the lane back, if it was taken.
func (e *errand) end(work context.Context) {
	if e.lane != nil {
		e.c.give(work, e.lane, e.learnt)
	}
}

package crawler

import (
	"context"
	"net/http"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/crawler/schedule"
)

// reply is what a request came to: an answer, or an error that came instead. It is both
// where the answer is a redirect that leads nowhere: nothing comes of that, but the site has
// answered, and what it said of its pace counts.
type reply struct {
	resp *fetch.Response // nil if no answer came
	err  error           // nil if the answer is one, or leads on
	next string          // where a redirect leads; empty if it is none
}

// ask makes one request, after the redirects via. The caller releases the reply. The
// error is that of a request which ended with ctx, and says nothing of the site.
func ask(ctx context.Context, w *fetch.Worker, r fetch.Request, via []fetch.Hop) (*reply, error) {
	resp, err := w.Get(ctx, r)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, err
	case err != nil:
		return &reply{err: err}, nil
	}
	a := &reply{resp: resp}
	a.next, a.err = resp.Redirect(via)
	return a, nil
}

// hop is the redirect that the answer is.
func (a *reply) hop() fetch.Hop { return fetch.Hop{URL: a.resp.URL, Status: a.resp.Status} }

// release hands the body's memory back, as Response.Release does.
func (a *reply) release() {
	if a.resp != nil {
		a.resp.Release()
	}
}

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

// setOut begins the errand of a job when its next request may be made. It returns nil if
// the job was answered instead: its request was that for the robots.txt that decides, or
// it is booked for a later slot of its host's lane. A request that robots.txt forbids takes
// no lane, unless evenRefused says so.
func (c *Crawler) setOut(ctx, work context.Context, w *fetch.Worker, due *calendar.Due, evenRefused bool) (*errand, error) {
	permit, answered, err := c.permitted(ctx, work, w, due)
	if err != nil || answered {
		return nil, err
	}
	e := &errand{c: c, worker: w, due: due, permit: permit, learnt: calendar.Answer{CrawlDelay: permit.delay}}
	if permit.refusal != nil && !evenRefused {
		return e, nil
	}
	if taken, err := e.takeLane(ctx, work); err != nil || !taken {
		return nil, err
	}
	return e, nil
}

// takeLane takes the lane of the host. It reports false if the job was answered instead.
func (e *errand) takeLane(ctx, work context.Context) (bool, error) {
	lane, err := e.c.takeLane(ctx, work, e.due)
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
	if err != nil || a.next == "" {
		return a, err
	}
	defer a.release()
	return nil, e.c.follow(work, e.due, a)
}

// request makes a request in the lane.
func (e *errand) request(work context.Context, r fetch.Request, via []fetch.Hop) (*reply, error) {
	a, err := ask(work, e.worker, r, via)
	if err == nil {
		e.learnt = laneAnswer(a.resp, e.permit.delay)
	}
	return a, err
}

// end gives the lane back, if it was taken.
func (e *errand) end(work context.Context) {
	if e.lane != nil {
		e.c.give(work, e.lane, e.learnt)
	}
}

// laneAnswer is what the host's lane learns from an answer; resp is nil if none came.
func laneAnswer(resp *fetch.Response, crawlDelay time.Duration) calendar.Answer {
	a := calendar.Answer{CrawlDelay: crawlDelay}
	if resp == nil {
		return a
	}
	a.Throttled = resp.Status == http.StatusTooManyRequests
	now := time.Now()
	wait, asked := resp.RetryAfter(now)
	switch {
	case asked && (a.Throttled || resp.Status == http.StatusServiceUnavailable):
		a.Until = now.Add(wait)
	case a.Throttled:
		a.Until = now.Add(schedule.ThrottledWait)
	}
	return a
}

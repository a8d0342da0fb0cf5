package crawler

import (
	"context"
	"errors"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// Visitor makes requests for a person who waits for the answer, by the same
// rules as the crawler: robots.txt first, one request at a time at a host, a rest
// after each, redirects hop by hop. It belongs to one goroutine.
type Visitor struct {
	worker   *fetch.Worker
	calendar *calendar.Calendar // nil: the visitor keeps the lanes of its hosts itself
	delay    time.Duration
	robots   map[string]*calendar.RobotsRecord
	free     map[string]time.Time // of each host, without a calendar
}

// NewVisitor returns a visitor. With a calendar it shares lanes and robots.txt
// with all crawlers on it; without one, it rests delay between two requests to a
// host by itself.
func NewVisitor(f *fetch.Fetcher, cal *calendar.Calendar, delay time.Duration) *Visitor {
	return &Visitor{worker: f.Worker(), calendar: cal, delay: delay, robots: map[string]*calendar.RobotsRecord{}, free: map[string]time.Time{}}
}

// Get makes a request and follows its redirects. It returns the last answer,
// which the caller releases, and the hops before it. What robots.txt forbids is
// a *RobotsError.
func (v *Visitor) Get(ctx context.Context, r fetch.Request) (*fetch.Response, []fetch.Hop, error) {
	var via []fetch.Hop
	for {
		p, err := v.permitted(ctx, r.URL)
		if err == nil {
			err = p.refusal
		}
		if err != nil {
			return nil, via, err
		}
		resp, err := v.ask(ctx, r, p.delay)
		if err != nil {
			return nil, via, err
		}
		next, err := resp.Redirect(via)
		if err != nil {
			resp.Release()
			return nil, via, err
		}
		if next == "" {
			return resp, via, nil
		}
		via = append(via, fetch.Hop{URL: resp.URL, Status: resp.Status})
		resp.Release()
		r.URL, r.ETag, r.LastModified = next, "", ""
	}
}

// permitted fetches the robots.txt of a URL's origin if it is not known.
func (v *Visitor) permitted(ctx context.Context, address string) (permission, error) {
	address, err := fetch.Clean(address)
	if err != nil {
		return permission{}, &fetch.Error{URL: address, Class: fetch.BadURL, Err: err}
	}
	origin := calendar.Origin(address)
	known := v.robots[origin]
	if known == nil && v.calendar != nil {
		if known, err = v.calendar.Robots(ctx, origin); err != nil {
			return permission{}, err
		}
		if known != nil && ownRefusal(known) {
			known = nil
		}
	}
	if known == nil || !time.Now().Before(known.Until) {
		if known, err = v.readRobots(ctx, origin, known); err != nil {
			return permission{}, err
		}
	}
	v.robots[origin] = known
	return judge(known, address, time.Now()), nil
}

func (v *Visitor) readRobots(ctx context.Context, origin string, old *calendar.RobotsRecord) (*calendar.RobotsRecord, error) {
	var via []fetch.Hop
	address := origin + "/robots.txt"
	for {
		resp, err := v.ask(ctx, fetch.Request{URL: address, Kind: fetch.Robots}, 0)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err == nil {
			if next, redirectErr := resp.Redirect(via); redirectErr == nil && next != "" {
				via, address = append(via, fetch.Hop{URL: resp.URL, Status: resp.Status}), next
				resp.Release()
				continue
			}
			defer resp.Release()
		}
		r := learnRobots(old, resp, err, time.Now())
		if v.calendar == nil {
			return r, nil
		}
		return r, v.calendar.SaveRobots(ctx, origin, r)
	}
}

// ask makes one request when the host's lane is free.
func (v *Visitor) ask(ctx context.Context, r fetch.Request, crawlDelay time.Duration) (*fetch.Response, error) {
	if v.calendar == nil {
		host := calendar.Host(r.URL)
		if err := await(ctx, v.free[host]); err != nil {
			return nil, err
		}
		resp, err := v.worker.Get(ctx, r)
		v.free[host] = time.Now().Add(max(v.delay, crawlDelay))
		return resp, err
	}
	for {
		lane, until, err := v.calendar.Take(ctx, r.URL)
		if err != nil {
			return nil, err
		}
		if lane == nil {
			if err := await(ctx, until); err != nil {
				return nil, err
			}
			continue
		}
		resp, err := v.worker.Get(ctx, r)
		answer := laneAnswer(resp)
		answer.CrawlDelay = crawlDelay
		return resp, errors.Join(err, lane.Give(context.WithoutCancel(ctx), answer))
	}
}

// await waits for a time.
func await(ctx context.Context, at time.Time) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(time.Until(at)):
		return nil
	}
}

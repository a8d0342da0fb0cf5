package crawler

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
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

// now is the time by which robots.txt and waits are judged.
func (v *Visitor) now() time.Time {
	if v.calendar == nil {
		return time.Now()
	}
	return v.calendar.Now()
}

// Get makes a request and follows its redirects. It returns the last answer,
// which the caller releases, and the hops before it. What robots.txt forbids is
// a *RobotsError.
func (v *Visitor) Get(ctx context.Context, r fetch.Request) (*fetch.Response, []fetch.Hop, error) {
	a, via, err := v.walk(ctx, r, v.permitted)
	if err != nil {
		return nil, via, err
	}
	if a.err != nil {
		a.release()
		return nil, via, a.err
	}
	return a.resp, via, nil
}

// walk makes a request and those that its redirects lead to, each if permit allows it.
// It returns what the last came to, and the hops before it.
func (v *Visitor) walk(
	ctx context.Context, r fetch.Request, permit func(ctx context.Context, address string) (permission, error),
) (*reply, []fetch.Hop, error) {
	var via []fetch.Hop
	origin := calendar.Origin(r.URL) // of the first: a way over others makes none of theirs this one's
	for unanswered := 0; ; {
		p, err := permit(ctx, r.URL)
		if err != nil {
			return nil, via, err
		}
		a := &reply{err: p.refusal}
		if a.err == nil {
			a, err = v.ask(ctx, r, p.delay, via)
		}
		if err == nil && fetch.ClassOf(a.err) == fetch.Unanswered && unanswered < mostUnanswered {
			unanswered++
			continue
		}
		if err == nil && r.Kind == fetch.Robots {
			leaveStrangers(origin, a)
		}
		if err != nil || a.next == "" {
			return a, via, err
		}
		via = append(via, a.hop())
		a.release()
		r.URL, r.ETag, r.LastModified = a.next, "", ""
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
		if known != nil && (ownRefusal(known) || !unreached(known, v.now()).IsZero()) {
			known = nil // whoever visits has the site asked
		}
	}
	if known == nil || !known.Fresh(v.now()) {
		if known, err = v.readRobots(ctx, origin, known); err != nil {
			return permission{}, err
		}
	}
	v.robots[origin] = known
	return judge(known, address, v.now()), nil
}

// readRobots fetches the robots.txt of an origin, whose old record, if there was one,
// stands in while it cannot be fetched. Nothing but its host's lane decides about that request.
func (v *Visitor) readRobots(ctx context.Context, origin string, old *calendar.RobotsRecord) (*calendar.RobotsRecord, error) {
	unasked := func(context.Context, string) (permission, error) { return permission{}, nil }
	a, _, err := v.walk(ctx, fetch.Request{URL: origin + "/robots.txt", Kind: fetch.Robots}, unasked)
	if err != nil {
		return nil, err
	}
	defer a.release()
	r := learnRobots(old, a, v.now())
	if v.calendar == nil || !unreached(r, v.now()).IsZero() { // that no answer came is nothing to tell the crawl
		return r, nil
	}
	return r, v.calendar.SaveRobots(ctx, origin, r)
}

// ask makes one request when the host's lane is free. Its error means that the lane
// could not be taken or given back, or that ctx has ended.
func (v *Visitor) ask(ctx context.Context, r fetch.Request, crawlDelay time.Duration, via []fetch.Hop) (*reply, error) {
	if v.calendar == nil {
		host := calendar.Host(r.URL)
		if err := await(ctx, time.Until(v.free[host])); err != nil {
			return nil, err
		}
		a, err := ask(ctx, v.worker, r, via)
		v.free[host] = time.Now().Add(max(v.delay, crawlDelay))
		return a, err
	}
	lane, err := v.takeLane(ctx, r.URL)
	if err != nil {
		return nil, err
	}
	a, err := ask(ctx, v.worker, r, via)
	learnt := calendar.Answer{CrawlDelay: crawlDelay}
	if err == nil {
		learnt = laneAnswer(a.resp, crawlDelay, v.now())
	}
	if err := errors.Join(err, lane.Give(context.WithoutCancel(ctx), learnt)); err != nil {
		if a != nil {
			a.release()
		}
		return nil, err
	}
	return a, nil
}

// takeLane waits for the lane of a URL's host. A host that asked to be left alone is a
// *calendar.ClosedError.
func (v *Visitor) takeLane(ctx context.Context, address string) (*calendar.Lane, error) {
	for {
		lane, until, err := v.calendar.Take(ctx, address)
		if err != nil || lane != nil {
			return lane, err
		}
		if err := await(ctx, until.Sub(v.now())); err != nil {
			return nil, err
		}
	}
}

// Page gets a page for a person who waits for it: the document that the crawler would
// make of the same answer, without what a feed says. An answer that is no document
// is a *StatusError. The document is the caller's.
func (v *Visitor) Page(ctx context.Context, address string) (normalize.Document, error) {
	resp, via, err := v.Get(ctx, fetch.Request{URL: address, Kind: fetch.Page})
	if err != nil {
		return normalize.Document{}, err
	}
	defer resp.Release()
	if !resp.Document() {
		return normalize.Document{}, &StatusError{URL: address, Status: resp.Status}
	}
	doc := withPage(normalize.Document{URL: address}, resp, via, v.now())
	doc.Body = bytes.Clone(doc.Body)
	return doc, nil
}

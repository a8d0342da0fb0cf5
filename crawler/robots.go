package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/crawler/robots"
)

// Token is the product token that robots.txt files name us by.
const Token = "wiredesk"

// How long what was learned of a robots.txt is used.
const (
	robotsFresh = 24 * time.Hour   // RFC 9309, section 2.4
	robotsStale = 24 * time.Hour   // past that, while the file cannot be fetched
	robotsRetry = 10 * time.Minute // after a failure
	// robotsHopeless is after how long a file that cannot be fetched counts as one
	// that does not exist (section 2.3.1.4).
	robotsHopeless = 30 * 24 * time.Hour
	// maxCrawlDelay is the longest Crawl-delay that is waited for. A site that
	// asks for more is left alone.
	maxCrawlDelay = time.Minute
)

// RobotsError says that robots.txt forbids a URL.
type RobotsError struct {
	URL    string
	Reason string
	// Unknown says that the site answered, but not with the file: it may again.
	Unknown bool
}

func (e *RobotsError) Error() string { return e.URL + ": " + e.Reason }

// permission is what an origin's robots.txt says of one URL.
type permission struct {
	refusal error // nil: it may be fetched
	delay   time.Duration
}

// judge reads a record for one URL.
func judge(r *calendar.RobotsRecord, address string, now time.Time) permission {
	rules := r.Rules
	if !r.Failing.IsZero() && now.Sub(r.Read) > robotsFresh+robotsStale {
		if now.Sub(r.Failing) < robotsHopeless {
			if r.Class != "" { // no answer at all: the same would have come of the document
				return permission{refusal: &fetch.Error{URL: address, Class: r.Class, Err: errors.New(r.Error)}}
			}
			return permission{refusal: &RobotsError{URL: address, Reason: "robots.txt cannot be fetched, so nothing is: " + r.Error, Unknown: true}}
		}
		rules = nil
	}
	if rules == nil {
		return permission{}
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return permission{refusal: &RobotsError{URL: address, Reason: "not a URL"}}
	case !rules.Allowed(u):
		return permission{refusal: &RobotsError{URL: address, Reason: "robots.txt disallows it"}}
	case rules.Delay > maxCrawlDelay:
		return permission{refusal: &RobotsError{URL: address, Reason: fmt.Sprintf("robots.txt asks for a Crawl-delay of %s, longer than %s", rules.Delay, maxCrawlDelay)}}
	}
	return permission{delay: rules.Delay}
}

// Verdict is what a robots.txt record says of a URL: nil, or why it may not be
// fetched.
func Verdict(r *calendar.RobotsRecord, address string, now time.Time) error {
	return judge(r, address, now).refusal
}

// permitted finds out whether the job's next request is allowed. If the
// robots.txt that decides is not known, fetching it is the job's next request:
// then that is made, and the job is answered.
func (c *Crawler) permitted(ctx, work context.Context, w *fetch.Worker, due *calendar.Due) (p permission, answered bool, err error) {
	if due.Robots == nil {
		if due.Kind == calendar.Poll && c.opts.FeedsIgnoreRobots {
			return p, false, nil
		}
		target := due.Target()
		r, err := c.robotsOf(work, calendar.Origin(target))
		if err != nil {
			return p, false, err
		}
		if usable(r, due.AnyCertificate) {
			return judge(r, target, time.Now()), false, nil
		}
		origin := calendar.Origin(target)
		due.Robots = &calendar.RobotsStep{Origin: origin, Ask: origin + "/robots.txt"}
	}
	return p, true, c.askRobots(ctx, work, w, due)
}

// usable reports whether a record can be judged by. That a certificate did not
// verify says nothing to a feed that takes any.
func usable(r *calendar.RobotsRecord, anyCertificate bool) bool {
	return r != nil && (r.Class != fetch.TLS || !anyCertificate)
}

// ownRefusal reports whether a record says no more than that some process was not
// configured to connect there. This one may be, and finds that out by itself: that costs
// the site nothing, or one answer where it redirects its robots.txt there.
func ownRefusal(r *calendar.RobotsRecord) bool { return r.Class == fetch.BlockedAddress }

// robotsOf returns what is known of an origin, nil if it must be fetched.
func (c *Crawler) robotsOf(work context.Context, origin string) (*calendar.RobotsRecord, error) {
	now := time.Now()
	if r := c.robots.get(origin, now); r != nil {
		return r, nil
	}
	r, err := c.calendar.Robots(work, origin)
	if err != nil || r == nil || !now.Before(r.Until) || ownRefusal(r) {
		return nil, err
	}
	c.robots.put(origin, r)
	return r, nil
}

// askRobots makes one request on the way to a robots.txt, in the lane of its
// host, and books the job again for the request that is next.
func (c *Crawler) askRobots(ctx, work context.Context, w *fetch.Worker, due *calendar.Due) error {
	step := due.Robots
	lane, err := c.takeLane(ctx, work, due)
	if err != nil || lane == nil {
		return err
	}
	next, answer, err := c.readRobots(work, w, *step, due.AnyCertificate)
	c.give(work, lane, answer)
	if err != nil {
		return err
	}
	j := due.Job
	j.Robots = next
	return c.goOn(work, due, j, time.Time{}, Event{})
}

// readRobots fetches a robots.txt unless another process just did. It returns
// the step that is left, if it was redirected.
func (c *Crawler) readRobots(work context.Context, w *fetch.Worker, step calendar.RobotsStep, anyCertificate bool) (*calendar.RobotsStep, calendar.Answer, error) {
	known, err := c.calendar.Robots(work, step.Origin)
	if err != nil || usable(known, anyCertificate) && !ownRefusal(known) && time.Now().Before(known.Until) {
		return nil, calendar.Answer{}, err
	}
	resp, fetchErr := w.Get(work, fetch.Request{URL: step.Ask, Kind: fetch.Robots, AnyCertificate: anyCertificate})
	if fetchErr != nil && work.Err() != nil {
		return nil, calendar.Answer{}, fetchErr
	}
	e := Event{Kind: Robots, URL: step.Ask, Outcome: outcomeOf(resp, fetchErr), Err: fetchErr, Network: unreachable(fetchErr)}
	e.Retry = known != nil && !known.Failing.IsZero()
	answer := laneAnswer(resp)
	if resp != nil {
		defer resp.Release()
		e.answered(resp)
		if to, err := resp.Redirect(step.Via); err == nil && to != "" {
			e.Outcome = Postponed
			c.opts.Report(e)
			step.Via, step.Ask = append(step.Via, fetch.Hop{URL: resp.URL, Status: resp.Status}), to
			return &step, answer, nil
		}
	}
	r := learnRobots(known, resp, fetchErr, time.Now())
	if r.Rules != nil {
		answer.CrawlDelay = min(r.Rules.Delay, maxCrawlDelay)
	}
	if err := c.calendar.SaveRobots(work, step.Origin, r); err != nil {
		return nil, answer, err
	}
	c.robots.put(step.Origin, r)
	c.opts.Report(e)
	return nil, answer, nil
}

// learnRobots makes a record of an answer (RFC 9309, section 2.3.1).
func learnRobots(old *calendar.RobotsRecord, resp *fetch.Response, fetchErr error, now time.Time) *calendar.RobotsRecord {
	r := &calendar.RobotsRecord{Until: now.Add(robotsFresh), Read: now}
	switch {
	case fetchErr == nil && resp.Status >= 200 && resp.Status < 300:
		r.Rules = robots.Parse(resp.Body, Token)
		return r
	case fetchErr == nil && resp.Status >= 300 && resp.Status < 500 && resp.Status != http.StatusTooManyRequests:
		return r // there is none: everything is allowed
	}
	r.Until, r.Read, r.Failing = now.Add(robotsRetry), time.Time{}, now
	if old != nil {
		r.Rules, r.Read = old.Rules, old.Read
		if !old.Failing.IsZero() {
			r.Failing = old.Failing
		}
	}
	var fe *fetch.Error
	if errors.As(fetchErr, &fe) {
		r.Class, r.Error = fe.Class, fe.Err.Error()
		return r
	}
	r.Error = statusError(resp).Error()
	if wait, ok := resp.RetryAfter(now); ok {
		r.Until = now.Add(max(wait, robotsRetry))
	}
	return r
}

// robotsCache keeps what this process has lately read of HOSTS.
type robotsCache struct {
	mu    sync.Mutex
	known map[string]*calendar.RobotsRecord
	size  int
}

// maxRobotsCache bounds the cache, in bytes.
const maxRobotsCache = 32 << 20

func robotsSize(origin string, r *calendar.RobotsRecord) int {
	n := 200 + 2*len(origin) + len(r.Error)
	if r.Rules != nil {
		n += r.Rules.Size()
	}
	return n
}

func (c *robotsCache) get(origin string, now time.Time) *calendar.RobotsRecord {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r := c.known[origin]; r != nil && now.Before(r.Until) {
		return r
	}
	return nil
}

func (c *robotsCache) put(origin string, r *calendar.RobotsRecord) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.known[origin]; old != nil {
		c.size -= robotsSize(origin, old)
	}
	if c.size += robotsSize(origin, r); c.size > maxRobotsCache || c.known == nil {
		// Everything can be read again from HOSTS.
		c.known, c.size = map[string]*calendar.RobotsRecord{}, robotsSize(origin, r)
	}
	c.known[origin] = r
}

package crawler

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/crawler/robots"
	"github.com/wiredesk/wiredesk/normalize/weburl"
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
	// maxRobotsRules is how large the rules for us may be, in bytes; those of sites that
	// mean them are a hundred times smaller. Who has more is left alone: they could not be
	// kept, and to keep some of them would allow what the others forbid.
	maxRobotsRules = 512 << 10
	// maxCrawlDelay is the longest Crawl-delay that is waited for. A site that
	// asks for more is left alone.
	maxCrawlDelay = time.Minute
)

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
				return permission{refusal: &fetch.Error{URL: address, Class: r.Class, Err: cmp.Or(r.Cause, errors.New(r.Error))}}
			}
			return permission{refusal: &RobotsError{URL: address, Reason: "robots.txt cannot be fetched, so nothing is: " + r.Error, Unknown: true}}
		}
		rules = nil
	}
	if rules == nil {
		return permission{}
	}
	u, err := url.Parse(address)
	var reason string
	switch {
	case err != nil:
		reason = "not a URL"
	case !rules.Allowed(u):
		reason = "robots.txt disallows it"
	case rules.Delay > maxCrawlDelay:
		reason = fmt.Sprintf("robots.txt asks for a Crawl-delay of %s, longer than %s", rules.Delay, maxCrawlDelay)
	default:
		return permission{delay: rules.Delay}
	}
	return permission{refusal: &RobotsError{URL: address, Reason: reason}}
}

// Verdict is what a robots.txt record says of a URL: nil, or why it may not be
// fetched.
func Verdict(r *calendar.RobotsRecord, address string, now time.Time) error {
	return judge(r, address, now).refusal
}

// usable reports whether a record can be judged by. That a certificate did not
// verify says nothing to a feed that takes any.
func usable(r *calendar.RobotsRecord, anyCertificate bool) bool {
	return r != nil && (r.Class != fetch.TLS || !anyCertificate)
}

// unreached is when the file was tried last, if no answer came and no old copy stands in for
// it; else the zero time.
func unreached(r *calendar.RobotsRecord, now time.Time) time.Time {
	if r == nil || r.Class == "" || r.Failing.IsZero() || now.Sub(r.Read) <= robotsFresh+robotsStale || now.Sub(r.Failing) >= robotsHopeless {
		return time.Time{}
	}
	return r.Until.Add(-robotsRetry)
}

// crawlDelay is the rest between requests that a record asks for, as far as it is waited for.
func crawlDelay(r *calendar.RobotsRecord) time.Duration {
	if r.Rules == nil {
		return 0
	}
	return min(r.Rules.Delay, maxCrawlDelay)
}

// ownRefusal reports whether a record says no more than that some process was not
// configured to connect there. This one may be, and finds that out by itself: that costs
// the site nothing, or one answer where it redirects its robots.txt there.
func ownRefusal(r *calendar.RobotsRecord) bool { return r.Class == fetch.BlockedAddress }

// leaveStrangers makes of a redirect that leads to another site one that leads nowhere,
// unless it leads to a robots.txt. RFC 9309 (section 2.3.1.2) has a robots.txt followed
// across sites, but nobody has asked the other site whether its documents may be fetched:
// what every crawler may fetch of it is its robots.txt.
func leaveStrangers(origin string, a *reply) {
	if a.next == "" {
		return
	}
	to, err := url.Parse(a.next)
	if err == nil && (to.Path == "/robots.txt" || weburl.Site(a.next) == weburl.Site(origin)) {
		return
	}
	a.err = &fetch.Error{URL: a.resp.URL, Class: fetch.Redirects, Answered: true,
		Err: fmt.Errorf("a robots.txt that is redirected to another site's document, %s", a.next)}
	a.next = ""
}

// learnRobots makes a record of an answer (RFC 9309, section 2.3.1).
//
// Redirects that lead nowhere are no file, as one that is not found (section 2.3.1.2).
func learnRobots(old *calendar.RobotsRecord, a *reply, now time.Time) *calendar.RobotsRecord {
	r := &calendar.RobotsRecord{Until: now.Add(robotsFresh), Read: now}
	switch resp := a.resp; {
	case resp == nil: // and no record but of the failure
	case resp.Status >= 200 && resp.Status < 300 && resp.Status != http.StatusPartialContent:
		if r.Rules = robots.Parse(resp.Body, Token); r.Rules.Size() > maxRobotsRules {
			r.Rules = robots.Parse([]byte("User-agent: *\nDisallow: /"), Token)
		}
		return r
	case resp.Status >= 300 && resp.Status < 500 &&
		resp.Status != http.StatusTooManyRequests && resp.Status != http.StatusNotModified:
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
	if errors.As(a.err, &fe) {
		r.Error = fe.Err.Error()
		if !fe.Answered { // else it is the file that is at fault, not the way to its server
			r.Class, r.Cause = fe.Class, fe.Err
		}
		return r
	}
	r.Error = statusError(a.resp).Error()
	if wait, ok := a.resp.RetryAfter(now); ok {
		r.Until = now.Add(max(wait, robotsRetry))
	}
	return r
}

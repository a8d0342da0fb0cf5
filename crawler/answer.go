package crawler

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
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
	a := &reply{}
	a.resp, a.err = w.Get(ctx, r)
	switch {
	case a.err == nil:
		a.next, a.err = a.resp.Redirect(via)
	case ctx.Err() != nil:
		return nil, a.err
	}
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

// outcomeOf sorts an answer by its status or its error.
func outcomeOf(resp *fetch.Response, err error) Outcome {
	if err != nil {
		var fe *fetch.Error
		var re *RobotsError
		if errors.As(err, &fe) && fe.Class == fetch.BlockedAddress || errors.As(err, &re) && !re.Unknown {
			return Refused
		}
		return Failed
	}
	switch s := resp.Status; {
	case resp.Unread:
		return NotAFeed
	case resp.NotModified:
		return Unchanged
	case s >= 200 && s < 300:
		return Fresh
	case s == http.StatusTooManyRequests, s == http.StatusServiceUnavailable:
		return Throttled
	case s == http.StatusGone:
		return Gone
	case s == http.StatusUnauthorized, s == http.StatusForbidden, s == http.StatusUnavailableForLegalReasons:
		return Refused
	}
	return Failed
}

// came notes what a request came to.
func (e *Event) came(a *reply) {
	e.Outcome, e.Err, e.Network = outcomeOf(a.resp, a.err), a.err, unreachable(a.err)
	if a.resp != nil {
		e.answered(a.resp)
	}
}

// answered notes what an answer says.
func (e *Event) answered(resp *fetch.Response) {
	e.Status, e.Took, e.Bytes = resp.Status, resp.Took, resp.Wire
}

// waited is how long a job that got an answer, until now, had waited for its turn
// (Event.Waited).
func waited(due *calendar.Due, resp *fetch.Response, now time.Time) time.Duration {
	wanted := due.Slot
	if due.Kind == calendar.Page {
		wanted = due.FirstBooked
	}
	if wanted.IsZero() || due.Attempt > 0 || due.Unstored > 0 || due.Recheck != nil {
		return 0
	}
	return max(0, now.Add(-time.Since(resp.At)).Sub(wanted))
}

// unreachable reports whether an error means that no answer came: when that is
// so for every fetch of a run, the fault is on our side. A server that begins to
// answer, or breaks off TLS, was reached.
func unreachable(err error) bool {
	var fe *fetch.Error
	if !errors.As(err, &fe) || fe.Answered {
		return false
	}
	switch fe.Class {
	case fetch.DNS, fetch.Connect, fetch.Timeout:
		return true
	}
	return false
}

// freshness is how long an answer may be kept: max-age less Age, or Expires
// (RFC 9111, section 4.2). It is 0 where nothing is said.
func freshness(h http.Header, now time.Time) time.Duration {
	for _, directive := range strings.Split(strings.ToLower(strings.Join(h.Values("Cache-Control"), ",")), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		if name != "max-age" {
			continue
		}
		seconds, err := strconv.ParseInt(strings.Trim(value, `"`), 10, 32)
		if err != nil || seconds < 0 {
			return 0
		}
		age, _ := strconv.ParseInt(h.Get("Age"), 10, 32)
		return max(0, time.Duration(seconds-max(age, 0))*time.Second)
	}
	if t, err := http.ParseTime(h.Get("Expires")); err == nil {
		return max(0, t.Sub(now))
	}
	return 0
}

// laneAnswer is what the host's lane learns from an answer; resp is nil if none came.
func laneAnswer(resp *fetch.Response, crawlDelay time.Duration, now time.Time) calendar.Answer {
	a := calendar.Answer{CrawlDelay: crawlDelay}
	if resp == nil {
		return a
	}
	a.Throttled = resp.Status == http.StatusTooManyRequests
	wait, asked := resp.RetryAfter(now)
	switch {
	case asked && (a.Throttled || resp.Status == http.StatusServiceUnavailable):
		a.Until = now.Add(wait)
	case a.Throttled:
		a.Until = now.Add(schedule.ThrottledWait)
	}
	return a
}

// feedSource is what an answer says of the feed that it holds.
func feedSource(resp *fetch.Response) feed.Source {
	return feed.Source{
		URL: resp.URL, ContentType: resp.Header.Get("Content-Type"), ContentLocation: resp.Header.Get("Content-Location"),
		Link: resp.Header.Values("Link"), MaxBytes: int(resp.Limit),
	}
}

// validatorsOf are the validators of an answer; none if it has none.
func validatorsOf(resp *fetch.Response) calendar.Validators {
	v := calendar.Validators{Of: resp.URL, ETag: resp.Header.Get("Etag"), LastModified: resp.Header.Get("Last-Modified")}
	if v.ETag+v.LastModified == "" {
		return calendar.Validators{}
	}
	return v
}

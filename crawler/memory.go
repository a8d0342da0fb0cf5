package crawler

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/crawler/schedule"
)

// remember writes into f what the poll taught, and plans the next one. It runs
// again, on a newer record, when another process changed the feed meanwhile.
func (c *Crawler) remember(f *calendar.Feed, p *polled, jitter float64) {
	now := p.now.UTC().Truncate(time.Second)
	f.NotAhead(p.now)
	o := schedule.Outcome{Kind: kindOf(p.event.Outcome)}
	p.event.Notice, p.event.Text = "", ""
	switch o.Kind {
	case schedule.Fresh, schedule.Unchanged:
		if o.Kind == schedule.Fresh {
			f.Fresh = now
		}
		f.Failures, f.Failing, f.Gone, f.Error, f.Proposed = 0, time.Time{}, false, "", ""
		o.MaxAge = freshness(p.resp.Header, p.now)
		o.Turnover, o.Elapsed = turnover(f, p), elapsed(f, p.now)
		if o.Turnover {
			p.event.notice(FeedGap, "no entry of the last poll is left: some may have been missed")
		}
		same := p.resp.NotModified || !f.Known || overlap(f, p)
		rememberAnswer(f, p)
		p.noticeBudget()
		rememberMove(f, p, same)
		f.Answered = now
	default:
		f.Failures++
		if f.Failing.IsZero() {
			f.Failing = now
		}
		f.Error = ""
		if p.event.Err != nil {
			f.Error = reason(p.event.Err, f.URL)
		}
		if o.Kind == schedule.Gone && !f.Gone {
			p.event.notice(FeedGone, "%s; it is probed once a month", f.Error)
		}
		f.Gone = o.Kind == schedule.Gone
		if f.Parent != "" && p.event.Outcome == NotAFeed {
			f.Parked = now
		}
	}
	if p.resp != nil {
		o.RetryAfter, _ = p.resp.RetryAfter(p.now)
		f.Ahead = ahead(p.resp)
	}
	f.Polled, f.Outcome, f.Status = now, string(p.event.Outcome), p.event.Status
	plan := schedule.Next(schedule.State{
		Bounds: c.bounds(f), Rate: f.Rate, Asks: f.Asks, Validators: f.Untrusted.IsZero() && f.Validators.Of != "",
		Window: len(f.Seen), Failures: f.Failures, Failing: f.Failing,
	}, o, p.now, jitter)
	f.Next, f.Why, f.PlannedBy, f.Asked = plan.At.UTC(), plan.Why, c.bounds(f), max(o.MaxAge, o.RetryAfter)
	if f.Parent != "" && stale(f, p.now) {
		f.Parked = now
	}
	if !f.Parked.IsZero() {
		f.Why = "parked: it holds no news; its index wakes it"
	}
	f.Visits.Add(visit(p))
}

// bounds are those of the feed, else the configuration's.
func (c *Crawler) bounds(f *calendar.Feed) schedule.Bounds {
	b := schedule.Bounds{Min: c.opts.MinEvery, Max: c.opts.MaxEvery, Blind: c.opts.BlindEvery}
	if f.MinEvery > 0 {
		b.Min, b.Blind = f.MinEvery, f.MinEvery
	}
	if f.MaxEvery > 0 {
		b.Max = f.MaxEvery
	}
	return b
}

func kindOf(o Outcome) schedule.Kind {
	switch o {
	case Fresh:
		return schedule.Fresh
	case Unchanged:
		return schedule.Unchanged
	case Throttled:
		return schedule.Throttled
	case Gone:
		return schedule.Gone
	case Refused:
		return schedule.Refused
	}
	return schedule.Failed
}

// longestElapsed is the longest time whose entries say how often there are new ones: past
// it most have come and gone unseen, or the clock was set.
const longestElapsed = 7 * 24 * time.Hour

// elapsed is the time since the feed was last read or confirmed.
func elapsed(f *calendar.Feed, now time.Time) time.Duration {
	if f.Answered.IsZero() {
		return 0
	}
	return min(max(now.Sub(f.Answered), 0), longestElapsed)
}

// turnover reports whether every entry of the last poll has left the feed.
func turnover(f *calendar.Feed, p *polled) bool {
	if p.body == nil || p.body.Partial || len(f.Seen) == 0 || p.arrived == 0 {
		return false
	}
	return !overlap(f, p)
}

func overlap(f *calendar.Feed, p *polled) bool {
	for key := range p.seen {
		if _, ok := f.Seen[key]; ok {
			return true
		}
	}
	return false
}

// rememberAnswer keeps the validators and the entries of a body that was read
// whole. Those of a body cut short are not kept: a 304 would hide the rest.
func rememberAnswer(f *calendar.Feed, p *polled) {
	if p.resp.NotModified {
		f.Rate = f.Rate.After(0, elapsed(f, p.now))
		rememberUnmodified(f, p)
		return
	}
	if p.hidden && !f.Quiet.IsZero() && p.now.Sub(f.Quiet) >= trustCheck && !p.conditional {
		f.Untrusted = p.now.UTC().Truncate(time.Second)
		p.event.notice(FeedUntrusted, "its validators hid new entries behind 304s; they are not sent any more")
	}
	f.Quiet = time.Time{}
	if f.Known {
		f.Rate = f.Rate.After(p.arrived, elapsed(f, p.now))
	} else {
		f.Rate = schedule.FirstRate(dates(p), p.asOf)
	}
	f.Validators, f.Deferred = validatorsOf(p.resp), nil
	if p.putOff() > 0 { // they are those of a body that was seen to
		f.Validators, f.Deferred = calendar.Validators{}, map[string]int{}
		for why, n := range p.deferred {
			f.Deferred[string(why)] = n
		}
	}
	if p.body.Partial {
		f.Validators = calendar.Validators{}
		for key, fp := range f.Seen { // what was cut off is still in the feed
			if _, ok := p.seen[key]; !ok {
				p.seen.Keep(key, fp)
			}
		}
	}
	released := f.Spent.On(p.now).Released
	f.Spent = p.spent
	f.Spent.Released = released
	f.Seen, f.Known, f.ReadBy = p.seen, true, p.backfill
	f.Reread = f.Reread && !p.feed.Reread // it may have been asked for since this poll began
	f.From = from(f.URL, p.resp)
	f.Title, f.Link, f.Language, f.Format = p.body.Title, p.body.Link, p.body.Language, p.body.Format
	s := p.body.Schedule
	var odd []string
	f.Asks, odd = schedule.NewAsks(p.body.TTL, s.UpdatePeriod, s.UpdateFrequency, s.SkipHours, s.SkipDays)
	f.Warnings = append(odd, p.body.Warnings...)
	f.Warnings = f.Warnings[:min(len(f.Warnings), 3)]
}

// rememberUnmodified takes what a 304 brings: new validators count from now on.
func rememberUnmodified(f *calendar.Feed, p *polled) {
	if f.Quiet.IsZero() {
		f.Quiet = p.now.UTC().Truncate(time.Second)
	}
	if f.Validators.Of != p.resp.URL {
		return
	}
	if etag := p.resp.Header.Get("Etag"); etag != "" {
		f.Validators.ETag = etag
	}
	if modified := p.resp.Header.Get("Last-Modified"); modified != "" {
		f.Validators.LastModified = modified
	}
}

// sameClock is by how much two clocks may differ that go right: an answer takes
// its time, and its date is no more exact than a second.
const sameClock = 10 * time.Second

// ahead is by how much a server's clock is ahead of ours, as its answer's Date and
// Age have it; 0 where that is next to nothing.
func ahead(resp *fetch.Response) time.Duration {
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return 0
	}
	age, _ := strconv.ParseInt(resp.Header.Get("Age"), 10, 32)
	d := date.Add(time.Duration(max(age, 0)) * time.Second).Sub(resp.At.Add(resp.Took)).Round(time.Second)
	if d.Abs() < sameClock {
		return 0
	}
	return d
}

func dates(p *polled) []time.Time {
	var list []time.Time
	for i := range p.body.Items {
		if e := &p.body.Items[i]; !e.Published.IsZero() {
			list = append(list, e.Published)
		}
	}
	return list
}

// A permanent redirect is believed when it was seen this often over this time:
// captive portals and broken deployments send 301s as well.
const (
	moveTimes = 3
	moveAfter = 24 * time.Hour
)

// rememberMove replaces the feed's URL by where it redirects to for good, once
// that is believed. One temporary hop on the way vetoes it, and so does a target
// that is not the same feed.
func rememberMove(f *calendar.Feed, p *polled, same bool) {
	permanent := len(p.via) > 0 && same
	for _, hop := range p.via {
		permanent = permanent && hop.Permanent()
	}
	if !permanent {
		f.Move = nil
		return
	}
	if f.Move == nil || f.Move.To != p.resp.URL {
		f.Move = &calendar.Move{To: p.resp.URL, Since: p.now.UTC().Truncate(time.Second)}
	}
	m := *f.Move
	m.Times++
	f.Move = &m
	if m.Times >= moveTimes && p.now.Sub(m.Since) >= moveAfter {
		f.MovedFrom, f.URL, f.From, f.Move = f.URL, m.To, "", nil
		p.event.notice(FeedMoved, "moved for good from %s to %s", f.MovedFrom, f.URL)
	}
}

// visit is what is remembered of the poll itself.
func visit(p *polled) calendar.Visit {
	v := calendar.Visit{
		At: p.now.UTC(), Took: p.event.Took, Status: p.event.Status, Outcome: string(p.event.Outcome),
		New: p.event.New, Conditional: p.conditional,
	}
	if p.resp != nil {
		v.Bytes = p.resp.Wire
	}
	if class := fetch.ClassOf(p.event.Err); class != "" {
		v.Outcome = string(class)
	}
	return v
}

// reason is what went wrong with a poll, without the feed's own address: that stands
// beside it wherever it is shown.
func reason(err error, address string) string {
	text := strings.TrimPrefix(err.Error(), "fetch "+address+": ")
	return strings.TrimPrefix(text, address+" ")
}

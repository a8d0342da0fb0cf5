package crawler

import (
	"net/http"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
)

// trustCheck is how long there may be nothing but 304s before one request
// without validators finds out whether they tell the truth.
const trustCheck = 7 * 24 * time.Hour

// polled is a poll on its way through the steps.
type polled struct {
	feed        *calendar.Feed
	via         []fetch.Hop
	conditional bool // validators were sent
	reread      bool // what it shows is published if it is not, seen or not
	backfill    calendar.Backfill
	refill      bool            // the rule has changed since the feed was read first
	resp        *fetch.Response // nil if none came
	body        *feed.Feed      // nil if none was read
	seen        calendar.Fingerprints
	marks       calendar.Marks // of the entries at the last poll
	speaks      []normalize.SpeaksFor
	arrived     int              // entries that were not in the feed before
	deferred    map[Deferral]int // entries that are put off
	spent       calendar.Spent
	hidden      bool // some of them stood there while the server answered 304
	now         time.Time
	asOf        time.Time // by which the age of entries is judged
	event       Event
}

// pollEvent is what a feed's poll begins with.
func pollEvent(f *calendar.Feed) Event {
	return Event{Kind: Poll, FeedID: f.ID, URL: f.URL, Retry: f.Failures > 0}
}

// metBefore reports by their marks which items stood in the feed at the last poll.
// They were seen to then, or its state would not have been saved. Nil: all are to be
// read, once, since an earlier version did not note under which addresses they stand.
func (p *polled) metBefore() func(mark uint64) bool {
	if !p.feed.Known || p.reread || p.refill || !p.feed.Seen.KnowsAddresses() {
		return nil
	}
	p.marks = p.feed.Seen.Marks()
	return func(mark uint64) bool {
		_, ok := p.marks.Key(mark)
		return ok
	}
}

// wants reports whether an entry is to be published, if it is not: known says that it stood
// in the feed at the last poll as it does now. What stood there before the feed was added
// and was not wanted then is not wanted when it is read again, unless the rule has changed.
func (p *polled) wants(e *normalize.Entry, position int, known bool) bool {
	dated := latest(e.Published, e.Updated)
	switch {
	case p.reread && (known || !p.feed.Known):
		return dated.IsZero() || dated.After(p.feed.AddedAt) || p.backfill.Wants(dated, position, p.feed.AddedAt)
	case known:
		return p.refill && p.backfill.Wants(dated, position, p.asOf)
	}
	return p.feed.Known || p.backfill.Wants(dated, position, p.asOf)
}

// newest is the date of the newest entry; the zero time if none has one.
func (p *polled) newest() (t time.Time) {
	for i := range p.body.Items {
		if dated := latest(p.body.Items[i].Published, p.body.Items[i].Updated); dated.After(t) {
			t = dated
		}
	}
	return t
}

// source is what is known of the feed's body before it is read.
func (p *polled) source() feed.Source {
	s := feedSource(p.resp)
	s.Now, s.CrossSite, s.Known = p.asOf, p.feed.CrossSite, p.metBefore()
	return s
}

// judgedAt is the time by which the age of a feed's entries is judged: now, or, where our
// clock is certainly wrong, or was, what its site says the time is.
func judgedAt(now time.Time, inDoubt bool, resp *fetch.Response) time.Time {
	if !inDoubt || resp == nil {
		return now
	}
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return now
	}
	return date
}

// rights are the sites for which the feed may speak, by where this answer came from: a
// feed that redirects to another's is that one's word.
func (p *polled) rights() []normalize.SpeaksFor {
	f := *p.feed
	f.From = from(f.URL, p.resp)
	return f.Speaks(p.now)
}

// hints are what the stories of the feed need to know of it.
func (p *polled) hints() normalize.Feed {
	return normalize.Feed{
		URL: p.feed.URL, Title: p.body.Title, Link: p.body.Link, Language: p.body.Language, From: from(p.feed.URL, p.resp), Speaks: p.speaks,
	}
}

// from is where a feed's answer came from, if that is not its address.
func from(address string, resp *fetch.Response) string {
	if resp.URL == address {
		return ""
	}
	return resp.URL
}

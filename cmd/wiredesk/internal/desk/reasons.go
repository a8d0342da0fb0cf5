package desk

import (
	"fmt"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// Reasons say why a feed is polled when it is. Some have no value.
func Reasons(f *calendar.Feed, around Surroundings) [][2]string {
	rows := [][2]string{
		{"state", f.State()}, {"next poll", nextIn(f)}, {"because", f.Why},
		{"error", Failure(f)}, {"validators", trust(f)}, {"rate", rate(f)},
		{"today", today(f)}, {"put off", putOff(f)}, {"moved", f.MovedFrom}, {"moving", moving(f)}, {"proposed", f.Proposed},
	}
	rows = append(rows, SpeaksFor(f)...)
	for _, w := range f.Warnings {
		rows = append(rows, [2]string{"warning", w})
	}
	return append(rows, around.Rows()...)
}

// SpeaksFor are the sites for whose stories a feed may speak, and why.
func SpeaksFor(f *calendar.Feed) (rows [][2]string) {
	for _, s := range f.Speaks(time.Now()) {
		rows = append(rows, [2]string{"speaks for", s.Site + ": " + s.Because})
	}
	return rows
}

// Failure is a feed's error and the way out, if one is known of what the record keeps
// of its cause: the class.
func Failure(f *calendar.Feed) string {
	if n := len(f.Visits); n > 0 && f.Visits[n-1].Outcome == string(fetch.BlockedAddress) {
		return f.Error + " (crawl.allow_private opens addresses, crawl.ports ports)"
	}
	return f.Error
}

// Rows are names and values for people. Some have no value.
func (s Surroundings) Rows() [][2]string {
	robots := "not fetched yet"
	switch r := s.Robots; {
	case r == nil:
	case s.Refusal != "" && !r.Failing.IsZero() && r.Rules == nil:
		robots = fmt.Sprintf("cannot be fetched since %s (%s), so nothing is; again %s", words.Clock(r.Failing), r.Error, words.Clock(r.Until))
	case s.Refusal != "":
		robots = s.Refusal
	case !r.Failing.IsZero():
		robots = fmt.Sprintf("cannot be fetched since %s (%s); an older copy allows it", words.Clock(r.Failing), r.Error)
	case r.Rules == nil:
		robots = fmt.Sprintf("there is none; looked %s, again %s", words.Clock(r.Read), words.Clock(r.Until))
	default:
		robots = fmt.Sprintf("allows it; read %s, again %s", words.Clock(r.Read), words.Clock(r.Until))
	}
	lane := fmt.Sprintf("%s, one request at a time, a rest of %s", s.Lane.Host, s.Lane.Delay)
	if s.Lane.CrawlDelay > 0 {
		lane += fmt.Sprintf("; Crawl-delay %s", s.Lane.CrawlDelay)
	}
	if s.Lane.SlowedBy > 1 {
		lane += fmt.Sprintf("; slowed down %d times by 429s", s.Lane.SlowedBy)
	}
	if s.Lane.Latency >= crawler.SlowAfter {
		lane += fmt.Sprintf("; slow (%s an answer): few such sites are asked at a time, beside the workers", s.Lane.Latency.Round(time.Second))
	}
	var turns string
	if s.Turns > 0 {
		turns = words.Plural(s.Turns, "page") + " to come in turn: a feed has a quarter of the workers at most"
	}
	now := "free"
	switch {
	case s.Lane.Unreadable:
		now = "its record cannot be read; the next request replaces it"
	case !s.Lane.Closed.IsZero():
		now = "the host asked to wait until " + words.Clock(s.Lane.Closed)
	case s.Lane.Busy:
		now = "a request is in flight"
	case !s.Lane.Queue.IsZero():
		now = "others are booked until " + words.Clock(s.Lane.Queue)
	}
	if !s.Lane.Guests.IsZero() {
		now += "; pages that only other sites' feeds show, until " + words.Clock(s.Lane.Guests)
	}
	return [][2]string{{"waits", s.Waits}, {"its turns", turns}, {"silent", s.Silent}, {"robots.txt", robots}, {"host", lane}, {"lane", now}}
}

// nextIn is when the next poll is, and how long that is from now.
func nextIn(f *calendar.Feed) string {
	if f.Paused {
		return "never, it is paused: `wiredesk feeds resume`"
	}
	if !f.Parked.IsZero() {
		return "when its sitemap index says that it has changed"
	}
	wait := time.Until(f.Next)
	if wait <= 0 {
		return "as soon as a worker is free"
	}
	return fmt.Sprintf("%s, in %s", words.Clock(f.Next), words.Roughly(wait))
}

// trust says what the next request will be conditional on.
func trust(f *calendar.Feed) string {
	switch v := f.Validators; {
	case f.Answered.IsZero():
		return ""
	case !f.Untrusted.IsZero():
		return "not sent since " + words.Clock(f.Untrusted) + ": a 304 hid new entries"
	case v.Of == "":
		return "the site gives none: every poll costs it the whole feed"
	case v.ETag != "" && v.LastModified != "":
		return v.ETag + " and " + v.LastModified
	default:
		return v.ETag + v.LastModified
	}
}

func rate(f *calendar.Feed) string {
	if f.Answered.IsZero() {
		return ""
	}
	return fmt.Sprintf("about %.2g entries a day, %d in the feed", f.Rate.PerHour()*24, len(f.Seen))
}

// putOff says which entries are put off, and why.
func putOff(f *calendar.Feed) string {
	var parts []string
	for _, why := range crawler.Deferrals() {
		if n := f.Deferred[string(why)]; n > 0 {
			parts = append(parts, words.Plural(n, "entry")+": "+why.Because())
		}
	}
	return strings.Join(parts, "; ")
}

// today is what a feed has had of its budgets.
func today(f *calendar.Feed) string {
	s := f.Spent
	if s.Day != time.Now().UTC().Format(time.DateOnly) {
		return ""
	}
	text := fmt.Sprintf("%d new, %d changed, %s of other sites, %s of whole texts", s.Stories, s.Changes,
		words.Plural(s.Elsewhere, "page"), words.Size(uint64(max(s.Bytes, 0))))
	if s.Released {
		text += "; released"
	}
	return text
}

func moving(f *calendar.Feed) string {
	if f.Move == nil {
		return ""
	}
	return fmt.Sprintf("to %s: seen %s since %s; believed after three over a day", f.Move.To, words.Plural(f.Move.Times, "time"),
		words.Clock(f.Move.Since))
}

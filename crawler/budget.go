package crawler

import (
	"fmt"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// Budget is what one feed may bring a day, by UTC. What is over is put off: it comes on a
// later day, or when an operator releases the feed. 0 is no limit.
type Budget struct {
	// Stories are new ones, Changes those that the feed shows again saying something else.
	Stories, Changes int
	// Elsewhere are pages of sites for which the feed may not speak.
	Elsewhere int
	// Children are sitemaps that an index names for the first time.
	Children int
	// Bytes are those of the whole texts that entries carry.
	Bytes int64
}

// charge counts an entry that is to be published. It returns why it is put off instead,
// or nothing.
func (b Budget) charge(spent *calendar.Spent, s Sighting, page bool) Deferral {
	after := *spent
	add(&after, s, page, 1)
	over := func(limit, n, before int) bool { return limit > 0 && n > limit && n > before && !spent.Released }
	switch {
	case over(b.Elsewhere, after.Elsewhere, spent.Elsewhere):
		return DeferredElsewhere
	case over(b.Stories, after.Stories, spent.Stories):
		return DeferredStories
	case over(b.Changes, after.Changes, spent.Changes):
		return DeferredChanges
	case b.Bytes > 0 && after.Bytes > b.Bytes && after.Bytes > spent.Bytes && spent.Bytes > 0 && !spent.Released:
		return DeferredBytes
	}
	*spent = after
	return ""
}

// add counts an entry n times: -1 takes it back.
func add(spent *calendar.Spent, s Sighting, page bool, n int) {
	if s.Changed {
		spent.Changes += n
	} else {
		spent.Stories += n
	}
	switch {
	case !page:
		e := s.Entry
		spent.Bytes += int64(n) * int64(len(e.Title)+len(e.SummaryHTML)+len(e.ContentHTML))
	case s.Announces():
		spent.Elsewhere += n
	}
}

// noticeBudget tells that a budget was reached, once a day.
func (p *polled) noticeBudget() {
	if p.event.Notice != "" {
		return
	}
	for _, why := range Deferrals() {
		if n := p.deferred[why]; n > 0 && why != DeferredLane && (p.feed.Deferred[string(why)] == 0 || p.feed.Spent.Day != p.spent.Day) {
			p.event.notice(FeedBudget, "%s: %d entries are put off; `wiredesk feeds release` takes them today", budgets[why], n)
		}
	}
}

// budgets are those that an entry may be put off for, in words.
var budgets = map[Deferral]string{
	DeferredStories:   "its new stories of the day are spent",
	DeferredChanges:   "its changed stories of the day are spent",
	DeferredElsewhere: "its pages of other sites of the day are spent",
	DeferredBytes:     "its whole texts of the day are spent",
}

// Because says in words why entries are put off.
func (d Deferral) Because() string {
	switch d {
	case DeferredLane:
		return "their hosts are booked for a day; the next polls take them up, the newest first"
	case DeferredTurn:
		return "it has as much to do as a feed may"
	}
	return fmt.Sprintf("%s (crawl.budget.%s); they come on the next days, or with `wiredesk feeds release`", budgets[d], d)
}

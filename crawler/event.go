package crawler

import (
	"fmt"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// Kind of an event.
type Kind string

// Kinds of events.
const (
	Poll    Kind = "poll"
	Page    Kind = "page"
	Robots  Kind = "robots"  // a robots.txt
	Scout   Kind = "scout"   // a site was searched for a feed
	Storage Kind = "storage" // JetStream did not answer as it should
)

// Outcome is what a poll or a page fetch came to.
type Outcome string

// Outcomes.
const (
	Fresh     Outcome = "fresh"      // 200, with something new
	Unchanged Outcome = "unchanged"  // 304, or nothing new
	Throttled Outcome = "throttled"  // 429 or 503
	Gone      Outcome = "gone"       // 410, or a JSON Feed that says it has ended
	Refused   Outcome = "refused"    // 401, 403, 451, robots.txt, or an address we do not connect to
	NotAFeed  Outcome = "not_a_feed" // something else came
	Failed    Outcome = "failed"     // everything else
	Postponed Outcome = "postponed"  // booked again: for the host's lane, a redirect, or a later time
	Seen      Outcome = "seen"       // published already, no request was made
)

// Event is one thing that happened.
type Event struct {
	Kind    Kind
	Outcome Outcome
	FeedID  string
	URL     string
	Status  int
	Took    time.Duration
	// Bytes is how many bytes of body came over the network.
	Bytes int64
	// Waited is how long the request waited for its turn, beyond what was planned:
	// from a poll's slot, or from the first booking of a page. It is that of first
	// tries only: later ones wait because something failed.
	Waited time.Duration
	// Retry says that the try before this one failed.
	Retry bool
	// Recheck says that the page of a published story was looked at again.
	Recheck bool
	// Backfill says that the entry stood in its feed when that was read for the
	// first time: how late it comes says nothing of the crawl.
	Backfill bool
	// Entries, New: of a poll, how many stood in the feed and how many were new
	// or changed and wanted.
	Entries, New int
	// LeftOut is of a first poll whose entries were all too old to be published; else nil.
	LeftOut *LeftOut
	// Article is what was published, of pages and of entries with whole text.
	Article *Result
	// Err is why it failed; Next is when it is tried again.
	Err  error
	Next time.Time
	// Network says that no answer came at all.
	Network bool
	// Failing is since when a feed fails without a break.
	Failing time.Time
	// Note says why the next poll is when it is.
	Note string
	// Deferred counts the jobs and entries that are put off for others' sake, by why.
	Deferred map[Deferral]int
	// Notice is what an operator will want to know of the feed, Text says it.
	Notice Notice
	Text   string
}

// LeftOut says why nothing of a feed was published when it was read first.
type LeftOut struct {
	Newest   time.Time // of its entries; zero if none says when it was published
	Backfill calendar.Backfill
}

// Deferral is why something of a feed comes later than it could.
type Deferral string

// Deferrals.
const (
	// DeferredTurn is a page of a feed that has as much to do in this process as it may.
	DeferredTurn Deferral = "turn"
	// DeferredLane is an entry whose page finds no slot in its host's lane within a day.
	DeferredLane Deferral = "lane"
	// Of an entry that is over a budget of its feed, the name of that in Budget.
	DeferredStories   Deferral = "stories"
	DeferredChanges   Deferral = "changes"
	DeferredElsewhere Deferral = "elsewhere"
	DeferredBytes     Deferral = "bytes"
)

// Deferrals are all of them.
func Deferrals() []Deferral {
	return []Deferral{
		DeferredTurn, DeferredLane, DeferredStories, DeferredChanges, DeferredElsewhere, DeferredBytes,
	}
}

// Notice is a turn in the life of a feed.
type Notice string

// Notices.
const (
	FeedGone      Notice = "gone"      // it has ended
	FeedMoved     Notice = "moved"     // its URL was replaced
	FeedProposed  Notice = "proposed"  // it is lost, and its site links to another
	FeedUntrusted Notice = "untrusted" // its validators lie and are not sent any more
	FeedGap       Notice = "gap"       // entries may have come and gone unseen
	FeedBudget    Notice = "budget"    // it has had what it may have in a day
)

func (e *Event) notice(n Notice, format string, args ...any) {
	e.Notice, e.Text = n, fmt.Sprintf(format, args...)
}

func feedOf(j calendar.Job) string {
	if j.Kind == calendar.Page {
		return j.FeedID
	}
	return j.ID
}

// Freshness is how long after its publication a story was stored, if that is now and
// says something of the crawl: not of what a feed held when it was first read, nor of a
// page that was looked at again. A date without a clock says too little, and one ahead
// of now nothing.
func (e Event) Freshness(now time.Time) (time.Duration, bool) {
	if e.Article == nil || e.Article.Article == nil || e.Backfill || e.Recheck {
		return 0, false
	}
	a := e.Article.Article
	if a.Event != article.Published || a.PublishedAt.IsZero() || a.PublishedPrecision == article.Day {
		return 0, false
	}
	wait := now.Sub(a.PublishedAt)
	return wait, wait >= 0
}

// shown is the event as it is told of, without the secrets that addresses may hold.
func (e Event) shown() Event {
	e.URL = weburl.Masked(e.URL)
	e.Text, e.Note = weburl.MaskedText(e.Text), weburl.MaskedText(e.Note)
	if e.Err != nil {
		if text := e.Err.Error(); weburl.MaskedText(text) != text {
			e.Err = &shownError{e.Err}
		}
	}
	return e
}

// shownError is an error whose text does not tell the secrets of the addresses in it.
type shownError struct{ err error }

func (e *shownError) Error() string { return weburl.MaskedText(e.err.Error()) }

func (e *shownError) Unwrap() error { return e.err }

package sink

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/sink/internal/subject"
)

// ReplayPrefix begins the subjects under which readers may hear articles that are sent
// again; AllReplays is all of them.
const (
	ReplayPrefix = subject.Replays
	AllReplays   = ReplayPrefix + ".>"
)

// Where events are announced, as NATS subscribers write it. An event's own subject
// is [EventPrefix], a dot and its type: wiredesk.events.feed.gone.
const (
	EventPrefix    = subject.Events
	AllEvents      = EventPrefix + ".>"
	AllFeedEvents  = EventPrefix + ".feed.>"
	AllSiteEvents  = EventPrefix + ".site.>"
	AllCrawlEvents = EventPrefix + ".crawl.>"
	AllClockEvents = EventPrefix + ".clock.>"
)

// Event is news of the crawl for people at work now: a [FeedEvent], a [SiteEvent],
// a [CrawlEvent] or a [ClockEvent]. Its JSON is the payload on the wire.
type Event interface {
	// Type is the event's type, and the end of its subject: feed.gone.
	Type() string
	// When it happened.
	When() time.Time
	json.Marshaler
}

// FeedEvent is a turn in a feed's life.
type FeedEvent struct {
	Notice FeedNotice
	URL    string
	ID     string // the feed's, as `wiredesk feeds` shows it
	Text   string // what happened, in a sentence for people
	Time   time.Time
}

// FeedNotice is what happened to a feed. Others may be added: show Text for one
// that you do not know.
type FeedNotice string

// Notices of feeds.
const (
	FeedGone      FeedNotice = "gone"      // it has ended, and is not polled any more
	FeedMoved     FeedNotice = "moved"     // its URL was replaced by the one that it redirects to
	FeedProposed  FeedNotice = "proposed"  // it is lost, and its site links to another
	FeedUntrusted FeedNotice = "untrusted" // its ETag or Last-Modified lies, and is not sent any more
	FeedBudget    FeedNotice = "budget"    // it has had what one feed may bring in a day
	FeedGap       FeedNotice = "gap"       // entries may have come and gone between two polls
)

// SiteEvent says that a site's pages have stopped giving what they used to, or give
// it again; once for each turn, not for each article.
type SiteEvent struct {
	Turn  SiteTurn
	Text  string    // the losses, in words
	Site  string    // host name
	Began time.Time // when it was found out
	Since time.Time // when the first of the losses began, as far as the pages tell
	// Losses are those that stand; of a recovered site, those that stood.
	Losses []SiteLoss
	Time   time.Time
}

// SiteTurn is a change in how a site is.
type SiteTurn string

// Turns of sites.
const (
	SiteRot       SiteTurn = "rot"       // it has lost something
	SiteRecovered SiteTurn = "recovered" // all of it is back, or what there is counts as usual by now
)

// SiteLoss is a field that a site's pages gave and do not give any more.
type SiteLoss struct {
	Field string `json:"field"` // authors, date, text or length
	// From and To are shares of the pages, 0 to 1; for length, letters.
	From  float64   `json:"from"`
	To    float64   `json:"to"`
	Since time.Time `json:"since"`
	// Article is the id of an example, URL its address; either may be missing.
	Article string `json:"article,omitempty"`
	URL     string `json:"url,omitempty"`
}

// CrawlEvent says that the whole crawl pauses, goes on, or ends by itself, or that some of
// what was stored is missing.
type CrawlEvent struct {
	State CrawlState
	Text  string // why it pauses or ends, or what is missing; empty when it goes on
	Time  time.Time
}

// CrawlState is whether a crawl runs.
type CrawlState string

// States of a crawl.
const (
	CrawlPaused  CrawlState = "paused"  // there is no room for more articles, or no network
	CrawlResumed CrawlState = "resumed" // there is again
	CrawlEnded   CrawlState = "ended"   // its process ends by itself: it cannot do its work where it is
	CrawlLost    CrawlState = "lost"    // something that was stored is missing: Text says what
)

// ClockEvent says that a clock is wrong, or was set.
type ClockEvent struct {
	Turn ClockTurn
	Text string        // in words
	Node string        // host name of the machine that noticed
	By   time.Duration // how far its clock is ahead of the server's, or the server's went forward; to the second
	Time time.Time     // by the server's clock
}

// ClockTurn is what a clock did. Others may be added: show Text for one that you do not
// know.
type ClockTurn string

// Turns of clocks.
const (
	ClockSkewed  ClockTurn = "skewed"  // the machine's differs from the server's
	ClockAgrees  ClockTurn = "agrees"  // it does not any more
	ClockStepped ClockTurn = "stepped" // the server's was set
)

// Type implements [Event].
func (e ClockEvent) Type() string { return "clock." + string(e.Turn) }

// When implements [Event].
func (e ClockEvent) When() time.Time { return e.Time }

// Type implements [Event].
func (e FeedEvent) Type() string { return "feed." + string(e.Notice) }

// Type implements [Event].
func (e SiteEvent) Type() string { return "site." + string(e.Turn) }

// Type implements [Event].
func (e CrawlEvent) Type() string { return "crawl." + string(e.State) }

// When implements [Event].
func (e FeedEvent) When() time.Time { return e.Time }

// When implements [Event].
func (e SiteEvent) When() time.Time { return e.Time }

// When implements [Event].
func (e CrawlEvent) When() time.Time { return e.Time }

// The events as they stand on the wire: members in this order.
type (
	feedWire struct {
		Type string    `json:"type"`
		Feed string    `json:"feed"`
		ID   string    `json:"id"`
		Text string    `json:"text"`
		Time time.Time `json:"time"`
	}
	siteWire struct {
		Type   string     `json:"type"`
		Text   string     `json:"text"`
		Site   string     `json:"site"`
		Began  time.Time  `json:"began"`
		Since  time.Time  `json:"since"`
		Losses []SiteLoss `json:"losses"`
		Time   time.Time  `json:"time"`
	}
	clockWire struct {
		Type    string    `json:"type"`
		Text    string    `json:"text"`
		Node    string    `json:"node"`
		Seconds int64     `json:"seconds"`
		Time    time.Time `json:"time"`
	}
	crawlWire struct {
		Type string    `json:"type"`
		Text string    `json:"text,omitempty"`
		Time time.Time `json:"time"`
	}
)

// MarshalJSON implements [json.Marshaler].
func (e FeedEvent) MarshalJSON() ([]byte, error) {
	return json.Marshal(feedWire{e.Type(), e.URL, e.ID, e.Text, e.Time.UTC()})
}

// MarshalJSON implements [json.Marshaler].
func (e SiteEvent) MarshalJSON() ([]byte, error) {
	return json.Marshal(siteWire{e.Type(), e.Text, e.Site, e.Began, e.Since, e.Losses, e.Time.UTC()})
}

// MarshalJSON implements [json.Marshaler].
func (e CrawlEvent) MarshalJSON() ([]byte, error) {
	return json.Marshal(crawlWire{e.Type(), e.Text, e.Time.UTC()})
}

// MarshalJSON implements [json.Marshaler].
func (e ClockEvent) MarshalJSON() ([]byte, error) {
	return json.Marshal(clockWire{e.Type(), e.Text, e.Node, int64(e.By / time.Second), e.Time.UTC()})
}

// ErrNoEvent says that a payload is none of these events: malformed, or of a kind
// that a newer wiredesk announces.
var ErrNoEvent = errors.New("no event that is known here")

// DecodeEvent reads the payload of a message under [AllEvents]. Members that are not
// known are passed over. The error is ErrNoEvent.
func DecodeEvent(payload []byte) (Event, error) {
	var head struct{ Type string }
	if err := json.Unmarshal(payload, &head); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoEvent, err)
	}
	var e Event
	var err error
	switch kind, what, _ := strings.Cut(head.Type, "."); kind {
	case "feed":
		var w feedWire
		err = json.Unmarshal(payload, &w)
		e = FeedEvent{Notice: FeedNotice(what), URL: w.Feed, ID: w.ID, Text: w.Text, Time: w.Time}
	case "site":
		var w siteWire
		err = json.Unmarshal(payload, &w)
		e = SiteEvent{SiteTurn(what), w.Text, w.Site, w.Began, w.Since, w.Losses, w.Time}
	case "crawl":
		var w crawlWire
		err = json.Unmarshal(payload, &w)
		e = CrawlEvent{CrawlState(what), w.Text, w.Time}
	case "clock":
		var w clockWire
		err = json.Unmarshal(payload, &w)
		e = ClockEvent{ClockTurn(what), w.Text, w.Node, time.Duration(w.Seconds) * time.Second, w.Time}
	default:
		return nil, fmt.Errorf("%w: type %q", ErrNoEvent, head.Type)
	}
	if err == nil {
		err = checkEvent(e)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoEvent, err)
	}
	return e, nil
}

// checkEvent refuses what would not be an event: its type becomes a subject.
func checkEvent(e Event) error {
	_, what, _ := strings.Cut(e.Type(), ".")
	if what == "" || strings.Trim(what, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
		return fmt.Errorf("type %q does not end in a word", e.Type())
	}
	if e.When().IsZero() {
		return fmt.Errorf("%s has no time", e.Type())
	}
	return nil
}

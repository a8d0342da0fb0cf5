package crawler

import (
	"context"
	"slices"
	"time"

	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// Handler is told what the crawler found. Its methods are called by many
// goroutines at once.
type Handler interface {
	// Known reports whether the story of an entry is published already and this
	// entry, as it stands, adds nothing: then no page is fetched for it. An entry of a
	// feed that only announces the story adds nothing at any time. A look at a published
	// story's page adds nothing if another version has been published since it was booked,
	// or it is another's to look: whoever published that looks.
	Known(Sighting) bool
	// Shares reports whether another story of the feed is known under the address of an
	// entry that is new: then the feed is read whole, to see whether both stand in it.
	Shares(Sighting) bool
	// Publish turns a document into an article and returns when it is stored, or
	// with an error if it is not: then the job comes again. A document that can
	// never be published is an error that wraps ErrUnpublishable.
	Publish(context.Context, Sighting, normalize.Document) (Result, error)
	// Withdraw publishes that a story was taken back by its publisher, if it was
	// published, and returns when that is stored.
	Withdraw(context.Context, Retraction) (Result, error)
}

// Retraction is a sign that a publisher took a story back.
type Retraction struct {
	FeedID  string
	FeedURL string // the feed's name, and its address if that is another, as in Sighting
	Asked   string
	// URL is the address that says so, or EntryID what its feed called the entry. A feed
	// speaks for the sites in Speaks; nil: for its own alone.
	URL     string
	EntryID string
	Speaks  []normalize.SpeaksFor
	article.Withdrawal
}

// StoryEvent is what became of a story: the article.Event of the version that was
// published, or why there is no other.
type StoryEvent string

// What may become of a story.
const (
	StoryPublished = StoryEvent(article.Published)
	StoryUpdated   = StoryEvent(article.Updated)
	StoryCorrected = StoryEvent(article.Corrected)
	StoryWithdrawn = StoryEvent(article.Withdrawn)
	StoryRestored  = StoryEvent(article.Restored)

	StoryUnchanged StoryEvent = "unchanged" // what is published of it, or nothing, is as it should be
	StoryReserved  StoryEvent = "reserved"  // its page reserves the text, and that is respected
)

// Stored reports whether a version of the story was published.
func (e StoryEvent) Stored() bool { return slices.Contains(article.Events(), article.Event(e)) }

// Result says what came of a document.
type Result struct {
	// Event is what became of the story.
	Event    StoryEvent
	ID       string
	Version  int
	Headline string
	// Article is what was stored, nil if nothing was. It is shared: not to be changed.
	Article *article.Article
	// Refused says why the page that came was not taken for the story's; empty if it
	// was, or none came. It is tried again.
	Refused string
	// Elsewhere is the story's address, as the page says, if it was announced at another
	// and is not known: nothing was published, and the page there is to be asked for.
	Elsewhere string
	// At is the address of a story that is only announced; empty for others.
	At string
	// FirstWord says that only announcements of the story had come before.
	FirstWord bool
	// Denied is what was claimed by somebody who may not; empty if nothing was.
	Denied Denial
	// Attested is the story's page if it has given its feed the right to speak for its
	// site, by linking to it; empty if it has not, or the feed had it.
	Attested string
	// Made is how long it took to make the article, Stored how long it then took
	// until the stream had acknowledged it.
	Made, Stored time.Duration
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

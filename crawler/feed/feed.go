package feed

import (
	"fmt"
	"time"

	"github.com/wiredesk/wiredesk/normalize"
)

// Limits on one feed.
const (
	MaxBytes   = 8 << 20 // decoded, in bytes
	MaxItems   = 5000    // items past it are left out, with a warning
	maxDepth   = 256     // of open elements
	maxAttrs   = 256     // of one element
	maxSpaces  = 512     // namespace declarations of the elements that are open
	maxField   = 1 << 20 // bytes of one text
	maxMarkup  = 2 << 20 // elements in a feed
	maxWarning = 20
)

// Source is what the transport knows of a feed's bytes.
type Source struct {
	URL             string `json:"url,omitempty"` // after redirects
	ContentType     string `json:"content_type,omitempty"`
	ContentLocation string `json:"content_location,omitempty"`
}

// Feed is a feed that was read. It belongs to the caller.
type Feed struct {
	Format      string // rss, rdf, atom or json
	Title       string
	Description string
	Link        string // the site
	FeedURL     string // what the feed says its own address is
	Image       string
	Language    string
	ID          string
	Rights      string
	Generator   string
	Updated     time.Time
	Published   time.Time
	Authors     []normalize.Person
	Tags        []string
	Items       []normalize.Entry

	TTL     time.Duration
	Hubs    []string // WebSub
	NextURL string   // the next page of a JSON Feed
	Expired bool     // a JSON Feed that will not change again

	// Partial says that the body ended early: Items are those before.
	Partial  bool
	Warnings []string
}

func (f *Feed) warn(format string, args ...any) {
	if len(f.Warnings) < maxWarning {
		f.Warnings = append(f.Warnings, fmt.Sprintf(format, args...))
	}
}

// NotFeedError says that a document is something else than a feed.
type NotFeedError struct {
	Kind  string // html, json, opml, sitemap, xml, empty or text
	Feeds []Link // those an HTML page links to
}

func (e *NotFeedError) Error() string {
	switch e.Kind {
	case "html":
		if len(e.Feeds) > 0 {
			return "an HTML page, not a feed; it links to " + e.Feeds[0].URL
		}
		return "an HTML page, not a feed"
	case "empty":
		return "an empty document, not a feed"
	case "json":
		return "JSON, but not a JSON Feed"
	case "opml":
		return "an OPML file, not a feed; import it"
	case "sitemap":
		return "a sitemap, not a feed"
	}
	return "not a feed (" + e.Kind + ")"
}

// LimitError says which limit a document is over.
type LimitError struct {
	What  string
	Limit int
}

func (e *LimitError) Error() string { return fmt.Sprintf("more than %d %s", e.Limit, e.What) }

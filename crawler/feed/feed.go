package feed

import (
	"fmt"
	"slices"
	"time"

	"github.com/wiredesk/wiredesk/normalize"
)

// Limits on one feed.
const (
	MaxBytes    = 10 << 20 // decompressed, in bytes
	MaxItems    = 5000     // items past it are left out, with a warning
	maxDepth    = 256      // of open elements
	maxAttrs    = 256      // of one element
	maxSpaces   = 256      // namespace declarations of the elements that are open
	maxField    = 1 << 20  // bytes of one text
	maxValue    = 1 << 16  // bytes of one attribute
	maxMended   = 2 * MaxBytes
	maxHTML     = 4 << 20  // bytes that one text may become when its addresses are absolute
	maxAllHTML  = 32 << 20 // and all texts together
	maxElements = 250_000  // outside of texts; items past it are left out
	maxCopies   = 4 << 20  // namespace declarations in the scope of all elements together
	maxMixed    = 1000     // children of an element after which its own text is left out
	maxURL      = 4096     // bytes of an address
	maxBase     = 512      // bytes of the path that addresses are relative to
	maxAttached = 200      // files of one item
	maxGroups   = 3        // of Media RSS, inside of each other
	maxTags     = 100      // of one item
	maxHubs     = 10
	maxDeleted  = 1000
	maxWarning  = 20
)

// Source is what the transport knows of a feed's bytes.
type Source struct {
	URL             string `json:"url,omitempty"` // after redirects
	ContentType     string `json:"content_type,omitempty"`
	ContentLocation string `json:"content_location,omitempty"`

	// Now is when a sitemap is read: it drops what is old. Zero means the clock's.
	Now time.Time `json:"now,omitzero"`
	// CrossSite lets a sitemap name pages of other sites than its own.
	CrossSite bool `json:"cross_site,omitempty"`

	// Known reports whether the caller has met an item of this mark in the feed
	// (Feed.Mark). Such an item has not changed by a byte: it is not read again.
	// Known is called from Parse only. Nil knows none.
	Known func(mark uint64) bool `json:"-"`
}

// Feed is a feed that was read. It belongs to the caller.
type Feed struct {
	Format      string // rss, rdf, atom, json, sitemap or sitemapindex
	Title       string
	Description string // sanitised HTML
	Link        string // the site
	FeedURL     string // what the feed says its own address is, else where it came from
	Image       string
	Language    string
	ID          string
	Rights      string // sanitised HTML
	Generator   string
	Updated     time.Time
	Published   time.Time
	Authors     []normalize.Person
	Tags        []string
	Items       []normalize.Entry
	Unchanged   []uint64 // the marks of items that were known, which Items leaves out

	Deleted []Deletion // what the feed says it has deleted

	Schedule Schedule
	TTL      time.Duration
	Hubs     []string // WebSub
	NextURL  string   // the next page of an Atom or a JSON Feed
	Expired  bool     // a JSON Feed that will not change again

	Children []Child // of a sitemap index, newest first
	Foreign  int     // addresses that a sitemap has no say over, and were left out

	// Partial says that the body ended early: Items are those before.
	Partial  bool
	Warnings []string

	marks []uint64 // of Items
}

// Schedule is what a feed says of when it changes, as it says it.
type Schedule struct {
	SkipHours       []string // of RSS: hours of the day, in GMT
	SkipDays        []string // of RSS: English names of days
	UpdatePeriod    string   // sy:updatePeriod: hourly, daily, weekly, monthly or yearly
	UpdateFrequency string   // sy:updateFrequency: how often in a period
	UpdateBase      string   // sy:updateBase: a date to count from
}

// Deletion is a deleted-entry: a feed's word that an entry is no more (RFC 6721).
type Deletion struct {
	Ref     string // the id of the entry
	When    time.Time
	By      string
	Comment string
}

func (f *Feed) addHub(u string) {
	if u != "" && !slices.Contains(f.Hubs, u) && len(f.Hubs) < maxHubs {
		f.Hubs = append(f.Hubs, u)
	}
}

func (f *Feed) warn(format string, args ...any) {
	if len(f.Warnings) < maxWarning {
		f.Warnings = append(f.Warnings, fmt.Sprintf(format, args...))
	}
}

// NotFeedError says that a document is something else than a feed.
type NotFeedError struct {
	Kind  string // html, json, opml, xml, empty or text
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
		return "a sitemap of pages, not of news, and not a feed"
	}
	return "not a feed (" + e.Kind + ")"
}

// LimitError says which limit a document is over.
type LimitError struct {
	What  string
	Limit int
}

func (e *LimitError) Error() string { return fmt.Sprintf("more than %d %s", e.Limit, e.What) }

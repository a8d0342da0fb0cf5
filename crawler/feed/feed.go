package feed

import (
	"fmt"
	"slices"
	"time"

	"github.com/wiredesk/wiredesk/normalize"
)

// Source is what the transport knows of a feed's bytes.
type Source struct {
	URL             string `json:"url,omitempty"` // after redirects
	ContentType     string `json:"content_type,omitempty"`
	ContentLocation string `json:"content_location,omitempty"`
	// Link are the values of the header of this name, which may name the feeds of a page.
	Link []string `json:"link,omitempty"`

	// MaxBytes is how large the document may be when it is unpacked, in bytes; the
	// memory that it takes is bounded by 6.4 times as much. Zero is the constant.
	MaxBytes int `json:"max_bytes,omitempty"`
	// Now is when the document is read: dates that are far ahead of it are none, and a
	// sitemap drops what is old. Zero means the clock's.
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

// Child is a sitemap that an index names.
type Child struct {
	URL          string    `json:"url"`
	LastModified time.Time `json:"last_modified,omitzero"`
}

// parkedAfter is how long nothing changed in a sitemap that is looked at no more.
const parkedAfter = 90 * 24 * time.Hour

// Parked reports whether a child says itself that it has not changed for so long
// that nothing new is to be expected of it: an index keeps the archives of years.
func (c Child) Parked(now time.Time) bool {
	return !c.LastModified.IsZero() && now.Sub(c.LastModified) > parkedAfter
}

// Link is a feed that a page names.
type Link struct {
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
	Type  string `json:"type,omitempty"`
	// Likely says that documents of other kinds are declared so as well.
	Likely bool `json:"-"`
	// Declared says that the page or its header names it as its feed.
	Declared bool `json:"-"`
}

// addItem appends an entry with the mark of the bytes it was read from.
func (f *Feed) addItem(e normalize.Entry, mark uint64) {
	f.Items, f.marks = append(f.Items, e), append(f.marks, mark)
}

// Mark identifies the bytes from which Items[i] was read, for Source.Known; 0 if
// they cannot be told apart, as in a sitemap.
func (f *Feed) Mark(i int) uint64 {
	if i >= len(f.marks) {
		return 0
	}
	return f.marks[i]
}

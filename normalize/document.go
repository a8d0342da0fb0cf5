package normalize

import (
	"time"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// Entry is one item of a feed, as the feed's publisher described it: plain text
// in names and titles, sanitised HTML with absolute URLs in the *HTML fields.
// The JSON is what `wiredesk parse` prints and `wiredesk extract` takes for an entry.
type Entry struct {
	// ID is the guid, atom:id or JSON Feed id; empty if the feed gave none.
	ID          string      `json:"id,omitempty"`
	URL         string      `json:"url,omitempty"`
	Title       string      `json:"title,omitempty"` // text: "<" is a character in it
	SummaryHTML string      `json:"summary_html,omitempty"`
	ContentHTML string      `json:"content_html,omitempty"`
	Published   time.Time   `json:"published,omitzero"`
	Updated     time.Time   `json:"updated,omitzero"`
	Authors     []Person    `json:"authors,omitempty"`
	Tags        []string    `json:"tags,omitempty"`
	Enclosures  []Enclosure `json:"enclosures,omitempty"`
	Media       []string    `json:"media,omitempty"`
	Image       string      `json:"image,omitempty"`
	Comments    string      `json:"comments,omitempty"`
	Language    string      `json:"language,omitempty"`
	SourceTitle string      `json:"source_title,omitempty"`
	Rights      string      `json:"rights,omitempty"`
	Links       []string    `json:"links,omitempty"`
}

// Person is an author as a feed names one.
type Person struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Enclosure is a file attached to an entry; Length is bytes as the feed claims, and
// Duration how long a recording is, in seconds, 0 if the feed does not say so.
type Enclosure struct {
	URL      string `json:"url"`
	Type     string `json:"type,omitempty"`
	Length   string `json:"length,omitempty"`
	Duration int    `json:"duration,omitempty"`
}

// Feed is what an article needs to know of the feed its entry stood in.
type Feed struct {
	URL      string `json:"url,omitempty"`
	Title    string `json:"title,omitempty"`
	Link     string `json:"link,omitempty"`
	Language string `json:"language,omitempty"`
	// From is where it came from, after redirects; empty: URL.
	From string `json:"from,omitempty"`
	// Speaks are the sites that it may speak for; nil: that of From alone.
	Speaks []SpeaksFor `json:"speaks,omitempty"`
}

// Document is everything known about one story before it is an article: the
// page as fetched and the hints of the feed. Either half may be missing. The
// body is only read, and only during the call that gets the Document.
type Document struct {
	URL         string // as the feed (or the user) gave it
	FinalURL    string // after redirects; empty: URL
	Redirects   []string
	Status      int
	ContentType string // as the server sent it, with its charset
	RobotsTag   string // the X-Robots-Tag header
	TDM         string // the tdm-reservation header
	ETag        string
	Modified    string // the Last-Modified header
	Body        []byte // decoded from its Content-Encoding, not from its charset
	FetchedAt   time.Time
	Took        time.Duration

	Feed  Feed
	Entry *Entry
	// Ref is the entry's own name in its feed, where the feed has one; Apart says that
	// the address is not the entry's own, and the story goes by Ref.
	Ref   string
	Apart bool
	// Refused says why the page that came is not the story's, if the caller knows that;
	// empty: the page is judged by what it says.
	Refused string
	// Failed says why no page came, in words, where one was asked for or may not be; empty:
	// one came, or the story needs none. The article is what its feed says, and no more
	// than a part of the story.
	Failed string
}

// Name is the address under which the feed's word goes: where it came from, if it redirects
// to another site's, which then speaks; else its own.
func (f *Feed) Name() string {
	if f.From != "" && weburl.Site(f.From) != weburl.Site(f.URL) {
		return f.From
	}
	return f.URL
}

// SpeaksFor is a site for which a feed may speak, and why.
type SpeaksFor struct {
	Site    string `json:"site"` // as weburl.Site or, for one host alone, weburl.Host has it
	Because string `json:"because"`
}

// Why a feed may speak for a site.
const (
	OwnSite    = "it is on this site"
	ByOperator = "the operator says so"
)

// LinkedBy says that a page of the site links to the feed as its own.
func LinkedBy(page string) string { return "linked as its feed by " + weburl.Masked(page) }

// MaySpeakFor reports whether a feed may speak for the stories of an address's site, and
// why. Who makes an article without a feed may speak for all.
func (f *Feed) MaySpeakFor(address string) (because string, ok bool) {
	site := weburl.Site(address)
	if f.Speaks == nil && (f.URL == "" || site != "" && site == weburl.Site(firstOf(f.From, f.URL))) {
		return OwnSite, true
	}
	for _, s := range f.Speaks {
		if site != "" && (s.Site == site || s.Site == weburl.Host(address)) {
			return s.Because, true
		}
	}
	return "", false
}

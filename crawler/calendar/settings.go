package calendar

import (
	"slices"
	"time"
)

// Origins of feeds that no file names.
const (
	OriginAdded  = "added"  // by hand
	OriginImport = "import" // with many others
)

// Settings are what whoever added a feed wants of it. Zero values mean what holds for
// all feeds. Sync takes them over when the list of its source says otherwise; no poll
// changes them. They lie in the feed's record, under keys of their own.
type Settings struct {
	Name string `json:"name,omitempty"`
	// Origin says who added the feed: OriginAdded, OriginImport, or a file with a line.
	Origin string `json:"origin,omitempty"`
	// CrossSite lets a sitemap name pages of other sites.
	CrossSite bool `json:"cross_site,omitempty"`
	// Source is the file that names the feed, itself or through another file; when it
	// no longer does, the feed goes (Sync). Empty: none does.
	Source string   `json:"source,omitempty"`
	Tags   []string `json:"tags,omitempty"`
	// SpeaksFor are the sites, as weburl.Site has them, for whose stories the feed may
	// speak though it is not on them.
	SpeaksFor []string `json:"speaks_for,omitempty"`
	// MinEvery and MaxEvery bound the interval of polls.
	MinEvery time.Duration `json:"min_every,omitempty"`
	MaxEvery time.Duration `json:"max_every,omitempty"`
	// FullText says whether the page of an entry is fetched: auto, always or never.
	FullText string `json:"full_text,omitempty"`
	// Backfill says what is published of it when it is read for the first time.
	Backfill Backfill `json:"backfill,omitzero"`
	// AnyCertificate polls it though its certificate does not verify.
	AnyCertificate bool `json:"any_certificate,omitempty"`
}

// same reports whether two feeds are wanted alike. Lists that are nil are none.
func (s Settings) same(as Settings) bool {
	if !slices.Equal(s.Tags, as.Tags) || !slices.Equal(s.SpeaksFor, as.SpeaksFor) {
		return false
	}
	return s.Name == as.Name && s.Origin == as.Origin && s.Source == as.Source && s.CrossSite == as.CrossSite &&
		s.MinEvery == as.MinEvery && s.MaxEvery == as.MaxEvery && s.FullText == as.FullText &&
		s.Backfill == as.Backfill && s.AnyCertificate == as.AnyCertificate
}

package calendar

import (
	"slices"
	"time"

	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// Attestation is a site's word that a feed on another site is its own: one of its pages
// links to it.
type Attestation struct {
	Site string    `json:"site"` // as weburl.Site has it
	By   string    `json:"by"`   // the page
	At   time.Time `json:"at"`
}

const (
	// attestedFor is how long a site's word holds: who reads the feed's pages hears it
	// again, and the host of a feed may come into other hands.
	attestedFor = 30 * 24 * time.Hour
	// maxAttested bounds the sites that are remembered of one feed: the newest count.
	maxAttested = 8
)

// Speaks are the sites for whose stories the feed may speak at a time, and why: the one
// that it comes from, those that have attested it, and those that its operator names.
func (f *Feed) Speaks(now time.Time) []normalize.SpeaksFor {
	from := f.URL
	if f.From != "" {
		from = f.From
	}
	list := []normalize.SpeaksFor{{Site: weburl.Site(from), Because: normalize.OwnSite}}
	for _, site := range f.SpeaksFor {
		list = append(list, normalize.SpeaksFor{Site: site, Because: normalize.ByOperator})
	}
	for _, a := range f.Attested {
		if now.Sub(a.At) < attestedFor {
			list = append(list, normalize.SpeaksFor{Site: a.Site, Because: normalize.LinkedBy(a.By)})
		}
	}
	return list
}

// Attest notes a site's word that the feed is its own.
func (f *Feed) Attest(page string, at time.Time) {
	site := weburl.Site(page)
	// Others may hold the old list: it is not changed.
	f.Attested = slices.DeleteFunc(slices.Clone(f.Attested), func(a Attestation) bool { return a.Site == site })
	f.Attested = append(f.Attested, Attestation{Site: site, By: weburl.Masked(page), At: at.UTC().Truncate(time.Second)})
	f.Attested = f.Attested[max(0, len(f.Attested)-maxAttested):]
}

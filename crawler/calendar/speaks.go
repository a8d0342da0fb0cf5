package calendar

import (
	"cmp"
	"slices"
	"time"

	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// Attestation is a site's word that a feed on another site is its own: one of its pages
// links to it. It is of what stands at the feed's address, and not of a feed that has
// redirected there for a while.
type Attestation struct {
	Site string    `json:"site"` // as weburl.Host has it
	By   string    `json:"by"`   // the page
	Feed string    `json:"feed"` // where the feed came from, as article.Key has it
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
	from := f.at()
	list := []normalize.SpeaksFor{{Site: weburl.Site(from), Because: normalize.OwnSite}}
	for _, site := range f.SpeaksFor {
		list = append(list, normalize.SpeaksFor{Site: site, Because: normalize.ByOperator})
	}
	for _, a := range f.Attested {
		if a.Feed == article.Key(from) && now.Sub(a.At).Abs() < attestedFor { // a wrong clock may have dated it ahead
			list = append(list, normalize.SpeaksFor{Site: a.Site, Because: normalize.LinkedBy(a.By)})
		}
	}
	return list
}

// at is where the feed comes from.
func (f *Feed) at() string { return cmp.Or(f.From, f.URL) }

// Attest notes the word of a site's page that the feed is its own, which came from an
// address then. A page speaks for the hosts behind its own: one at www.paper.example for
// the whole site, one at ann.blogs.example for that host alone, since others may be others'.
// It reports whether that is worth storing: what was heard within a day is not.
func (f *Feed) Attest(page, from string, at time.Time) bool {
	site := weburl.Host(page)
	if slices.ContainsFunc(f.Attested, func(a Attestation) bool {
		return a.Site == site && a.Feed == article.Key(from) && at.Sub(a.At).Abs() < 24*time.Hour
	}) {
		return false
	}
	// Others may hold the old list: it is not changed.
	f.Attested = slices.DeleteFunc(slices.Clone(f.Attested), func(a Attestation) bool { return a.Site == site })
	f.Attested = append(f.Attested, Attestation{
		Site: site, By: weburl.Masked(page), Feed: article.Key(from), At: at.UTC().Truncate(time.Second),
	})
	f.Attested = f.Attested[max(0, len(f.Attested)-maxAttested):]
	return true
}

package newsweb

import (
	"net/http"
	"sync/atomic"
)

// Counts is what was asked of a Web since Start or Reset.
type Counts struct {
	Requests         int64 `json:"requests"`
	FeedsSent        int64 `json:"feeds_sent"`         // 200
	FeedsNotModified int64 `json:"feeds_not_modified"` // 304
	PagesSent        int64 `json:"pages_sent"`
	PagesNotModified int64 `json:"pages_not_modified"`
	Errors           int64 `json:"errors"` // unknown paths and faults
	Bytes            int64 `json:"bytes"`  // of bodies, as they were sent
	// PeakPerSite is the most requests that one site was working on at once.
	PeakPerSite int64 `json:"peak_per_site"`
}

type counters struct {
	requests, errors, bytes                  atomic.Int64
	feedsSent, feeds304, pagesSent, pages304 atomic.Int64
}

func (c *counters) answered(k kind, status int) {
	switch {
	case k == feed && status == http.StatusNotModified:
		c.feeds304.Add(1)
	case k == feed:
		c.feedsSent.Add(1)
	case k == page && status == http.StatusNotModified:
		c.pages304.Add(1)
	case k == page:
		c.pagesSent.Add(1)
	}
}

// raise sets a high-water mark.
func raise(mark *atomic.Int64, to int64) {
	for now := mark.Load(); to > now && !mark.CompareAndSwap(now, to); now = mark.Load() {
	}
}

// Counts is what was asked so far.
func (w *Web) Counts() Counts {
	c := Counts{
		Requests: w.counts.requests.Load(), Errors: w.counts.errors.Load(), Bytes: w.counts.bytes.Load(),
		FeedsSent: w.counts.feedsSent.Load(), FeedsNotModified: w.counts.feeds304.Load(),
		PagesSent: w.counts.pagesSent.Load(), PagesNotModified: w.counts.pages304.Load(),
	}
	for _, s := range w.sites {
		c.PeakPerSite = max(c.PeakPerSite, s.peak.Load())
	}
	return c
}

// Reset sets all counts to zero. Call it between measurements, while nothing is
// asked for.
func (w *Web) Reset() {
	for _, c := range []*atomic.Int64{
		&w.counts.requests, &w.counts.errors, &w.counts.bytes,
		&w.counts.feedsSent, &w.counts.feeds304, &w.counts.pagesSent, &w.counts.pages304,
	} {
		c.Store(0)
	}
	for _, s := range w.sites {
		s.peak.Store(0)
	}
}

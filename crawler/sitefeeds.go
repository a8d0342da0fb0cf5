package crawler

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// ErrNoFeeds says that a site offers no feed that could be found.
var ErrNoFeeds = errors.New("no feed found")

// FoundFeed is a feed that a site offers.
type FoundFeed struct {
	URL    string  `json:"url"`
	Title  string  `json:"title,omitempty"`
	Format string  `json:"format,omitempty"` // empty: it is linked to, and was not fetched
	Items  int     `json:"items"`
	PerDay float64 `json:"per_day,omitempty"` // entries a day, by their dates; 0: they do not tell
	// MovedTo is where the URL redirected to.
	MovedTo string `json:"moved_to,omitempty"`

	// LinkedBy is the page of another site that declares it as its feed; empty if none does.
	LinkedBy string `json:"-"`

	// Answer is the feed as it was fetched, for its first poll; nil if it was not,
	// or is too large to travel.
	Answer *calendar.PrefetchedAnswer `json:"-"`
}

// Shown is what is shown of a feed that was found, without the secrets that its
// addresses may hold.
func (f FoundFeed) Shown() FoundFeed {
	f.URL, f.MovedTo, f.Answer = weburl.Masked(f.URL), weburl.Masked(f.MovedTo), nil
	return f
}

// MaxDescribed bounds how many feeds of one page are fetched to be described.
const MaxDescribed = 5

// Feeds returns the feed at an address, or those that the page there links to, or
// the one at a usual place of its site. The first was fetched and read. Of a page's
// feeds describe are fetched, MaxDescribed at most; of the others only the page's word is
// known, and those of which it says little are left out. Where there is none the error wraps ErrNoFeeds; an answer that is no
// document is a *StatusError.
//
// It asks more of a site than the crawler's scout does, who looks for a feed that was
// lost: somebody waits for this, once, and that one comes again every month.
func (v *Visitor) Feeds(ctx context.Context, address string, describe int) ([]FoundFeed, error) {
	f, err := v.feed(ctx, address)
	if err == nil {
		return []FoundFeed{f}, nil
	}
	var not *feed.NotFeedError
	if !errors.As(err, &not) {
		return nil, err
	}
	feeds, missed := v.linked(ctx, not, describe)
	if len(feeds) > 0 {
		return feeds, nil
	}
	for _, guess := range feed.WellKnown(address) {
		if f, err := v.feed(ctx, guess); err == nil {
			return []FoundFeed{f}, nil
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, noFeeds(address, missed)
}

// missedShown is how many feeds that could not be read are named.
const missedShown = 3

// noFeeds says that no feed was found. What a page links to and could not be read is
// named, with the reason: that is something else than a page without feeds.
func noFeeds(address string, missed []error) error {
	if len(missed) == 0 {
		return fmt.Errorf("%w: %s is none, and links to none", ErrNoFeeds, address)
	}
	why := make([]string, 0, missedShown)
	for _, err := range missed[:min(len(missed), missedShown)] {
		why = append(why, weburl.MaskedText(err.Error()))
	}
	if more := len(missed) - len(why); more > 0 {
		why = append(why, fmt.Sprintf("and %d more", more))
	}
	return fmt.Errorf("%w: %s is none, and what it links to could not be read: %s", ErrNoFeeds, address, strings.Join(why, "; "))
}

// linked are the feeds that a page links to, without those that were fetched and are
// none, and why the others could not be read.
func (v *Visitor) linked(ctx context.Context, page *feed.NotFeedError, describe int) (feeds []FoundFeed, missed []error) {
	for i, link := range page.Feeds {
		if len(feeds) >= describe {
			if !link.Likely {
				feeds = append(feeds, FoundFeed{URL: link.URL, Title: link.Title})
			}
			continue
		}
		if i >= MaxDescribed {
			break
		}
		f, err := v.feed(ctx, link.URL)
		var not *feed.NotFeedError
		switch {
		case err == nil:
			f.LinkedBy = declaredBy(page, link, f)
			feeds = append(feeds, f)
		case !errors.As(err, &not):
			missed = append(missed, named(link.URL, err))
		case !link.Likely: // it was declared to be one
			missed = append(missed, named(link.URL, not))
		}
	}
	return feeds, missed
}

// named is an error that says of which address it is.
func named(address string, err error) error {
	if strings.Contains(err.Error(), address) {
		return err
	}
	return fmt.Errorf("%s: %w", address, err)
}

// declaredBy is the page that declares a feed of another site as its own: that lets the
// feed speak for the page's site.
func declaredBy(page *feed.NotFeedError, link feed.Link, f FoundFeed) string {
	if !link.Declared || weburl.Site(page.URL) == weburl.Site(cmp.Or(f.MovedTo, f.URL)) {
		return ""
	}
	return page.URL
}

// feed fetches one address and reads it as a feed.
func (v *Visitor) feed(ctx context.Context, address string) (FoundFeed, error) {
	resp, via, err := v.Get(ctx, fetch.Request{URL: address, Kind: fetch.Feed})
	if err != nil {
		return FoundFeed{}, err
	}
	defer resp.Release()
	if !resp.Document() {
		return FoundFeed{}, &StatusError{URL: address, Status: resp.Status}
	}
	f, err := feed.Parse(resp.Body, feedSource(resp))
	if err != nil {
		return FoundFeed{}, err
	}
	found := FoundFeed{
		URL: address, Title: f.Title, Format: f.Format, Items: len(f.Items), PerDay: perDay(f.Items), Answer: Prefetch(resp, via),
	}
	if len(via) > 0 {
		found.MovedTo = resp.URL
	}
	return found, nil
}

// perDay estimates how many entries a day a feed brings, from the dates of
// those in it.
func perDay(items []normalize.Entry) float64 {
	var dates []time.Time
	for i := range items {
		if at := items[i].Published; !at.IsZero() {
			dates = append(dates, at)
		}
	}
	if len(dates) < 2 {
		return 0
	}
	span := slices.MaxFunc(dates, time.Time.Compare).Sub(slices.MinFunc(dates, time.Time.Compare))
	if span < time.Minute {
		return 0
	}
	return math.Round(float64(len(dates)-1)/span.Hours()*24*10) / 10
}

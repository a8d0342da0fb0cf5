package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"sort"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
)

// found is a feed that was fetched and read.
type found struct {
	URL    string  `json:"url"`
	Title  string  `json:"title,omitempty"`
	Format string  `json:"format,omitempty"` // empty: it is linked to, and was not fetched
	Items  int     `json:"items"`
	PerDay float64 `json:"per_day,omitempty"`
	// MovedTo is where the URL redirected to.
	MovedTo string `json:"moved_to,omitempty"`

	answer *calendar.PrefetchedAnswer // for its first poll
}

func (f found) String() string {
	if f.Format == "" { // it was not fetched
		return strings.TrimSpace(f.URL + "  " + words.OneLine(f.Title))
	}
	s := fmt.Sprintf("%s  (%s, %s", f.URL, formatName(f.Format), words.Plural(f.Items, "item"))
	if f.PerDay > 0 {
		s += fmt.Sprintf(", ~%.2g/day", f.PerDay)
	}
	return s + ")"
}

func formatName(format string) string {
	switch format {
	case "atom":
		return "Atom"
	case "json":
		return "JSON Feed"
	case "sitemap":
		return "news sitemap"
	case "sitemapindex":
		return "sitemap index"
	}
	return strings.ToUpper(format)
}

// maxCandidates bounds how many feeds of one page are fetched to be described.
const maxCandidates = 5

// errNoFeeds says that a site offers no feed that could be found.
var errNoFeeds = errors.New("no feed found")

// scout finds feeds on the web, as courteously as the crawler.
type scout struct {
	visitor *crawler.Visitor
	// describe is how many of a page's feeds are fetched.
	describe int
}

// find returns the feed at an address, or those its page links to, or those at
// the usual places of the site. The first was fetched and read.
func (s *scout) find(ctx context.Context, address string) ([]found, error) {
	address, err := webAddress(address)
	if err != nil {
		return nil, err
	}
	f, err := s.look(ctx, address)
	var not *feed.NotFeedError
	switch {
	case err == nil:
		return []found{f}, nil
	case !errors.As(err, &not):
		return nil, err
	}
	var feeds []found
	for i, link := range not.Feeds {
		if len(feeds) >= s.describe {
			feeds = append(feeds, found{URL: link.URL, Title: link.Title})
			continue
		}
		if i >= maxCandidates {
			break
		}
		if f, err := s.look(ctx, link.URL); err == nil {
			feeds = append(feeds, f)
		}
	}
	if len(feeds) > 0 {
		return feeds, nil
	}
	for _, guess := range feed.WellKnown(address) {
		if f, err := s.look(ctx, guess); err == nil {
			return []found{f}, nil
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, fmt.Errorf("%w: %s is none, and links to none; if the site has one, give its own address", errNoFeeds, address)
}

// remedy says what to do about an answer that is no page.
func remedy(status int) string {
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return "; it refuses crawlers, or this one: crawl.contact says who comes"
	case status == http.StatusNotFound || status == http.StatusGone:
		return "; is the address right? `wiredesk discover` finds the feeds of a site"
	case status == http.StatusTooManyRequests || status >= 500:
		return "; try again later, or list it under feeds in wiredesk.yaml: a run polls until it answers"
	}
	return ""
}

// look fetches one address and reads it as a feed.
func (s *scout) look(ctx context.Context, address string) (found, error) {
	resp, via, err := s.visitor.Get(ctx, fetch.Request{URL: address, Kind: fetch.Feed})
	if err != nil {
		return found{}, err
	}
	defer resp.Release()
	if resp.Status != 200 {
		return found{}, fmt.Errorf("%s answered %d%s", address, resp.Status, remedy(resp.Status))
	}
	f, err := feed.Parse(resp.Body, feed.Source{
		URL: resp.URL, ContentType: resp.Header.Get("Content-Type"), ContentLocation: resp.Header.Get("Content-Location"),
	})
	if err != nil {
		return found{}, err
	}
	out := found{URL: address, Title: f.Title, Format: f.Format, Items: len(f.Items), PerDay: perDay(f.Items), answer: crawler.Prefetch(resp, via)}
	if len(via) > 0 {
		out.MovedTo = resp.URL
	}
	return out, nil
}

// perDay estimates how many entries a day a feed brings, from the dates of
// those in it.
func perDay(items []normalize.Entry) float64 {
	var dates []time.Time
	for _, e := range items {
		if !e.Published.IsZero() {
			dates = append(dates, e.Published)
		}
	}
	if len(dates) < 2 {
		return 0
	}
	sort.Slice(dates, func(i, j int) bool { return dates[i].Before(dates[j]) })
	span := dates[len(dates)-1].Sub(dates[0])
	if span < time.Minute {
		return 0
	}
	return math.Round(float64(len(dates)-1)/span.Hours()*24*10) / 10
}

// webAddress makes a URL of what a person types.
func webAddress(s string) (string, error) {
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", usage("%q is no web address; want a site such as example.org or a URL of http or https", s)
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), nil
}

func (a *app) discoverCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "discover URL",
		Short:   "Find the feeds of a site; adds nothing",
		Example: "  wiredesk discover themoscowtimes.com",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			feeds, err := a.discover(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if a.json {
				out := &ndjson{w: a.out}
				for _, f := range feeds {
					if err := out.write(f); err != nil {
						return err
					}
				}
				return out.summary(map[string]int{"found": len(feeds)})
			}
			for _, f := range feeds {
				fmt.Fprintln(a.out, f)
			}
			return nil
		},
	}
}

// discover looks for feeds without a desk: it adds nothing, so it leaves nothing
// behind. It keeps the pace by itself.
func (a *app) discover(ctx context.Context, address string) ([]found, error) {
	cfg, err := a.config()
	if err != nil {
		return nil, err
	}
	fetcher, err := newFetcher(cfg)
	if err != nil {
		return nil, err
	}
	defer fetcher.Close()
	s := &scout{visitor: crawler.NewVisitor(fetcher, nil, cfg.Crawl.PerHost.Delay.Duration()), describe: maxCandidates}
	return s.find(ctx, address)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/url"
	"sort"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
)

// found is a feed that was fetched and read.
type found struct {
	URL    string  `json:"url"`
	Title  string  `json:"title,omitempty"`
	Format string  `json:"format"`
	Items  int     `json:"items"`
	PerDay float64 `json:"per_day,omitempty"`
	// MovedTo is where the URL redirected to.
	MovedTo string `json:"moved_to,omitempty"`
}

func (f found) String() string {
	s := fmt.Sprintf("%s  (%s, %s", f.URL, formatName(f.Format), plural(f.Items, "item"))
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
	}
	return strings.ToUpper(format)
}

// maxCandidates bounds how many feeds of one page are fetched to be described.
const maxCandidates = 8

// errNoFeeds says that a site offers no feed that could be found.
var errNoFeeds = errors.New("no feed found")

// scout finds feeds on the web, one request at a time.
type scout struct {
	worker *fetch.Worker
	delay  time.Duration // between two requests to the same host
	hosts  map[string]time.Time
}

func newScout(f *fetch.Fetcher, delay time.Duration) *scout {
	return &scout{worker: f.Worker(), delay: delay, hosts: map[string]time.Time{}}
}

// find returns the feed at an address, or those its page links to, or those at
// the usual places of the site.
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
	for _, link := range not.Feeds[:min(len(not.Feeds), maxCandidates)] {
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
	return nil, fmt.Errorf("%s is no feed and links to none: %w", address, errNoFeeds)
}

// look fetches one address and reads it as a feed.
func (s *scout) look(ctx context.Context, address string) (found, error) {
	host := calendar.Host(address)
	if last, ok := s.hosts[host]; ok {
		select {
		case <-ctx.Done():
			return found{}, ctx.Err()
		case <-time.After(time.Until(last.Add(s.delay))):
		}
	}
	resp, err := s.worker.Get(ctx, fetch.Request{URL: address, Kind: fetch.Feed})
	s.hosts[host] = time.Now()
	if err != nil {
		return found{}, err
	}
	defer resp.Release()
	if resp.Status != 200 {
		return found{}, fmt.Errorf("%s answered %d", address, resp.Status)
	}
	f, err := feed.Parse(resp.Body, feed.Source{
		URL: resp.FinalURL, ContentType: resp.Header.Get("Content-Type"), ContentLocation: resp.Header.Get("Content-Location"),
	})
	if err != nil {
		return found{}, err
	}
	out := found{URL: address, Title: f.Title, Format: f.Format, Items: len(f.Items), PerDay: perDay(f.Items)}
	if resp.FinalURL != address {
		out.MovedTo = resp.FinalURL
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
			feeds, err := a.scoutFor(cmd.Context(), args[0])
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

func (a *app) scoutFor(ctx context.Context, address string) ([]found, error) {
	cfg, err := a.config()
	if err != nil {
		return nil, err
	}
	fetcher, err := newFetcher(cfg)
	if err != nil {
		return nil, err
	}
	defer fetcher.Close()
	return newScout(fetcher, cfg.Crawl.PerHost.Delay.Duration()).find(ctx, address)
}

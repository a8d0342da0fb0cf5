package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/feed"
)

// feedText is a feed that was found, for people.
func feedText(f crawler.FoundFeed) string {
	f = f.Shown()
	if f.Format == "" { // it was not fetched
		return strings.TrimSpace(f.URL + "  " + words.OneLine(f.Title))
	}
	s := fmt.Sprintf("%s  (%s, %s", f.URL, feed.FormatName(f.Format), words.Plural(f.Items, "item"))
	if f.PerDay > 0 {
		s += fmt.Sprintf(", ~%.2g/day", f.PerDay)
	}
	return s + ")"
}

// findFeeds finds the feeds of a site and says what to do where it has none.
func findFeeds(ctx context.Context, v *crawler.Visitor, typed string, describe int) ([]crawler.FoundFeed, error) {
	address, err := desk.WebAddress(typed)
	if err != nil {
		return nil, err
	}
	feeds, err := v.Feeds(ctx, address, describe)
	if plain := desk.PlainAddress(typed, err); plain != "" {
		if address, err := desk.WebAddress(plain); err == nil {
			return findFeeds(ctx, v, address, describe)
		}
	}
	var status *crawler.StatusError
	switch {
	case errors.Is(err, crawler.ErrNoFeeds):
		return nil, fmt.Errorf("%w; if the site has one, give its own address", err)
	case errors.As(err, &status):
		return nil, fmt.Errorf("%w%s", err, remedy(status.Status))
	}
	return feeds, err
}

// remedy says what to do about an answer that is no page.
func remedy(status int) string {
	switch {
	case status == http.StatusUnauthorized:
		return "; it wants a name and a password: put them into the address, https://NAME:PASSWORD@..."
	case status == http.StatusForbidden:
		return "; it refuses crawlers, or this one: crawl.contact says who comes"
	case status == http.StatusNotFound || status == http.StatusGone:
		return "; is the address right? `wiredesk discover` finds the feeds of a site"
	case status == http.StatusTooManyRequests || status >= 500:
		return "; try again later, or list it under feeds in wiredesk.yaml: a run polls until it answers"
	}
	return ""
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
				out := ndjson.New(a.out)
				for _, f := range feeds {
					if err := out.Write(f.Shown()); err != nil {
						return err
					}
				}
				return out.Summary(map[string]int{"found": len(feeds)})
			}
			for _, f := range feeds {
				fmt.Fprintln(a.out, feedText(f))
			}
			return nil
		},
	}
}

// discover looks for feeds without a desk: it adds nothing, so it leaves nothing
// behind. It keeps the pace by itself.
func (a *app) discover(ctx context.Context, address string) ([]crawler.FoundFeed, error) {
	cfg, err := a.config(ctx)
	if err != nil {
		return nil, err
	}
	fetcher, err := desk.NewFetcher(cfg)
	if err != nil {
		return nil, err
	}
	defer fetcher.Close()
	return findFeeds(ctx, crawler.NewVisitor(fetcher, nil, cfg.Crawl.PerHost.Delay.Duration()), address, crawler.MaxDescribed)
}

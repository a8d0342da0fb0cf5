package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

func (a *app) addCommand() *cobra.Command {
	var name string
	var speaksFor []string
	cmd := &cobra.Command{
		Use:   "add SITE|FEED|FILE.opml",
		Short: "Subscribe to a site's feed, a feed, or all feeds of an OPML file",
		Example: `  wiredesk add themoscowtimes.com
  wiredesk add https://example.org/feed.xml`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if isOPML(args[0]) {
				return a.importOPML(cmd.Context(), args[0], false)
			}
			sites, err := config.ParseSites(speaksFor)
			if err != nil {
				return usage.Errorf("--speaks-for: %w", err)
			}
			return a.add(cmd.Context(), args[0], calendar.Settings{Name: name, Origin: calendar.OriginAdded, SpeaksFor: sites})
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "a `name` for the feed")
	cmd.Flags().StringSliceVar(&speaksFor, "speaks-for", nil, "a `site` other than its own for whose stories it may speak")
	return cmd
}

// isOPML reports whether an argument names an OPML file on this machine.
func isOPML(arg string) bool {
	if strings.Contains(arg, "://") {
		return false
	}
	info, err := os.Stat(arg)
	if err != nil {
		return strings.HasSuffix(arg, ".opml")
	}
	if !info.Mode().IsRegular() { // a look into a pipe would take away what is looked at
		return info.Mode()&os.ModeNamedPipe != 0
	}
	f, err := os.Open(arg)
	if err != nil {
		return strings.HasSuffix(arg, ".opml")
	}
	defer f.Close()
	b, _ := io.ReadAll(io.LimitReader(f, 4096)) // whoever reads all of it tells the error
	return bytes.Contains(bytes.ToLower(b), []byte("<opml"))
}

func (a *app) add(ctx context.Context, address string, settings calendar.Settings) error {
	var feeds []crawler.FoundFeed
	state := "added"
	err := a.withDesk(ctx, "add", func(d *desk.Desk) (err error) {
		if feeds, err = findSiteFeeds(ctx, d, address); err != nil {
			return err
		}
		// A site's first feed is its main one; the others are named for who wants them.
		f := feeds[0]
		wanted := calendar.Feed{URL: f.URL, Settings: settings, Title: f.Title, Format: f.Format}
		if f.LinkedBy != "" {
			wanted.Attest(f.LinkedBy, cmp.Or(f.MovedTo, f.URL), d.Calendar.Now())
		}
		err = d.Calendar.Subscribe(ctx, wanted, f.Answer)
		if errors.Is(err, calendar.ErrFeedExists) {
			state, err = "known", nil
		}
		return err
	})
	if err != nil {
		return err
	}
	chosen := feeds[0]
	if a.json {
		out := ndjson.New(a.out)
		if err := out.Write(struct {
			crawler.FoundFeed
			State string `json:"state"`
		}{chosen.Shown(), state}); err != nil {
			return err
		}
		return out.Summary(map[string]any{"found": len(feeds), "added": boolToInt(state == "added")})
	}
	if state == "known" {
		a.say("found %s; known already: %s", words.Plural(len(feeds), "feed"), feedText(chosen))
		return nil
	}
	a.say("found %s, added 1: %s", words.Plural(len(feeds), "feed"), feedText(chosen))
	for _, f := range feeds[1:] {
		a.say("  also there: %s", feedText(f))
	}
	return nil
}

// findSiteFeeds finds the feeds of a site, in the lanes that the crawler uses.
func findSiteFeeds(ctx context.Context, d *desk.Desk, address string) ([]crawler.FoundFeed, error) {
	fetcher, err := desk.NewFetcher(d.Config)
	if err != nil {
		return nil, err
	}
	defer fetcher.Close()
	return findFeeds(ctx, crawler.NewVisitor(fetcher, d.Calendar, d.Config.Crawl.PerHost.Delay.Duration()), address, 1)
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

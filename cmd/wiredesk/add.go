package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
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
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

func (a *app) addCommand() *cobra.Command {
	var name string
	var speaksFor []string
	cmd := &cobra.Command{
		Use:   "add SITE|FEED|FILE.opml...",
		Short: "Subscribe to sites' feeds, to feeds, or to all feeds of OPML files",
		Example: `  wiredesk add themoscowtimes.com
  wiredesk add https://example.org/feed.xml example.com`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			sites, err := config.ParseSites(speaksFor)
			switch {
			case err != nil:
				return usage.Errorf("--speaks-for: %w", err)
			case name != "" && len(args) > 1:
				return usage.Errorf("--name is for one feed; %d were given", len(args))
			}
			var addresses []string
			for _, arg := range args {
				if !isOPML(arg) {
					if _, err := desk.WebAddress(arg); err != nil {
						return err
					}
					addresses = append(addresses, arg)
				} else if err := a.importOPML(cmd.Context(), arg, false); err != nil {
					return err
				}
			}
			if len(addresses) == 0 {
				return nil
			}
			return a.add(cmd.Context(), addresses, calendar.Settings{Name: name, Origin: calendar.OriginAdded, SpeaksFor: sites})
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

// add subscribes to each address. One that cannot be added keeps none of the others back.
func (a *app) add(ctx context.Context, addresses []string, settings calendar.Settings) error {
	var found, added, failed int
	out := ndjson.New(a.out)
	err := a.withDesk(ctx, "add", func(d *desk.Desk) error {
		for _, address := range addresses {
			feeds, known, err := addOne(ctx, d, address, settings)
			switch {
			case err != nil && (len(addresses) == 1 || ctx.Err() != nil):
				return err
			case err != nil:
				failed++
				if a.json {
					if err := out.Write(map[string]any{"url": weburl.Masked(address), "error": weburl.MaskedText(err.Error())}); err != nil {
						return err
					}
				}
				fmt.Fprintf(a.err, "wiredesk: %s: %s%s\n", weburl.Masked(address), weburl.MaskedText(err.Error()), wayOut(err))
				continue
			}
			found += len(feeds)
			if !known {
				added++
			}
			if err := a.sayAdded(out, feeds, known); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && a.json {
		err = out.Summary(map[string]any{"found": found, "added": added, "failed": failed})
	}
	if err == nil && failed > 0 {
		return fmt.Errorf("%d of %d could not be added", failed, len(addresses))
	}
	return err
}

// addOne subscribes to the feed at an address, or to its site's first: that is its main
// one, and the others are named for who wants them.
func addOne(
	ctx context.Context, d *desk.Desk, address string, settings calendar.Settings,
) (feeds []crawler.FoundFeed, known bool, err error) {
	if feeds, err = findSiteFeeds(ctx, d, address); err != nil {
		return nil, false, err
	}
	f := feeds[0]
	wanted := calendar.Feed{URL: f.URL, Settings: settings, Title: f.Title, Format: f.Format}
	if f.LinkedBy != "" {
		wanted.Attest(f.LinkedBy, cmp.Or(f.MovedTo, f.URL), d.Calendar.Now())
	}
	err = d.Calendar.Subscribe(ctx, wanted, f.Answer)
	if errors.Is(err, calendar.ErrFeedExists) {
		return feeds, true, nil
	}
	return feeds, false, err
}

func (a *app) sayAdded(out *ndjson.Writer, feeds []crawler.FoundFeed, known bool) error {
	chosen := feeds[0]
	if a.json {
		state := "added"
		if known {
			state = "known"
		}
		return out.Write(struct {
			crawler.FoundFeed
			State string `json:"state"`
		}{chosen.Shown(), state})
	}
	if known {
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

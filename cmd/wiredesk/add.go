package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

func (a *app) addCommand() *cobra.Command {
	var name string
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
			return a.add(cmd.Context(), args[0], name)
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "a `name` for the feed")
	return cmd
}

// isOPML reports whether an argument names an OPML file on this machine.
func isOPML(arg string) bool {
	if strings.Contains(arg, "://") {
		return false
	}
	b, err := os.ReadFile(arg)
	if err != nil {
		return strings.HasSuffix(arg, ".opml")
	}
	return bytes.Contains(bytes.ToLower(b[:min(len(b), 4096)]), []byte("<opml"))
}

func (a *app) add(ctx context.Context, address, name string) error {
	feeds, err := a.scoutFor(ctx, address)
	if err != nil {
		return err
	}
	// A site's first feed is its main one; the others are named for who wants them.
	chosen := feeds[0]
	cfg, err := a.config()
	if err != nil {
		return err
	}
	d, err := joinDesk(ctx, cfg, a.logger(cfg), "add")
	if err != nil {
		return err
	}
	state := "added"
	err = d.addFeed(ctx, calendar.Feed{URL: chosen.URL, Name: name, Title: chosen.Title, Format: chosen.Format, Origin: originAdded})
	if errors.Is(err, calendar.ErrFeedExists) {
		state, err = "known", nil
	}
	if err = errors.Join(err, d.Close()); err != nil {
		return err
	}
	if a.json {
		out := &ndjson{w: a.out}
		if err := out.write(struct {
			found
			State string `json:"state"`
		}{chosen, state}); err != nil {
			return err
		}
		return out.summary(map[string]any{"found": len(feeds), "added": boolToInt(state == "added")})
	}
	if state == "known" {
		a.say("found %s; known already: %s", plural(len(feeds), "feed"), chosen)
		return nil
	}
	a.say("found %s, added 1: %s", plural(len(feeds), "feed"), chosen)
	for _, f := range feeds[1:] {
		a.say("  also there: %s", f)
	}
	return nil
}

// addFeed stores a feed and books its first poll.
func (d *desk) addFeed(ctx context.Context, f calendar.Feed) error {
	f.ID = calendar.FeedID(f.URL)
	f.Next = time.Now().Round(time.Millisecond)
	if err := d.calendar.AddFeed(ctx, f); err != nil {
		return err
	}
	return d.calendar.BookAt(ctx, f.Job(), f.Next)
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

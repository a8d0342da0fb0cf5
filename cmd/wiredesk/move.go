package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

func (a *app) moveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "move FEED [URL]",
		Short: "Poll a feed at another URL from now on; without URL, at the one its site proposes",
		Long: `Move keeps what is known of the feed: its name, its settings and the entries
that were published from it. Feeds of the configuration are moved there.`,
		Args:              cobra.RangeArgs(1, 2),
		ValidArgsFunction: a.oneFeed,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withDesk(cmd.Context(), "feeds move", func(d *desk.Desk) error {
				feeds, err := d.SyncFeeds(cmd.Context(), d.Config)
				if err != nil {
					return err
				}
				f, err := findFeed(feeds, args[0])
				if err != nil {
					return err
				}
				to := f.Proposed
				if len(args) == 2 {
					if to, err = desk.WebAddress(args[1]); err != nil {
						return err
					}
				}
				return a.moveFeed(cmd.Context(), d, f, to)
			})
		},
	}
}

func (a *app) moveFeed(ctx context.Context, d *desk.Desk, f *calendar.Feed, to string) error {
	shown := weburl.Masked(f.URL)
	switch {
	case to == "":
		return usage.Errorf("the site of %s proposes no other feed; say where it moved: `wiredesk feeds move %s URL`", shown, shown)
	case to == f.URL:
		return usage.Errorf("%s is there already", shown)
	case f.Source != "":
		return usage.Errorf("%s comes from the configuration; write %s at %s", shown, weburl.Masked(to), f.Origin)
	}
	if _, err := d.Calendar.MoveFeed(ctx, f.ID, to); err != nil {
		return err
	}
	if a.json {
		return ndjson.New(a.out).Summary(map[string]string{"moved": shown, "to": weburl.Masked(to)})
	}
	a.say("moved %s to %s", shown, weburl.Masked(to))
	return nil
}

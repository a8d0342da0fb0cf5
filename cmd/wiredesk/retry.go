package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

func (a *app) retryCommand() *cobra.Command {
	var failed bool
	cmd := &cobra.Command{
		Use:               "retry [FEED]",
		Short:             "Poll a failing feed now, or with --failed all of them, and revive dead letters",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: a.oneFeed,
		RunE: func(cmd *cobra.Command, args []string) error {
			if failed == (len(args) == 1) {
				return usage.Errorf("give either a feed or --failed")
			}
			return a.withDesk(cmd.Context(), "feeds retry", func(d *desk.Desk) error { return a.retry(cmd.Context(), d, args) })
		},
	}
	cmd.Flags().BoolVar(&failed, "failed", false, "all feeds that fail, and the jobs that were given up")
	return cmd
}

func (a *app) retry(ctx context.Context, d *desk.Desk, args []string) error {
	feeds, err := d.SyncFeeds(ctx, d.Config)
	if err != nil {
		return err
	}
	letters := 0
	if len(args) == 1 {
		f, err := findFeed(feeds, args[0])
		if err != nil {
			return err
		}
		feeds = []*calendar.Feed{f}
	} else {
		feeds = onlyFailing(feeds)
		if letters, err = d.Calendar.ReviveAll(ctx); err != nil {
			return err
		}
	}
	for _, f := range feeds {
		if _, err := d.Calendar.PollNow(ctx, f.ID, "retry was asked for"); err != nil {
			return err
		}
	}
	if a.json {
		return ndjson.New(a.out).Summary(map[string]int{"feeds": len(feeds), "dead_letters": letters})
	}
	a.say("%s and %s will be tried again by the next run, or by the daemon now", words.Plural(len(feeds), "feed"),
		words.Plural(letters, "dead letter"))
	return nil
}

// onlyFailing leaves out the feeds whose site asked to wait: that is to be kept.
func onlyFailing(feeds []*calendar.Feed) []*calendar.Feed {
	var failing []*calendar.Feed
	for _, f := range feeds {
		if f.State() == calendar.StateFailing {
			failing = append(failing, f)
		}
	}
	return failing
}

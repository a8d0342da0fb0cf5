package main

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// watchEvery is the time between two looks, unless --interval says another.
const watchEvery = 2 * time.Second

func (a *app) statusCommand() *cobra.Command {
	var watch bool
	var interval time.Duration
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show the stream, the feeds, the jobs and the dead letters",
		Example: `  wiredesk status
  wiredesk status --watch --interval 5s`,
		Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if watch {
				return a.watchStatus(cmd.Context(), interval)
			}
			if cmd.Flags().Changed("interval") {
				return usage.Errorf("--interval is for --watch")
			}
			return a.onDesk(cmd.Context(), "status", desk.Look, func(d *desk.Desk) error {
				s, err := d.Status(cmd.Context(), func(ctx context.Context) ([]*calendar.Feed, error) { return d.SyncFeeds(ctx, d.Config) })
				if err != nil {
					return err
				}
				if a.json {
					return ndjson.New(a.out).Summary(s)
				}
				text, err := statusText(s)
				if err == nil {
					_, err = io.WriteString(a.out, text)
				}
				return err
			})
		},
	}
	cmd.Flags().BoolVarP(&watch, "watch", "w", false, "show it again and again: in place on a terminal, else a line each time")
	cmd.Flags().DurationVar(&interval, "interval", watchEvery, "time between two looks")
	return cmd
}

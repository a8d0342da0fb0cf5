package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

func (a *app) whyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "why FEED|URL|ARTICLE",
		Short: "Explain when a feed is polled next, or what keeps a page, and why",
		Long: `Why tells of a feed when it is polled next and for which reason, what it waits
for, what robots.txt and the host's lane say, and lists its last 20 requests. Of
any other URL it tells what was published under it, which jobs are waiting for
it, and what robots.txt and the lane say. A story may also be named by its id.`,
		Example: `  wiredesk why themoscowtimes.com
  wiredesk why https://example.org/2026/11/23/story
  wiredesk why 0123abcd`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.oneFeed,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.onDesk(cmd.Context(), "why", desk.Look, func(d *desk.Desk) error {
				feeds, err := d.SyncFeeds(cmd.Context(), d.Config)
				if err != nil {
					return err
				}
				f, err := findFeed(feeds, args[0])
				if err == nil {
					return a.whyFeed(cmd.Context(), d, f)
				}
				return a.whyElse(cmd.Context(), d, args[0], err)
			})
		},
	}
}

func (a *app) whyFeed(ctx context.Context, d *desk.Desk, f *calendar.Feed) error {
	around, err := d.AroundFeed(ctx, f, desk.LowDisk(d.Config))
	if err != nil {
		return err
	}
	if a.json {
		return ndjson.New(a.out).Write(struct {
			Feed any `json:"feed"`
			desk.Surroundings
		}{feedLine(f), around})
	}
	f = f.Shown()
	rows := append([][2]string{{"feed", f.URL}, {"name", f.Label()}}, desk.Reasons(f, around)...)
	return errors.Join(a.rows(rows), a.visits(f.Visits))
}

// visits prints the last requests, newest first.
func (a *app) visits(list calendar.Visits) error {
	if len(list) == 0 {
		return nil
	}
	fmt.Fprintf(a.out, "\nlast %s\n", words.Plural(len(list), "request"))
	table := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	for i := len(list) - 1; i >= 0; i-- {
		v := list[i]
		status, how := "-", ""
		if v.Status > 0 {
			status = strconv.Itoa(v.Status)
		}
		if v.Conditional {
			how = "conditional"
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%d new\t%s\t%s\t%s\n", words.Clock(v.At), status, v.Outcome, v.New, words.Size(uint64(v.Bytes)),
			v.Took.Round(time.Millisecond), how)
	}
	return table.Flush()
}

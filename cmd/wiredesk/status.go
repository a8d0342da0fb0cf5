package main

import (
	"context"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

func (a *app) statusCommand() *cobra.Command {
	var watch bool
	var interval time.Duration
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show the stream, the feeds, the jobs and the dead letters",
		Example: `  wiredesk status
  wiredesk status --watch --interval 5s`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if watch {
				return a.watchStatus(cmd.Context(), interval)
			}
			if cmd.Flags().Changed("interval") {
				return usage("--interval is for --watch")
			}
			return a.withDesk(cmd.Context(), "status", func(d *desk.Desk) error {
				s, err := d.Status(cmd.Context(), func(ctx context.Context) ([]*calendar.Feed, error) { return d.SyncFeeds(ctx, d.Config) })
				if err != nil {
					return err
				}
				if a.json {
					return (&ndjson{w: a.out}).summary(s)
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

// feedCounts is how many feeds there are, and how many of them are how.
func feedCounts(s desk.Status) string {
	var states []string
	for state, n := range s.States {
		states = append(states, fmt.Sprintf("%d %s", n, state))
	}
	sort.Strings(states)
	counts := strconv.Itoa(s.Feeds)
	if len(states) > 0 {
		counts += ": " + strings.Join(states, ", ")
	}
	return counts
}

// statusText is a status for people.
func statusText(s desk.Status) (string, error) {
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	for _, row := range [][2]string{
		{"server", s.Server}, {"at work", s.Process}, {"paused", s.Paused},
		{"articles", fmt.Sprintf("%d in the stream, %s, last %s, %s", s.Articles, words.Size(s.Bytes), words.Clock(s.Last), words.Plural(s.Consumers, "consumer"))},
		{"feeds", feedCounts(s)}, {"next poll", words.Clock(s.NextPoll)},
		{"jobs", fmt.Sprintf("%d due, %d in flight, %d dead", s.Jobs.Due, s.Jobs.InFlight, s.Jobs.Dead)},
		{"booked", fmt.Sprintf("%d for a turn at their host, %d for another try, %d for another look", s.Jobs.Lanes, s.Jobs.Retries, s.Jobs.Rechecks)},
	} {
		if row[1] != "" {
			fmt.Fprintf(table, "%s\t%s\n", row[0], row[1])
		}
	}
	for _, l := range s.Letters {
		fmt.Fprintf(table, "dead\t%s: %s (%s)\n", l.URL, words.OneLine(l.Reason), words.Clock(l.At))
	}
	if s.Jobs.Dead > 0 {
		fmt.Fprintf(table, "\t`wiredesk feeds retry --failed` tries them again\n")
	}
	err := table.Flush()
	return b.String(), err
}

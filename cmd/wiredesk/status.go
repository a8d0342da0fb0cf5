package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// shownLetters bounds the dead letters that status prints.
const shownLetters = 10

// status is what `wiredesk status` prints.
type status struct {
	Server    string                `json:"server"`
	Process   string                `json:"process"`
	Paused    string                `json:"paused,omitempty"` // why crawls pause
	Articles  uint64                `json:"articles"`
	Bytes     uint64                `json:"bytes"`
	Last      time.Time             `json:"last_article,omitzero"`
	Consumers int                   `json:"consumers"`
	Feeds     int                   `json:"feeds"`
	States    map[string]int        `json:"states"`
	NextPoll  time.Time             `json:"next_poll,omitzero"`
	Jobs      calendar.Backlog      `json:"jobs"`
	Letters   []calendar.DeadLetter `json:"dead_letters,omitempty"`
}

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
			return a.withDesk(cmd.Context(), "status", func(d *desk) error {
				s, err := d.status(cmd.Context(), d.syncFeeds)
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

// status looks at everything. list is how the feeds are listed.
func (d *desk) status(ctx context.Context, list func(context.Context) ([]*calendar.Feed, error)) (s status, err error) {
	s.Server = d.address() + " (nats-server " + d.nc.ConnectedServerVersion() + ")"
	s.Process = d.process()
	s.Paused = newBrake(d.cfg, nil).reason(time.Now())
	stream, err := d.js.Stream(ctx, d.cfg.NATS.Stream.Name)
	if err == nil {
		state := stream.CachedInfo().State
		s.Articles, s.Bytes, s.Last, s.Consumers = state.Msgs, state.Bytes, state.LastTime, state.Consumers
		if state.LastSeq == 0 {
			s.Last = time.Time{}
		}
	} else if !errors.Is(err, jetstream.ErrStreamNotFound) {
		return s, fmt.Errorf("look at stream %s: %w", d.cfg.NATS.Stream.Name, err)
	}
	feeds, err := list(ctx)
	if err != nil {
		return s, err
	}
	s.Feeds, s.States = len(feeds), map[string]int{}
	for _, f := range feeds {
		s.States[f.State()]++
		if !f.Resting() && (s.NextPoll.IsZero() || f.Next.Before(s.NextPoll)) {
			s.NextPoll = f.Next
		}
	}
	if s.Jobs, err = d.calendar.Backlog(ctx); err != nil {
		return s, err
	}
	s.Letters, err = d.calendar.DeadLetters(ctx, shownLetters)
	return s, err
}

// process names who is at work on the built-in server.
func (d *desk) process() string {
	if d.cfg.External() {
		return "external NATS"
	}
	if d.server != nil {
		return "nothing is running"
	}
	info, err := embedded.Running(d.cfg.StateDir())
	if err != nil || info == nil {
		return "it just ended"
	}
	return fmt.Sprintf("%s, process %d, since %s", info.Command, info.PID, words.Clock(info.Started))
}

// feedCounts is how many feeds there are, and how many of them are how.
func feedCounts(s status) string {
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
func statusText(s status) (string, error) {
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

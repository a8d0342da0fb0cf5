package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

func (a *app) feedsCommand() *cobra.Command {
	var failing bool
	list := func(cmd *cobra.Command, _ []string) error { return a.printFeeds(cmd.Context(), failing) }
	feeds := &cobra.Command{Use: "feeds", Short: "List and manage feeds", Args: usage.NoArgs, RunE: list}
	listCmd := &cobra.Command{Use: "list", Short: "List the feeds", Args: usage.NoArgs, RunE: list}
	for _, c := range []*cobra.Command{feeds, listCmd} {
		c.Flags().BoolVar(&failing, "failing", false, "only those that fail now")
	}
	feeds.AddCommand(listCmd,
		a.feedCommand("show", "Show all that is known of a feed", desk.Look, a.showFeed),
		a.feedCommand("remove", "Forget a feed; its articles stay", desk.Join, a.removeFeed),
		a.feedCommand("pause", "Stop polling a feed", desk.Join, a.pauseFeed),
		a.feedCommand("resume", "Poll a paused feed again", desk.Join, a.resumeFeed),
		a.feedCommand("release", "Lift a feed's budgets for the rest of the day, and poll it if entries are put off", desk.Join, a.releaseFeed),
		a.moveCommand(),
		a.retryCommand(),
	)
	return feeds
}

// feedAction does something with one feed on an open desk.
type feedAction func(context.Context, *desk.Desk, *calendar.Feed) error

func (a *app) feedCommand(name, short string, open openDesk, do feedAction) *cobra.Command {
	return &cobra.Command{
		Use: name + " FEED", Short: short, Long: short + ".\n\nFEED is a URL, a name, an id, or the beginning of one.",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.oneFeed,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.onDesk(cmd.Context(), "feeds "+name, open, func(d *desk.Desk) error {
				feeds, err := d.SyncFeeds(cmd.Context(), d.Config)
				if err != nil {
					return err
				}
				f, err := findFeed(feeds, args[0])
				if err != nil {
					return a.withoutRecord(cmd.Context(), d, name, args[0], err)
				}
				return do(cmd.Context(), d, f)
			})
		},
	}
}

// withoutRecord does something with a feed that was not found: if its record cannot be
// read, it has only its id, and can be removed.
func (a *app) withoutRecord(ctx context.Context, d *desk.Desk, action, id string, notFound error) error {
	switch _, err := d.Calendar.Feed(ctx, id); {
	case !errors.Is(err, calendar.ErrUnreadable):
		return notFound
	case action != "remove":
		return fmt.Errorf("%w; `wiredesk feeds remove %s` forgets it", err, id)
	}
	if err := d.Calendar.RemoveFeed(ctx, id); err != nil {
		return err
	}
	return a.done("removed", &calendar.Feed{ID: id, URL: id})
}

func (a *app) printFeeds(ctx context.Context, failing bool) error {
	feeds, err := a.listFeeds(ctx, "feeds")
	if err != nil {
		return err
	}
	if len(feeds) == 0 && !a.json {
		a.say("no feeds yet: `wiredesk add https://your.site`")
		return nil
	}
	// A table is written cell by cell: with many feeds that is a million writes.
	buffered := bufio.NewWriter(a.out)
	return errors.Join(a.writeFeeds(buffered, feeds, failing), buffered.Flush())
}

func (a *app) writeFeeds(w io.Writer, feeds []*calendar.Feed, failing bool) error {
	states := map[string]int{}
	out := ndjson.New(w)
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	if !a.json {
		fmt.Fprintln(table, "STATE\tFEED\tPOLLED\tNEXT\tFROM\tREMARK")
	}
	for _, f := range feeds {
		f = f.Shown()
		state := f.State()
		states[state]++
		if failing && state != calendar.StateFailing {
			continue
		}
		if a.json {
			if err := out.Write(feedLine(f)); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", state, f.URL, words.Clock(f.Polled), nextPoll(f), origin(f), words.OneLine(remark(f)))
	}
	if a.json {
		return out.Summary(map[string]any{"feeds": len(feeds), "states": states})
	}
	return table.Flush()
}

func nextPoll(f *calendar.Feed) string {
	if f.Resting() {
		return "-"
	}
	if !f.Next.After(time.Now()) {
		return "now"
	}
	return words.Clock(f.Next)
}

func origin(f *calendar.Feed) string {
	if i := strings.LastIndexByte(f.Origin, ':'); i > 0 {
		return filepath.Base(f.Origin[:i]) + f.Origin[i:]
	}
	return f.Origin
}

func remark(f *calendar.Feed) string {
	switch {
	case f.Proposed != "":
		return fmt.Sprintf("%s; the site now links to %s (`wiredesk feeds move`)", f.Error, f.Proposed)
	case f.Error != "":
		return fmt.Sprintf("%s (since %s)", f.Error, words.Clock(f.Failing))
	}
	return f.Why
}

func (a *app) showFeed(_ context.Context, _ *desk.Desk, f *calendar.Feed) error {
	if a.json {
		return ndjson.New(a.out).Write(feedLine(f))
	}
	entries := len(f.Seen)
	f = f.Shown()
	return a.rows(append([][2]string{
		{"feed", f.URL}, {"name", f.Label()}, {"id", f.ID}, {"state", f.State()}, {"from", f.Origin}, {"tags", strings.Join(f.Tags, ", ")},
		{"format", feed.FormatName(f.Format)}, {"language", f.Language}, {"added", words.Clock(f.AddedAt)}, {"polled", words.Clock(f.Polled)},
		{"outcome", f.Outcome}, {"new entries", words.Clock(f.Fresh)}, {"next poll", nextPoll(f)}, {"because", f.Why},
		{"error", f.Error}, {"failing", words.Clock(f.Failing)}, {"etag", f.Validators.ETag}, {"last-modified", f.Validators.LastModified},
		{"entries", strconv.Itoa(entries)},
	}, desk.SpeaksFor(f)...))
}

func (a *app) removeFeed(ctx context.Context, d *desk.Desk, f *calendar.Feed) error {
	if f.Source != "" {
		return usage.Errorf("%s comes from the configuration; delete it at %s", weburl.Masked(f.URL), f.Origin)
	}
	if err := d.Calendar.RemoveFeed(ctx, f.ID); err != nil {
		return err
	}
	return a.done("removed", f)
}

func (a *app) pauseFeed(ctx context.Context, d *desk.Desk, f *calendar.Feed) error {
	if err := d.Calendar.PauseFeed(ctx, f.ID); err != nil {
		return err
	}
	return a.done("paused", f)
}

func (a *app) releaseFeed(ctx context.Context, d *desk.Desk, f *calendar.Feed) error {
	if _, err := d.Calendar.ReleaseFeed(ctx, f.ID); err != nil {
		return err
	}
	return a.done("released", f)
}

func (a *app) resumeFeed(ctx context.Context, d *desk.Desk, f *calendar.Feed) error {
	if err := d.Calendar.ResumeFeed(ctx, f.ID); err != nil {
		return err
	}
	return a.done("resumed", f)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/sink"
)

func (a *app) importCommand() *cobra.Command {
	var dryRun bool
	cmd := &cobra.Command{
		Use:               "import FILE|-",
		Short:             "Add all feeds of an OPML file",
		Example:           "  wiredesk import subscriptions.opml",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: filesOf("opml", "xml"),
		RunE:              func(cmd *cobra.Command, args []string) error { return a.importOPML(cmd.Context(), args[0], dryRun) },
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "say what would be added, and add nothing")
	return cmd
}

func (a *app) importOPML(ctx context.Context, path string, dryRun bool) error {
	in, closeIn, err := a.openFile(ctx, path)
	if err != nil {
		return err
	}
	defer closeIn()
	subs, problems, err := feed.ReadOPML(in)
	if err != nil {
		return fmt.Errorf("import %s: %w", path, err)
	}
	cfg, err := a.config(ctx)
	if err != nil {
		return err
	}
	d, err := desk.Join(ctx, cfg, a.logger(cfg), "import")
	if err != nil {
		return err
	}
	done := &terminal.Progress{What: "feeds"}
	end := a.progress(done.Text)
	added, known, err := d.Calendar.SubscribeAll(ctx, importedFeeds(subs), dryRun, func(n int) { done.Set(n, len(subs)) })
	end()
	if err = errors.Join(sink.Explain(d.NC, err), d.Close()); err != nil {
		return err
	}
	if a.json {
		out := ndjson.New(a.out)
		for _, p := range problems {
			if err := out.Write(map[string]any{"line": p.Line, "error": p.Reason}); err != nil {
				return err
			}
		}
		return out.Summary(map[string]any{"added": added, "known": known, "invalid": len(problems), "dry_run": dryRun})
	}
	line := fmt.Sprintf("%d added, %d known", added, known)
	if dryRun {
		line = fmt.Sprintf("would add %d, %d known", added, known)
	}
	if len(problems) > 0 {
		var lines []string
		for _, p := range problems {
			lines = append(lines, strconv.Itoa(p.Line))
		}
		noun := "line"
		if len(lines) > 1 {
			noun = "lines"
		}
		line += fmt.Sprintf(", %d invalid (%s %s)", len(problems), noun, strings.Join(lines, ", "))
	}
	a.say("%s", line)
	for _, p := range problems {
		if !a.quiet {
			fmt.Fprintf(a.err, "%s:%d: %s\n", path, p.Line, p.Reason)
		}
	}
	return nil
}

func importedFeeds(subs []feed.Subscription) []calendar.Feed {
	feeds := make([]calendar.Feed, len(subs))
	for i, s := range subs {
		feeds[i] = calendar.Feed{URL: s.URL, Settings: calendar.Settings{Name: s.Title, Tags: s.Tags, Origin: calendar.OriginImport}}
	}
	return feeds
}

func (a *app) exportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Print all feeds as OPML, or write the articles",
		Long: `Export prints all feeds as OPML, with their addresses in full: whatever password or
token stands in one is in the file. It is a backup for yourself.`,
		Example: "  wiredesk export > subscriptions.opml\n  wiredesk export articles > articles.jsonl",
		Args:    usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.json {
				return usage.Errorf("OPML is no JSON: `wiredesk feeds --json` lists the feeds")
			}
			feeds, err := a.listFeeds(cmd.Context(), "export")
			if err != nil {
				return err
			}
			subs := make([]feed.Subscription, len(feeds))
			for i, f := range feeds {
				subs[i] = feed.Subscription{URL: f.URL, Title: f.Label(), Tags: f.Tags}
			}
			return feed.WriteOPML(a.out, "wiredesk", subs)
		},
	}
	cmd.AddCommand(a.exportArticlesCommand())
	return cmd
}

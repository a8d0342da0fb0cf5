package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/wholefile"
	"github.com/wiredesk/wiredesk/crawler/feed"
)

func (a *app) parseCommand() *cobra.Command {
	var src feed.Source
	var manifest string
	cmd := &cobra.Command{
		Use:   "parse FILE|-",
		Short: "Read a feed from a file and print it as JSON",
		Long: `Parse reads one feed (RSS, Atom, RDF or JSON Feed, however broken) and prints it
as one JSON object: format, feed, items, and for a page that is no feed the
feeds it links to (discover).

With --manifest it reads NDJSON lines {"file": …, "http": {"content_type": …,
"content_location": …, "url": …}} and prints one object a line, in order, made
on all cores. Files are relative to where it runs.`,
		Example: `  wiredesk parse feed.xml
  curl -s https://example.org/feed | wiredesk parse --url https://example.org/feed -`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case manifest != "" && len(args) > 0:
				return usage.Errorf("give either a file or --manifest")
			case manifest != "":
				return a.parseManifest(cmd.Context(), manifest)
			case len(args) == 0:
				return usage.Errorf("which file? `wiredesk parse FILE`, or - for standard input")
			}
			return a.parseOne(cmd.Context(), args[0], src)
		},
	}
	cmd.Flags().StringVar(&src.URL, "url", "", "the `URL` the feed was fetched from, for its relative links")
	cmd.Flags().StringVar(&src.ContentType, "content-type", "", "the Content-Type `header` it came with, for its charset")
	cmd.Flags().StringVar(&manifest, "manifest", "", "parse the feeds that this NDJSON `file` lists")
	return cmd
}

func (a *app) parseOne(ctx context.Context, path string, src feed.Source) error {
	body, err := a.readFile(ctx, path, feed.MaxBytes+1) // one more, and it is over the limit
	if err != nil {
		return err
	}
	f, err := feed.Parse(body, src)
	report := feed.NewReport(f, err)
	report.File = path
	out := json.NewEncoder(a.out)
	out.SetEscapeHTML(false)
	if !a.json {
		out.SetIndent("", "  ")
	}
	if err := out.Encode(report); err != nil {
		return fmt.Errorf("write output: %w", err)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// maxManifested is the largest file that a manifest may name, in bytes.
const maxManifested = 64 << 20

func (a *app) parseManifest(ctx context.Context, path string) error {
	in, closeIn, err := a.openFile(ctx, path)
	if err != nil {
		return err
	}
	defer closeIn()
	_, err = ndjson.Map(in, a.out, func(line []byte) any {
		var task struct {
			File string      `json:"file"`
			HTTP feed.Source `json:"http"`
		}
		if err := json.Unmarshal(line, &task); err != nil {
			return feed.Report{Error: "manifest: " + err.Error()}
		}
		body, err := wholefile.Read(ctx, task.File, wholefile.Options{Max: maxManifested})
		if err != nil {
			return feed.Report{File: task.File, Error: err.Error()}
		}
		report := feed.NewReport(feed.Parse(body, task.HTTP))
		report.File = task.File
		return report
	})
	return err
}

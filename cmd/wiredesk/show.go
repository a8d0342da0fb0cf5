package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/storytext"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/normalize"
)

// showFlags are the flags of `wiredesk show`.
type showFlags struct {
	version int
	format  string
	explain bool
}

func (a *app) showCommand() *cobra.Command {
	var f showFlags
	cmd := &cobra.Command{
		Use:   "show ARTICLE",
		Short: "Show an article of the stream",
		Long: `Show reads an article back from the stream and prints it: its newest version, or
another with --version.

ARTICLE is the id of the story (32 hex digits) or its first 8 or more digits,
<id>:<version>, or any address of the story. An id is found from the end of the
stream backwards, so stories of the day come at once; the beginning of an id
has to read all headers, some 80,000 a second.

On a terminal the text is wrapped; elsewhere a paragraph is one line, unless
COLUMNS says how wide it may be.`,
		Example: `  wiredesk show https://example.org/2026/11/story
  wiredesk show 0123abcd --version 1
  wiredesk show 0123abcd --explain
  wiredesk show 0123abcd --format ninjs`,
		Args: usage.OneArticle,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch f.format {
			case "text", "json", "ninjs", "schemaorg":
			default:
				return usage.Errorf("--format %q: want text, json, ninjs or schemaorg", f.format)
			}
			if f.version < 0 {
				return usage.Errorf("--version cannot be negative")
			}
			if a.json && !cmd.Flags().Changed("format") {
				f.format = "json"
			}
			return a.withReader(cmd.Context(), "show", func(d *desk.Reader) error { return a.showArticle(cmd.Context(), d, args[0], f) })
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&f.version, "version", 0, "the version `N` (default: the newest)")
	flags.StringVar(&f.format, "format", "text", "text, json, ninjs (IPTC ninjs 3.1) or schemaorg (JSON-LD)")
	flags.BoolVar(&f.explain, "explain", false, "show where each field comes from")
	return cmd
}

func (a *app) showArticle(ctx context.Context, d *desk.Reader, reference string, f showFlags) error {
	if a.json && f.format == "text" {
		return usage.Errorf("--json and --format text do not go together")
	}
	h, err := d.FindStory(ctx, reference)
	if err != nil {
		return err
	}
	n := f.version
	switch {
	case n == 0 && h.Pinned > 0:
		n = h.Pinned
	case n == 0:
		n = h.Newest().Version
	case h.Pinned > 0 && h.Pinned != n:
		return usage.Errorf("%s names version %d, and --version %d another", reference, h.Pinned, n)
	}
	v, err := h.Version(n)
	if err != nil {
		return err
	}
	art, err := h.Read(ctx, v)
	if err != nil {
		return err
	}
	if f.format == "text" {
		text := storytext.Text(art, v.Time, h.Newest().Version, terminal.Columns(a.out))
		if f.explain {
			text += "\n" + words.Printable(normalize.Explain(art))
		}
		_, err = io.WriteString(a.out, text)
		return err
	}
	if err := storytext.Write(a.out, art, f.format, a.indent()); err != nil || !a.json {
		return err
	}
	return ndjson.New(a.out).Summary(map[string]any{"id": v.ID, "version": v.Version, "newest": h.Newest().Version, "event": v.Event,
		"stored_at": v.Time.UTC()})
}

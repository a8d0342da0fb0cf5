package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/revision"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/textdiff"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

// diffFlags are the flags of `wiredesk diff`.
type diffFlags struct {
	from, to int
	all      bool
}

func (a *app) diffCommand() *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use:   "diff ARTICLE",
		Short: "Show what changed between two versions of an article",
		Long: `Diff compares two versions of an article, by default the last two: which fields
changed, and how, word by word. On a terminal what is gone is red and what is
new is green; elsewhere (or with NO_COLOR) it is [-gone-] and {+new+}.
Paragraphs that stayed are counted, not shown.

ARTICLE is an id, its first 8 or more digits, or any address of the story.`,
		Example: `  wiredesk diff https://example.org/2026/11/story
  wiredesk diff 0123abcd --from 1 --to 3
  wiredesk diff 0123abcd --all`,
		Args: usage.OneArticle,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case f.from < 0 || f.to < 0:
				return usage.Errorf("--from and --to cannot be negative")
			case f.all && (f.from > 0 || f.to > 0):
				return usage.Errorf("give either --all or --from and --to")
			}
			return a.withReader(cmd.Context(), "diff", func(d *desk.Reader) error { return a.diff(cmd.Context(), d, args[0], f) })
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&f.from, "from", 0, "the version `N` to compare with (default: the one before --to)")
	flags.IntVar(&f.to, "to", 0, "the version `N` that is compared (default: the newest)")
	flags.BoolVar(&f.all, "all", false, "show the whole history")
	return cmd
}

func (a *app) diff(ctx context.Context, d *desk.Reader, reference string, f diffFlags) error {
	h, err := d.FindStory(ctx, reference)
	if err != nil {
		return err
	}
	if f.to == 0 {
		f.to = h.Pinned
	}
	pairs, err := diffPairs(h, f)
	if err != nil {
		return err
	}
	out := &diffPrinter{app: a, Marks: terminal.Marks{Colour: a.coloured(a.out)}}
	if f.all {
		if err := out.history(ctx, h); err != nil {
			return err
		}
	}
	if len(pairs) == 0 && !f.all {
		a.say("%s has one version in the stream, %d (%s %s); there is nothing to compare it with", h.Newest().ID, h.Newest().Version,
			h.Newest().Event, words.Date(h.Newest().Time.Local(), ""))
	}
	for _, p := range pairs {
		before, err := h.Read(ctx, p[0])
		if err != nil {
			return err
		}
		after, err := h.Read(ctx, p[1])
		if err != nil {
			return err
		}
		if err := out.print(versionDiff{
			ID: p[1].ID, From: p[0].Version, To: p[1].Version, Event: p[1].Event, Time: p[1].Time.UTC(), Fields: revision.Fields(before, after),
			Cut: before.Truncated || after.Truncated, Withdrawal: after.Withdrawal, headline: after.Headline,
		}); err != nil {
			return err
		}
	}
	if a.json {
		return ndjson.New(a.out).Summary(map[string]any{"id": h.Newest().ID, "versions": len(h.Versions), "newest": h.Newest().Version,
			"diffs": len(pairs)})
	}
	return nil
}

// diffPairs are the versions to compare.
func diffPairs(h *desk.Story, f diffFlags) ([][2]sink.Version, error) {
	if f.all || f.from == 0 && f.to == 0 {
		var all [][2]sink.Version
		for i := 1; i < len(h.Versions); i++ {
			all = append(all, [2]sink.Version{h.Versions[i-1], h.Versions[i]})
		}
		if !f.all {
			all = all[max(0, len(all)-1):]
		}
		return all, nil
	}
	if f.to == 0 {
		f.to = h.Newest().Version
	}
	if f.from == 0 {
		f.from = f.to - 1
	}
	if f.from < 1 {
		return nil, usage.Errorf("version %d of %s is the first, there is none before it", f.to, h.Newest().ID)
	}
	from, err := h.Version(f.from)
	if err != nil {
		return nil, err
	}
	to, err := h.Version(f.to)
	return [][2]sink.Version{{from, to}}, err
}

// versionDiff is what changed between two versions.
type versionDiff struct {
	ID     string           `json:"id"`
	From   int              `json:"from"`
	To     int              `json:"to"`
	Event  article.Event    `json:"event"`
	Time   time.Time        `json:"stored_at"`
	Fields []revision.Field `json:"fields"`
	// Cut says that a text was cut to fit into its message.
	Cut        bool                `json:"truncated,omitempty"`
	Withdrawal *article.Withdrawal `json:"withdrawal,omitempty"` // of the later version
	headline   string
}

// diffPrinter writes differences for people or as NDJSON.
type diffPrinter struct {
	*app
	terminal.Marks
}

// history is one line a version: when, what happened, and to which fields.
func (p *diffPrinter) history(ctx context.Context, h *desk.Story) error {
	if p.json {
		return nil // the differences say it
	}
	for _, v := range h.Versions {
		art, err := h.Read(ctx, v)
		if err != nil {
			return err
		}
		var fields []string
		for _, c := range art.Changes {
			fields = append(fields, c.Field)
		}
		line := fmt.Sprintf("%2d  %s  %-9s  %s", v.Version, words.Date(v.Time.Local(), ""), v.Event, strings.Join(fields, ", "))
		if _, err := fmt.Fprintln(p.out, strings.TrimRight(line, " ")); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(p.out)
	return err
}

func (p *diffPrinter) print(d versionDiff) error {
	if p.json {
		return ndjson.New(p.out).Write(d)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nversion %d → %d: %s %s\n", words.OneLine(d.headline), d.From, d.To, d.Event, words.Date(d.Time.Local(), ""))
	switch {
	case d.Withdrawal != nil:
		fmt.Fprintf(&b, "  withdrawn: %s\n", words.Withdrawal(d.Withdrawal))
	case len(d.Fields) == 0:
		b.WriteString("  no field changed its meaning\n")
	}
	for _, f := range d.Fields {
		p.field(&b, f)
	}
	if d.Cut {
		b.WriteString("  (the text was cut to fit into its message: what is behind the cut is not compared)\n")
	}
	b.WriteByte('\n')
	_, err := io.WriteString(p.out, b.String())
	return err
}

func (p *diffPrinter) field(b *strings.Builder, f revision.Field) {
	fmt.Fprintf(b, "  %s\n", strings.ReplaceAll(f.Field, "_", " "))
	line := func(text string) { fmt.Fprintf(b, "    %s\n", text) }
	if f.Edits != nil {
		line(p.Edits(f.Edits))
	}
	for _, s := range f.Removed {
		line(p.Gone(words.OneLine(s)))
	}
	for _, s := range f.Added {
		line(p.New(words.OneLine(s)))
	}
	for _, x := range f.Paragraphs {
		switch x.Op {
		case textdiff.Equal:
			line("… " + words.Plural(x.Count, "paragraph") + " unchanged")
		case textdiff.Delete:
			line(p.Gone(words.OneLine(x.Text)))
		case textdiff.Insert:
			line(p.New(words.OneLine(x.Text)))
		case textdiff.Change:
			line(p.Edits(x.Edits))
		}
	}
}

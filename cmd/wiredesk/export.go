package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/atom"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/atomicfile"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// exportFlags are the flags of `wiredesk export articles`.
type exportFlags struct {
	articleFilter
	period
	format string
	all    bool
	file   string
}

func (a *app) exportArticlesCommand() *cobra.Command {
	var f exportFlags
	cmd := &cobra.Command{
		Use:   "articles",
		Short: "Write the articles of the stream to a file",
		Long: `Articles writes what the stream holds: of each story the newest version, as of
--until, and none of those that were withdrawn, unless --event asks for them;
with --all-versions all of them. A story is there if that version fits the
filters. The order is that of the stream.

jsonl, ninjs (IPTC ninjs 3.1) and schemaorg (JSON-LD) are one object a line;
atom is one feed. A file given with -o is there whole or not at all: it takes its
name when the last article is written.`,
		Example: `  wiredesk export articles > articles.jsonl
  wiredesk export articles --format ninjs --language de --since 7d -o week.jsonl
  wiredesk export articles --format atom --site example.org -o example.atom
  wiredesk export articles --all-versions --since 2026-11-20 --until 2026-11-21`,
		Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch f.format {
			case "jsonl", "ninjs", "schemaorg", "atom":
			default:
				return usage.Errorf("--format %q: want jsonl, ninjs, schemaorg or atom", f.format)
			}
			if a.json && f.file == "" && f.format == "atom" {
				return usage.Errorf("--json and an Atom feed do not go together on standard output; give a file with -o")
			}
			return a.withReader(cmd.Context(), "export", func(d *desk.Reader) error { return a.exportArticles(cmd.Context(), d, f) })
		},
	}
	f.articleFilter.register(cmd)
	f.period.register(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "jsonl", "jsonl, ninjs, schemaorg or atom")
	flags.BoolVar(&f.all, "all-versions", false, "every version of a story, not the newest alone")
	flags.StringVarP(&f.file, "output", "o", "", "write to this `file`, not to standard output")
	return cmd
}

func (a *app) exportArticles(ctx context.Context, d *desk.Reader, f exportFlags) error {
	subjects, err := f.subjects(d.Config.NATS.Subject)
	if err != nil {
		return err
	}
	span, err := f.span(time.Now())
	if err != nil {
		return err
	}
	x := &export{app: a, exportFlags: f, span: span, subjects: subjects}
	if f.file == "" {
		err = x.write(ctx, d, a.out)
	} else {
		err = atomicfile.Write(f.file, func(w io.Writer) error { return x.write(ctx, d, w) })
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	where := ""
	if f.file != "" {
		where = " to " + f.file
	}
	if a.json {
		return ndjson.New(a.out).Summary(map[string]any{"articles": x.written, "passed_over": x.passed, "format": f.format})
	}
	a.note("%s exported%s", words.Plural(x.written, "article"), where)
	return nil
}

// export is one export.
type export struct {
	*app
	exportFlags
	span     sink.Span
	subjects []string
	// newest is the sequence of the newest version of each story; nil if all
	// versions are wanted.
	newest  map[[16]byte]uint64
	updated time.Time // of the last message
	last    uint64    // its sequence: what is stored later is not of this export

	written, passed int
}

func (x *export) write(ctx context.Context, d *desk.Reader, w io.Writer) error {
	if err := x.shown("headers", func(p *terminal.Progress) error { return x.survey(ctx, d, p) }); err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	if x.format == "atom" {
		head := atom.Feed{ID: "urn:wiredesk:articles", Title: "Articles", Version: version.String(), Updated: x.updated}
		if _, err := out.Write(head.Head()); err != nil {
			return err
		}
	}
	if x.last > 0 {
		if err := x.shown("messages", func(p *terminal.Progress) error { return x.copy(ctx, d, out, p) }); err != nil {
			return err
		}
	}
	if x.format == "atom" {
		if _, err := out.WriteString(atom.End); err != nil {
			return err
		}
	}
	return out.Flush()
}

// shown does a part of the export while a terminal shows how far it has come, unless
// the articles go there.
func (x *export) shown(what string, do func(*terminal.Progress) error) error {
	p := &terminal.Progress{What: what}
	if x.file != "" || !terminal.Is(x.out) {
		defer x.progress(p.Text)()
	}
	return do(p)
}

// survey reads the headers: which version of each story is the newest. One
// before the span is not the newest of a story that has another in it.
func (x *export) survey(ctx context.Context, d *desk.Reader, p *terminal.Progress) error {
	stream, err := d.JS.Stream(ctx, d.Config.NATS.Stream.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read stream %s: %w", d.Config.NATS.Stream.Name, err)
	}
	info := stream.CachedInfo()
	if x.updated = info.State.LastTime; info.State.LastSeq == 0 {
		x.updated = info.Created
	}
	if x.all {
		x.last = info.State.LastSeq
		return nil
	}
	x.newest = map[[16]byte]uint64{}
	read := 0
	for v, err := range sink.Versions(ctx, d.JS, desk.StreamConfig(d.Config), x.span) {
		if err != nil {
			return err
		}
		if v.Event == article.Withdrawn && !slices.Contains(x.events, string(article.Withdrawn)) {
			delete(x.newest, storyKey(v.ID))
		} else {
			x.newest[storyKey(v.ID)] = v.Sequence
		}
		x.last = v.Sequence
		read++
		p.Set(read, int(info.State.Msgs))
	}
	return nil
}

// storyKey is an id in half the memory.
func storyKey(id string) (key [16]byte) {
	if len(id) == 2*len(key) {
		_, _ = hex.Decode(key[:], []byte(id)) // ids of the stream are hex
	}
	return key
}

// copy writes the articles that are wanted.
func (x *export) copy(ctx context.Context, d *desk.Reader, w io.Writer, p *terminal.Progress) error {
	o := subscribe.Options{Stream: d.Config.NATS.Stream.Name, Subjects: x.subjects, Since: x.span.Since}
	first := uint64(0)
	for m, err := range subscribe.Read(ctx, d.NC, o) {
		if first == 0 {
			first = m.Sequence
		}
		if m.Sequence > first {
			p.Set(int(m.Sequence-first), int(x.last-first))
		}
		switch {
		case err != nil && m.Sequence > 0:
			x.passed++
			x.note("wiredesk: passed over: %s", words.OneLine(err.Error()))
			continue
		case err != nil:
			return err
		case m.Sequence > x.last, !x.span.Until.IsZero() && m.Time.After(x.span.Until):
			return nil
		case x.newest != nil && x.newest[storyKey(m.Article.ID)] != m.Sequence:
			continue
		}
		if err := x.one(w, m); err != nil {
			return err
		}
		x.written++
	}
	return context.Cause(ctx) // half an export is none
}

// one writes an article in the format.
func (x *export) one(w io.Writer, m subscribe.Message) error {
	var form any = m.Article
	switch x.format {
	case "atom":
		entry, err := atom.Entry(m.Article, m.Time)
		if err == nil {
			_, err = w.Write(entry)
		}
		return err
	case "ninjs":
		form = article.ToNinjs(m.Article)
	case "schemaorg":
		form = article.ToSchemaOrg(m.Article)
	}
	return ndjson.New(w).Write(form)
}

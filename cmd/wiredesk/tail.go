package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/storytext"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// tailFlags are the flags of `wiredesk tail`.
type tailFlags struct {
	articleFilter
	since    moment
	last     int
	usual    bool // nobody has said how many
	format   string
	noFollow bool
}

func (a *app) tailCommand() *cobra.Command {
	var f tailFlags
	cmd := &cobra.Command{
		Use:   "tail",
		Short: "Show articles as they are published",
		Long: `Tail shows the last articles of the stream and then each new one. With the
built-in server it also works when nothing is running: then it shows what is
stored, and ends.

--format line is for people: when, what happened, headline, source, language,
words. text is the whole story; headline, url and id (<id>:<version>, as show
and diff take it) are one a line; json is what --json prints.`,
		Example: `  wiredesk tail
  wiredesk tail --language en,de --site example.org --since 1h
  wiredesk tail --event corrected,withdrawn --since 2026-11-20 --no-follow
  wiredesk tail --last 100 --no-follow --json | jq -r .headline`,
		Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.since.text != "" && cmd.Flags().Changed("last") {
				return usage.Errorf("give either --since or --last")
			}
			f.usual = f.since.text == "" && !cmd.Flags().Changed("last")
			return a.tail(cmd.Context(), f)
		},
	}
	f.register(cmd)
	flags := cmd.Flags()
	flags.Var(&f.since, "since", "start with the articles since this `time`: 90m or 7d ago, 2026-11-20, 2026-11-20T15:04:05Z")
	flags.IntVar(&f.last, "last", 10, "start with the last `N` articles; 0: with the next one")
	flags.StringVar(&f.format, "format", "line", "line, text, headline, url, id or json")
	flags.BoolVar(&f.noFollow, "no-follow", false, "end at the end of the stream")
	return cmd
}

func (a *app) tail(ctx context.Context, f tailFlags) error {
	if f.last < 0 {
		return usage.Errorf("--last cannot be negative")
	}
	print, err := a.printer(f.format)
	if err != nil {
		return err
	}
	cfg, err := a.config(ctx)
	if err != nil {
		return err
	}
	subjects, err := f.subjects(cfg.NATS.Subject)
	if err != nil {
		return err
	}
	d, err := desk.Read(ctx, cfg, a.logger(cfg), "tail")
	if err != nil {
		return err
	}
	if d.Unattended() && !f.noFollow {
		a.note("nothing else runs here: what is stored is shown, then tail ends")
	}
	opts := subscribe.Options{
		Stream: cfg.NATS.Stream.Name, Subjects: subjects, Last: f.last,
		// Nobody publishes into a server that runs for this command alone.
		Follow: !f.noFollow && !d.Unattended(),
	}
	switch {
	case f.since.text != "":
		opts.Last, opts.Since = 0, f.since.time(time.Now())
	case f.last == 0: // only what comes from now on
		if opts.From, err = afterLast(ctx, d, opts.Stream); err != nil {
			return errors.Join(sink.Explain(d.NC, err), d.Close())
		}
	}
	shown, err := a.read(ctx, d, opts, print)
	switch {
	case err != nil || opts.Follow:
	case shown == 0 && (f.last > 0 || f.since.text != ""):
		a.note("the stream holds no such articles")
	case f.usual && shown == f.last:
		a.note("these are the last %d; --last N and --since TIME show more", f.last)
	}
	return errors.Join(err, d.Close())
}

// afterLast is the sequence of the article that is published next.
func afterLast(ctx context.Context, d *desk.Reader, name string) (uint64, error) {
	stream, err := d.JS.Stream(ctx, name)
	if err != nil {
		return 0, fmt.Errorf("ask for the end of the stream: %w", err)
	}
	return stream.CachedInfo().State.LastSeq + 1, nil
}

// show prints the articles that a read of the stream brings, a line each.
func (a *app) show(ctx context.Context, d *desk.Reader, opts subscribe.Options) (int, error) {
	print, err := a.printer("line")
	if err != nil {
		return 0, err
	}
	return a.read(ctx, d, opts, print)
}

// read prints the articles that a read of the stream brings. What is no article
// is told on the way.
func (a *app) read(ctx context.Context, d *desk.Reader, opts subscribe.Options, print func(subscribe.Message) error) (int, error) {
	shown := 0
	for m, err := range subscribe.Read(ctx, d.NC, opts) {
		switch {
		case err != nil && ctx.Err() != nil:
			return shown, nil
		case err != nil && m.Sequence > 0:
			a.note("wiredesk: passed over: %s", words.OneLine(err.Error()))
			continue
		case err != nil:
			return shown, sink.Explain(d.NC, err)
		}
		shown++
		if err := print(m); err != nil {
			return shown, err
		}
	}
	if a.json && !opts.Follow {
		return shown, ndjson.New(a.out).Summary(map[string]int{"articles": shown})
	}
	return shown, nil
}

// printer prints an article in a form.
func (a *app) printer(format string) (func(subscribe.Message) error, error) {
	line := func(text func(subscribe.Message) string) func(subscribe.Message) error {
		return func(m subscribe.Message) error {
			_, err := io.WriteString(a.out, text(m)+"\n")
			return err
		}
	}
	if a.json && format == "line" {
		format = "json"
	}
	switch {
	case a.json && format != "json":
		return nil, usage.Errorf("--json and --format %s do not go together", format)
	case format == "json":
		out := ndjson.New(a.out)
		return func(m subscribe.Message) error { return out.Write(m.Article) }, nil
	case format == "line":
		return line(func(m subscribe.Message) string { return storytext.Line(m.Time, m.Article) }), nil
	case format == "text":
		return line(func(m subscribe.Message) string {
			return storytext.Text(m.Article, m.Time, 0, terminal.Columns(a.out)) + "\n" + strings.Repeat("─", 20)
		}), nil
	case format == "headline":
		return line(func(m subscribe.Message) string { return words.OneLine(m.Article.Headline) }), nil
	case format == "url":
		return line(func(m subscribe.Message) string { return words.OneLine(m.Article.URL) }), nil
	case format == "id":
		return line(func(m subscribe.Message) string { return fmt.Sprintf("%s:%d", m.Article.ID, m.Article.Version) }), nil
	}
	return nil, usage.Errorf("--format %q: want line, text, headline, url, id or json", format)
}

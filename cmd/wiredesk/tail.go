package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// tailFlags are the flags of `wiredesk tail`.
type tailFlags struct {
	subject  string
	since    time.Duration
	last     int
	noFollow bool
}

func (a *app) tailCommand() *cobra.Command {
	var f tailFlags
	cmd := &cobra.Command{
		Use:   "tail",
		Short: "Show articles as they are published",
		Long: `Tail shows the last articles of the stream and then each new one. With the
built-in server it also works when nothing is running: then it shows what is
stored, and ends.`,
		Example: `  wiredesk tail
  wiredesk tail --subject 'articles.v1.en.>' --since 1h
  wiredesk tail --last 100 --no-follow --json | jq -r .headline`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.tail(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.subject, "subject", "", "only articles under this `subject`, such as articles.v1.ru.>")
	flags.DurationVar(&f.since, "since", 0, "start with the articles of this last `time`")
	flags.IntVar(&f.last, "last", 10, "start with the last `N` articles")
	flags.BoolVar(&f.noFollow, "no-follow", false, "end at the end of the stream")
	return cmd
}

func (a *app) tail(ctx context.Context, f tailFlags) error {
	if f.last < 0 || f.since < 0 {
		return usage("--last and --since cannot be negative")
	}
	cfg, err := a.config()
	if err != nil {
		return err
	}
	d, err := readDesk(ctx, cfg, a.logger(cfg), "tail")
	if err != nil {
		return err
	}
	opts := subscribe.Options{
		Stream: cfg.NATS.Stream.Name, Last: f.last,
		// Nobody publishes into a server that runs for this command alone.
		Follow: !f.noFollow && d.server == nil,
	}
	if f.subject != "" {
		opts.Subjects = []string{f.subject}
	}
	if f.since > 0 {
		opts.Last, opts.Since = 0, time.Now().Add(-f.since)
	}
	shown, err := a.show(ctx, d, opts)
	if err == nil && shown == 0 && !opts.Follow {
		a.say("the stream holds no such articles yet")
	}
	return errors.Join(err, d.Close())
}

// show prints the articles that a read of the stream brings.
func (a *app) show(ctx context.Context, d *desk, opts subscribe.Options) (int, error) {
	out := &ndjson{w: a.out}
	shown := 0
	for m, err := range subscribe.Read(ctx, d.nc, opts) {
		if err != nil {
			if ctx.Err() != nil {
				return shown, nil
			}
			return shown, sink.Explain(d.nc, err)
		}
		shown++
		if a.json {
			err = out.write(m.Article)
		} else {
			_, err = io.WriteString(a.out, articleLine(m.Time, m.Article)+"\n")
		}
		if err != nil {
			return shown, err
		}
	}
	if a.json && !opts.Follow {
		return shown, out.summary(map[string]int{"articles": shown})
	}
	return shown, nil
}

// marks are how the events look in the terminal.
var marks = map[article.Event]string{
	article.Published: "✓", article.Updated: "↻", article.Corrected: "↻ corrected:",
	article.Withdrawn: "✗ withdrawn:", article.Restored: "✓ restored:",
}

// articleLine is an article on one line: when, what happened, the headline, who
// says so, in which language and how long it is.
func articleLine(at time.Time, a *article.Article) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s", at.Local().Format("15:04:05"), marks[a.Event], clip(a.Headline, 70))
	if src := sourceOf(a); src != "" {
		fmt.Fprintf(&b, "  %s", src)
	}
	if a.Language != nil {
		fmt.Fprintf(&b, "  %s", a.Language.Tag)
	}
	fmt.Fprintf(&b, "  %d w", len(strings.Fields(a.BodyText)))
	if a.Completeness != article.Full {
		fmt.Fprintf(&b, "  (%s)", strings.ReplaceAll(string(a.Completeness), "_", " "))
	}
	return b.String()
}

// sourceOf is "AFP via Demo Times", or what is known of it.
func sourceOf(a *article.Article) string {
	site := ""
	if a.Publisher != nil {
		if site = a.Publisher.Name; site == "" {
			site = a.Publisher.Domain
		}
	}
	switch {
	case a.Agency != "" && site != "":
		return a.Agency + " via " + site
	case a.Agency != "":
		return a.Agency
	}
	return site
}

// clip cuts text to n runes.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return strings.TrimRight(string(r[:n-1]), " ") + "…"
}

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

func (a *app) subscribersCommand() *cobra.Command {
	with := func(do func(context.Context, *desk.Reader, []string) error) func(*cobra.Command, []string) error {
		return func(cmd *cobra.Command, args []string) error {
			return a.withReader(cmd.Context(), "subscribers", func(d *desk.Reader) error { return do(cmd.Context(), d, args) })
		}
	}
	list := with(a.listSubscribers)
	all := &cobra.Command{
		Use: "subscribers", Short: "List and remove those who read the articles under a name", Args: usage.NoArgs, RunE: list,
		Long: `Subscribers are the consumers of the stream of articles: who made each, how far it
is behind, and when it last was done with an article. Durables stay until they are
removed, or the server drops them for not being used; the others are gone soon.`,
	}
	all.AddCommand(
		&cobra.Command{Use: "list", Short: "List the subscribers", Args: usage.NoArgs, RunE: list},
		&cobra.Command{
			Use: "show NAME", Short: "Show all that is known of a subscriber", Args: cobra.ExactArgs(1), RunE: with(a.showSubscriber),
		},
		&cobra.Command{
			Use: "remove NAME...", Short: "Have the server forget subscribers, and how far they are", Args: cobra.MinimumNArgs(1),
			RunE: with(a.removeSubscribers),
		},
	)
	return all
}

func (a *app) listSubscribers(ctx context.Context, d *desk.Reader, _ []string) error {
	all, err := d.Subscribers(ctx)
	if err != nil {
		return err
	}
	if a.json {
		out := ndjson.New(a.out)
		for _, s := range all {
			if err := out.Write(s); err != nil {
				return err
			}
		}
		return out.Summary(map[string]int{"subscribers": len(all)})
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tOWNER\tBEHIND\tAT WORK\tLAST\tSUBJECTS")
	for _, s := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", words.OneLine(s.Name), words.OneLine(s.Owner), words.Count(int(s.Behind)),
			words.Count(s.Unacknowledged), ago(s.Active), words.Clip(subjectsOf(s), 60))
	}
	return w.Flush()
}

// ago is how long something is past. A server that has started again does not know.
func ago(t *time.Time) string {
	if t == nil {
		return "-"
	}
	return words.Briefly(time.Since(*t)) + " ago"
}

func subjectsOf(s desk.Subscriber) string {
	if len(s.Subjects) == 0 {
		return "everything"
	}
	return words.OneLine(strings.Join(s.Subjects, " "))
}

func (a *app) showSubscriber(ctx context.Context, d *desk.Reader, names []string) error {
	s, err := d.Subscriber(ctx, names[0])
	if err != nil {
		return err
	}
	if a.json {
		out := ndjson.New(a.out)
		return errors.Join(out.Write(s), out.Summary(map[string]int{"subscribers": 1}))
	}
	kind := "an ordinary consumer"
	if s.Durable {
		kind = "a durable"
	}
	ends := "never"
	if s.Ends != "" {
		ends = "after " + s.Ends
	}
	return a.rows([][2]string{
		{s.Name, kind + " of " + s.Owner},
		{"receives", subjectsOf(s)},
		{"made", s.Created.Local().Format(time.DateTime)},
		{"behind", words.Plural(int(s.Behind), "article")},
		{"at work", words.Plural(s.Unacknowledged, "article")},
		{"done with", fmt.Sprintf("all up to message %d", s.Acknowledged)},
		{"last", ago(s.Active)},
		{"asks for more", words.Plural(s.Waiting, "request")},
		{"acknowledges", strings.TrimSpace(s.AckPolicy + " " + s.AckWait)},
		{"ends unused", ends},
	})
}

func (a *app) removeSubscribers(ctx context.Context, d *desk.Reader, names []string) error {
	for i, name := range names {
		if err := d.RemoveSubscriber(ctx, name); err != nil {
			return fmt.Errorf("%w (%d of %d are removed)", err, i, len(names))
		}
	}
	if a.json {
		return ndjson.New(a.out).Summary(map[string]int{"removed": len(names)})
	}
	a.say("%s removed; a program that still uses the name begins anew", words.Plural(len(names), "subscriber"))
	return nil
}

package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// What a shell is told when somebody presses Tab. It is quick, says nothing of what
// goes wrong, and never starts a server: a run that begins at that moment must find
// the state directory free.

const (
	// completeTime is how long somebody waits who has pressed Tab.
	completeTime = time.Second
	// mostCompletions bounds what is offered.
	mostCompletions = 500
)

// completer offers values for an argument or a flag, each with a tab and a remark.
type completer = func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective)

// anyOf offers words.
func anyOf(offers ...string) completer {
	return func(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
		return beginning(offers, begun)
	}
}

// beginning are the words that begin as what was typed.
func beginning(offers []string, begun string) ([]string, cobra.ShellCompDirective) {
	var list []string
	for _, w := range offers {
		if strings.HasPrefix(w, begun) && len(list) < mostCompletions {
			list = append(list, w)
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// listOf offers words for a flag that takes several, separated by commas.
func listOf(offers func(context.Context) []string) completer {
	return func(cmd *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
		done := begun[:strings.LastIndex(begun, ",")+1]
		var list []string
		for _, w := range offers(cmd.Context()) {
			list = append(list, done+w)
		}
		offered, _ := beginning(list, begun)
		return offered, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// filesOf offers files by the ends of their names.
func filesOf(extensions ...string) completer {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return extensions, cobra.ShellCompDirectiveFilterFileExt
	}
}

// oneFeed offers the feeds as the only argument.
func (a *app) oneFeed(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return a.completeFeeds(cmd, args, begun)
}

// completeFeeds offers names and URLs of feeds; the scheme of a URL may be left
// out.
func (a *app) completeFeeds(cmd *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
	var offers []string
	for _, f := range a.knownFeeds(cmd.Context()) {
		f = f.Shown()
		if f.Name != "" {
			offers = append(offers, f.Name+"\t"+f.URL)
		}
		url := f.URL
		if _, bare, ok := strings.Cut(url, "://"); ok && begun != "" && !strings.HasPrefix(url, begun) {
			if url = bare; !strings.HasPrefix(bare, begun) {
				url = strings.TrimPrefix(bare, "www.")
			}
		}
		offers = append(offers, url+"\t"+words.OneLine(f.Label()))
	}
	return beginning(offers, begun)
}

// knownFeeds are those of the records, if somebody is at work whom they can be had
// from, else those of the configuration.
func (a *app) knownFeeds(ctx context.Context) (feeds []*calendar.Feed) {
	cfg, err := config.Load(ctx, a.loadOptions())
	if err != nil {
		return nil
	}
	a.withRunning(ctx, cfg, func(ctx context.Context, d *desk.Desk) error {
		feeds, err = d.Calendar.Feeds(ctx)
		return err
	})
	if len(feeds) > 0 {
		return feeds
	}
	configured, err := desk.ConfiguredFeeds(ctx, cfg)
	if err != nil {
		return nil
	}
	for i := range configured {
		feeds = append(feeds, &configured[i])
	}
	return feeds
}

// withRunning asks something of the server, if it runs already. What goes wrong is
// passed over.
func (a *app) withRunning(ctx context.Context, cfg *config.Config, ask func(context.Context, *desk.Desk) error) {
	ctx, cancel := context.WithTimeout(ctx, completeTime)
	defer cancel()
	if !cfg.External() {
		if info, err := embedded.Running(cfg.StateDir()); err != nil || info == nil {
			return
		}
	}
	d, err := desk.Look(ctx, cfg, slog.New(slog.DiscardHandler), "completion")
	if err != nil {
		return
	}
	_ = ask(ctx, d) // then there is less to offer
	_ = d.Close()
}

// subjectTokens offers what stands at a place behind the prefix of the subjects in
// the stream: the languages or the sites.
func (a *app) subjectTokens(place int) func(context.Context) []string {
	return func(ctx context.Context) []string {
		cfg, err := config.Load(ctx, a.loadOptions())
		if err != nil {
			return nil
		}
		seen := map[string]bool{}
		a.withRunning(ctx, cfg, func(ctx context.Context, d *desk.Desk) error {
			stream, err := d.JS.Stream(ctx, cfg.NATS.Stream.Name)
			if err != nil {
				return err
			}
			info, err := stream.Info(ctx, jetstream.WithSubjectFilter(cfg.NATS.Subject+".>"))
			if err != nil {
				return err
			}
			for subject := range info.State.Subjects {
				tokens := strings.Split(strings.TrimPrefix(subject, cfg.NATS.Subject+"."), ".")
				if place < len(tokens) {
					seen[untoken(tokens[place])] = true
				}
			}
			return nil
		})
		var offers []string
		for w := range seen {
			offers = append(offers, w)
		}
		slices.Sort(offers)
		return offers
	}
}

// untoken is the host that a token of a subject stands for.
func untoken(token string) string {
	return strings.NewReplacer("__", "_", "_", ".").Replace(token)
}

// natsContexts are the contexts of the nats command.
func natsContexts() []string {
	dir := os.Getenv("XDG_CONFIG_HOME")
	if dir == "" {
		dir = filepath.Join(os.Getenv("HOME"), ".config")
	}
	files, err := filepath.Glob(filepath.Join(dir, "nats", "context", "*.json"))
	if err != nil {
		return nil
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(f), ".json"))
	}
	return names
}

// completeFlags says for all commands what their flags take.
func (a *app) completeFlags(cmd *cobra.Command) {
	for name, offer := range map[string]completer{
		"color": anyOf("auto", "always", "never"), "fail-on": anyOf("never", "persistent", "any"),
		"only": a.completeFeeds, "event": listOf(func(context.Context) []string { return events }),
		"language": listOf(a.subjectTokens(0)), "site": listOf(a.subjectTokens(1)),
		"nats-context": func(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
			return beginning(natsContexts(), begun)
		},
	} {
		if cmd.Flags().Lookup(name) != nil || cmd.PersistentFlags().Lookup(name) != nil {
			_ = cmd.RegisterFlagCompletionFunc(name, offer) // fails only for a flag that is not there
		}
	}
	if f := cmd.Flags().Lookup("format"); f != nil {
		_ = cmd.RegisterFlagCompletionFunc("format", anyOf(formatsOf(f.Usage)...))
	}
	for _, c := range cmd.Commands() {
		a.completeFlags(c)
	}
}

// formatsOf are the values that the description of a flag lists: "json, ninjs
// (IPTC ninjs 3.1), text or md".
func formatsOf(usage string) []string {
	var offers []string
	for part := range strings.SplitSeq(strings.ReplaceAll(usage, " or ", ", "), ", ") {
		if word, _, _ := strings.Cut(strings.TrimSpace(part), " "); word != "" {
			offers = append(offers, word)
		}
	}
	return offers
}

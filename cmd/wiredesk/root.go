package main

import (
	"context"
	"fmt"
	"os"

	"github.com/nats-io/nats.go"
	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// execute runs the command line and returns its exit code. The options are for
// tests that look into a connection or break it.
func execute(ctx context.Context, args []string, std stdio, natsOptions ...nats.Option) int {
	std.in = impatient(ctx, std.in)
	a := &app{stdio: std, natsOptions: natsOptions, colour: terminal.Auto}
	if f, ok := std.err.(*os.File); ok && terminal.Is(f) {
		a.screen = terminal.NewScreen(f)
		a.err = a.screen
	}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(std.in)
	root.SetOut(std.out)
	root.SetErr(a.err)
	err := a.toEnd(ctx, root.ExecuteContext)
	if err != nil && !silent(ctx, err) {
		fmt.Fprintf(a.err, "wiredesk: %s%s\n", weburl.MaskedText(err.Error()), wayOut(err))
	}
	return exitCode(ctx, err)
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "wiredesk",
		Short: "From feeds to articles on NATS",
		Long: `wiredesk polls feeds, fetches the pages of their stories, turns each into one
canonical article, and publishes every version of it on NATS exactly once.

Start with "wiredesk demo": it needs neither configuration nor internet.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          usage.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVarP(&a.configFile, "config", "c", "",
		"configuration `file` (default: wiredesk.yaml here, in ~/.config/wiredesk or /etc/wiredesk)")
	flags.BoolVar(&a.json, "json", false, "print NDJSON that ends in one summary object")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "print errors only")
	flags.Var(&a.colour, "color", "colour text: auto (on a terminal, unless NO_COLOR is set), always or never")
	flags.StringVar(&a.natsContext, "nats-context", "",
		"`name` of a context of the nats command line, instead of the server of the configuration")
	root.SetFlagErrorFunc(usage.Flag)
	root.AddGroup(
		&cobra.Group{ID: "start", Title: "Getting started:"},
		&cobra.Group{ID: "feeds", Title: "Feeds:"},
		&cobra.Group{ID: "work", Title: "Work:"},
		&cobra.Group{ID: "read", Title: "Reading the articles:"},
		&cobra.Group{ID: "look", Title: "Looking closer:"},
	)
	for group, commands := range map[string][]*cobra.Command{
		"start": {a.demoCommand(), a.configCommand(), a.checkCommand()},
		"feeds": {a.addCommand(), a.discoverCommand(), a.feedsCommand(), a.importCommand(), a.exportCommand()},
		"work":  {a.runCommand(), a.daemonCommand(), a.workerCommand(), a.natsCommand()},
		"look": {a.statusCommand(), a.whyCommand(), a.doctorCommand(), a.healthcheckCommand(), a.extractCommand(), a.parseCommand(),
			a.schemaCommand()},
		"read": {a.tailCommand(), a.showCommand(), a.diffCommand(), a.subscribeCommand(), a.subscribersCommand(), a.replayCommand()},
	} {
		for _, c := range commands {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	root.AddCommand(a.versionCommand(), a.manCommand())
	a.completeFlags(root)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd("completion")
	usage.Check(root)
	return root
}

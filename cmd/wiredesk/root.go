package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/suggest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
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
	err := root.ExecuteContext(ctx)
	if err != nil && !silent(ctx, err) {
		fmt.Fprintf(a.err, "wiredesk: %v%s\n", err, wayOut(err))
	}
	return exitCode(ctx, err)
}

// silent reports whether an error has nothing to tell the user: the exit code
// says it all, or it was the user who interrupted.
func silent(ctx context.Context, err error) bool {
	var c coded
	return errors.As(err, &c) && c.err == nil || errors.As(context.Cause(ctx), &interrupted{})
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
		Args:          noArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVarP(&a.configFile, "config", "c", "", "configuration `file` (default: wiredesk.yaml here, in ~/.config/wiredesk or /etc/wiredesk)")
	flags.BoolVar(&a.json, "json", false, "print NDJSON that ends in one summary object")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "print errors only")
	flags.Var(&a.colour, "color", "colour text: auto (on a terminal, unless NO_COLOR is set), always or never")
	flags.StringVar(&a.natsContext, "nats-context", "", "`name` of a context of the nats command line, instead of the server of the configuration")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage("%w%s (see %q)", wantedValue(err), meantFlag(cmd, err), cmd.CommandPath()+" --help")
	})
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
		"work":  {a.runCommand(), a.daemonCommand(), a.workerCommand()},
		"look":  {a.statusCommand(), a.whyCommand(), a.doctorCommand(), a.healthcheckCommand(), a.extractCommand(), a.parseCommand(), a.schemaCommand()},
		"read":  {a.tailCommand(), a.showCommand(), a.diffCommand(), a.subscribeCommand(), a.replayCommand()},
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
	knownTopics(root)
	asUsage(root)
	return root
}

// knownTopics has help refuse what is no command, as everything else does.
func knownTopics(root *cobra.Command) {
	for _, c := range root.Commands() {
		if c.Name() == "help" {
			c.Args = func(_ *cobra.Command, args []string) error {
				if about, rest, err := root.Find(args); err == nil && about.HasSubCommands() {
					return noArgs(about, rest)
				}
				return nil
			}
		}
	}
}

// asUsage gives wrong arguments of every command the exit code of wrong usage.
func asUsage(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				var known coded
				if errors.As(err, &known) {
					return err
				}
				return usage("want `%s`, got %s (see %q)", form(cmd), words.Plural(len(args), "argument"), cmd.CommandPath()+" --help")
			}
			return nil
		}
	}
	for _, c := range cmd.Commands() {
		asUsage(c)
	}
}

// form is how a command is called, without its flags.
func form(cmd *cobra.Command) string {
	_, arguments, _ := strings.Cut(cmd.Use, " ")
	return strings.TrimSpace(cmd.CommandPath() + " " + arguments)
}

// wantedValue says what a flag wants, where the library says what its parser did.
func wantedValue(err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	want := map[string]string{"int": "a number", "duration": "a duration such as 90s or 4m"}[invalid.GetFlag().Value.Type()]
	if want == "" {
		return err
	}
	return fmt.Errorf("--%s %q: want %s", invalid.GetFlag().Name, invalid.GetValue(), want)
}

// meantFlag suggests the flag that was meant by one that does not exist.
func meantFlag(cmd *cobra.Command, err error) string {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return ""
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if near := suggest.Nearest(unknown.GetSpecifiedName(), known); near != "" {
		return "; did you mean --" + near + "?"
	}
	return ""
}

// noArgs refuses arguments; on a command with subcommands it suggests the one
// that was meant.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if !cmd.HasSubCommands() {
		return usage("%s takes no arguments, got %q", cmd.CommandPath(), args[0])
	}
	hint := ""
	if near := meantCommand(cmd, args[0]); near != "" {
		hint = fmt.Sprintf("; did you mean %s?", near)
	} else if c, _, err := cmd.Root().Find(args[:1]); err == nil && c.HasParent() {
		hint = fmt.Sprintf("; did you mean `%s`?", c.CommandPath())
	}
	return usage("unknown command %q for %q%s", args[0], cmd.CommandPath(), hint)
}

// meantCommand is the command that was meant by one that does not exist: the
// nearest, or the one that begins so.
func meantCommand(cmd *cobra.Command, name string) string {
	var known []string
	begins := ""
	for _, c := range cmd.Commands() {
		known = append(known, c.Name())
		if len(name) >= 3 && strings.HasPrefix(c.Name(), name) && begins == "" {
			begins = c.Name()
		}
	}
	if near := suggest.Nearest(name, known); near != "" {
		return near
	}
	return begins
}

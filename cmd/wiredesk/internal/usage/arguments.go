package usage

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/suggest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// Check has all commands below root, and help, refuse wrong arguments with an *Error.
func Check(root *cobra.Command) {
	knownTopics(root)
	checkArguments(root)
}

// knownTopics has help refuse what is no command, as everything else does.
func knownTopics(root *cobra.Command) {
	for _, c := range root.Commands() {
		if c.Name() == "help" {
			c.Args = func(_ *cobra.Command, args []string) error {
				if about, rest, err := root.Find(args); err == nil && about.HasSubCommands() {
					return NoArgs(about, rest)
				}
				return nil
			}
		}
	}
}

// checkArguments has wrong arguments of every command be an Error.
func checkArguments(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				if errors.As(err, new(*Error)) {
					return err
				}
				return Errorf("want `%s`, got %s (see %q)", form(cmd), words.Plural(len(args), "argument"), cmd.CommandPath()+" --help")
			}
			return nil
		}
	}
	for _, c := range cmd.Commands() {
		checkArguments(c)
	}
}

// form is how a command is called, without its flags.
func form(cmd *cobra.Command) string {
	_, arguments, _ := strings.Cut(cmd.Use, " ")
	return strings.TrimSpace(cmd.CommandPath() + " " + arguments)
}

// NoArgs refuses arguments; on a command with subcommands it suggests the one
// that was meant.
func NoArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if !cmd.HasSubCommands() {
		return Errorf("%s takes no arguments, got %q", cmd.CommandPath(), args[0])
	}
	hint := ""
	if near := meantCommand(cmd, args[0]); near != "" {
		hint = fmt.Sprintf("; did you mean %s?", near)
	} else if c, _, err := cmd.Root().Find(args[:1]); err == nil && c.HasParent() {
		hint = fmt.Sprintf("; did you mean `%s`?", c.CommandPath())
	}
	return Errorf("unknown command %q for %q%s", args[0], cmd.CommandPath(), hint)
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

// OneArticle wants one reference to a story.
func OneArticle(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return Errorf("%s wants one ARTICLE: an id, the first 8 digits of it, or a URL", cmd.Name())
	}
	return nil
}

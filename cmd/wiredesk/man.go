package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// manCommand is hidden: it is for those who make packages.
func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages",
		Long: `Man writes a manual page for each command into DIR, for a package or for
~/.local/share/man/man1. The date in them is that of SOURCE_DATE_EPOCH, if it is
set, so that the same source makes the same pages.`,
		Example: "  wiredesk man ~/.local/share/man/man1 && man wiredesk-run",
		Hidden:  true,
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.man(cmd.Root(), args[0]) },
	}
}

func (a *app) man(root *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder of the manual pages: %w", err)
	}
	// The tag line would carry the date of the build even where the header has
	// that of the source.
	root.DisableAutoGenTag = true
	asMarkdown(root)
	header := &doc.GenManHeader{Section: "1", Manual: "wiredesk", Source: "wiredesk " + version.String()}
	if err := doc.GenManTree(root, header, dir); err != nil {
		return fmt.Errorf("write the manual pages: %w", err)
	}
	pages, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	a.say("%s in %s", words.Plural(len(pages), "page"), dir)
	return nil
}

// asMarkdown readies what the commands say of themselves for the generator,
// which takes it for Markdown and drops what is in angle brackets.
func asMarkdown(cmd *cobra.Command) {
	lines := strings.Split(cmd.Long, "\n")
	for i, line := range lines {
		if !strings.HasPrefix(line, "    ") && !strings.HasPrefix(line, "\t") { // those are shown as they are
			lines[i] = escapeMarkdown(line)
		}
	}
	cmd.Long = strings.Join(lines, "\n")
	cmd.Short = escapeMarkdown(cmd.Short)
	for _, c := range cmd.Commands() {
		asMarkdown(c)
	}
}

func escapeMarkdown(line string) string {
	escape := strings.NewReplacer("<", `\<`, "*", `\*`)
	parts := strings.Split(line, "`")
	for i := range parts {
		if i%2 == 0 { // between the backquotes nothing has a meaning
			parts[i] = escape.Replace(parts[i])
		}
	}
	return strings.Join(parts, "`")
}

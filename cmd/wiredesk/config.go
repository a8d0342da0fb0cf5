package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

func (a *app) configCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "config", Short: "Show, describe and start a configuration", Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	show := &cobra.Command{
		Use: "show", Short: "Print the configuration in effect, with the origin of each value", Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := a.config(cmd.Context())
			if err != nil {
				return err
			}
			if a.json {
				return cfg.ShowJSON(a.out)
			}
			return cfg.Show(a.out)
		},
	}
	var markdown bool
	schema := &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema of the configuration, for editors", Args: usage.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if markdown {
				_, err := fmt.Fprint(a.out, config.Reference())
				return err
			}
			_, err := a.out.Write(config.Schema())
			return err
		},
	}
	schema.Flags().BoolVar(&markdown, "markdown", false, "describe the keys in tables, for people")
	cmd.AddCommand(show, schema, a.configInitCommand())
	return cmd
}

func (a *app) configInitCommand() *cobra.Command {
	return &cobra.Command{
		Use: "init [DIR]", Short: "Write a commented wiredesk.yaml and its schema", Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			path := filepath.Join(dir, "wiredesk.yaml")
			if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("%s is there already; move it away first", path)
			}
			for _, f := range []struct {
				path    string
				content []byte
			}{{path, config.Init()}, {filepath.Join(dir, "wiredesk.schema.json"), config.Schema()}} {
				if err := os.WriteFile(f.path, f.content, 0o644); err != nil {
					return fmt.Errorf("write %s: %w", f.path, err)
				}
				a.say("wrote %s", f.path)
			}
			return nil
		},
	}
}

func (a *app) checkCommand() *cobra.Command {
	var test bool
	cmd := &cobra.Command{
		Use:   "check [FILE]",
		Short: "Check the configuration, without touching network or state",
		Long: `Check reads the configuration with the files that it names and says all that is wrong
with it. It asks nobody and changes nothing, and ends with 78 if something is wrong.

With --test it also makes an article of each page that the configuration lists
under tests, as the crawler would, and compares it with what is expected there.
It shows what differs, and ends with 1 if something does.`,
		Example: `  wiredesk check
  wiredesk check --test wiredesk.yaml`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: filesOf("yaml", "yml"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				a.configFile = args[0]
			}
			cfg, err := a.config(cmd.Context())
			if err != nil {
				return err
			}
			feeds, err := desk.ConfiguredFeeds(cmd.Context(), cfg)
			if err == nil {
				err = desk.CheckFiles(cmd.Context(), cfg)
			}
			if err != nil {
				return err
			}
			if test {
				return a.runTests(cmd.Context(), cfg)
			}
			name := cfg.File
			if name == "" {
				name = "no file, all defaults"
			}
			if a.json {
				return ndjson.New(a.out).Summary(map[string]any{"file": cfg.File, "feeds": len(feeds), "tests": len(cfg.Tests), "ok": true,
					"added": desk.AddedFeeds(cfg), "exposed": desk.Exposure(cfg)})
			}
			for _, open := range desk.Exposure(cfg) {
				a.note("note: %s", open)
			}
			added := ""
			if n := desk.AddedFeeds(cfg); n > 0 {
				added = fmt.Sprintf(", and %d that commands have added", n)
			}
			a.say("ok: %s, %s%s", name, words.Plural(len(feeds), "feed"), added)
			return nil
		},
	}
	cmd.Flags().BoolVar(&test, "test", false, "make articles of the pages under tests, and compare them with what is expected")
	return cmd
}

package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/doctor"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

func (a *app) doctorCommand() *cobra.Command {
	wanted := map[desk.Repair]*bool{}
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look for what is wrong, and say how to mend it",
		Long: `Doctor looks at the configuration, at this machine, at NATS and at what is known
of the feeds, all at the same time, and says of each thing that is wrong how to
mend it. It makes no request on the web; it resolves the names of some feeds'
hosts and connects to the proxy, if there is one.

It ends with 1 if something is broken; warnings do not count.

What is stored is compared with what was written down of it. If something is
missing that no crash explains, commands end with 65. --repair sets damaged files
aside, keeps what can be read, makes lost feeds again and has all feeds read for what
the stream lacks; --accept-loss takes what is there for all there is. --republish has
the feeds read alone, as when a server was given an older backup.`,
		Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := a.config(cmd.Context())
			if err != nil {
				return err
			}
			switch repair, err := desk.OneRepair(wanted); {
			case err != nil:
				return err
			case repair != "":
				return a.repair(cmd.Context(), cfg, repair)
			}
			return a.printFindings(doctor.Examine(cmd.Context(), cfg))
		},
	}
	flags := cmd.Flags()
	wanted[desk.Mend] = flags.Bool(string(desk.Mend), false, "mend what is damaged, and bring again what is lost")
	wanted[desk.Republish] = flags.Bool(string(desk.Republish), false, "publish again what the feeds show and the stream lacks")
	wanted[desk.AcceptLoss] = flags.Bool(string(desk.AcceptLoss), false, "go on with what is there")
	return cmd
}

func (a *app) printFindings(findings []doctor.Finding) error {
	count := map[string]int{}
	out := ndjson.New(a.out)
	colour := a.coloured(a.out)
	for _, f := range findings {
		count[f.Result]++
		if a.json {
			if err := out.Write(f); err != nil {
				return err
			}
			continue
		}
		mark := map[string]string{"ok": terminal.Painted("✓", terminal.Green, colour), "warning": terminal.Painted("!", terminal.Yellow, colour),
			"error": terminal.Painted("✗", terminal.Red, colour)}[f.Result]
		if a.quiet && f.Result == "ok" {
			continue
		}
		fmt.Fprintf(a.out, "%s %-9s %s\n", mark, f.Check, words.OneLine(f.Text))
		if f.Help != "" {
			fmt.Fprintf(a.out, "  %-9s %s\n", "", f.Help)
		}
	}
	if a.json {
		if err := out.Summary(map[string]int{"ok": count["ok"], "warnings": count["warning"], "errors": count["error"]}); err != nil {
			return err
		}
	}
	if count["error"] > 0 {
		return coded{exitError, errors.New("something is broken")}
	}
	return nil
}

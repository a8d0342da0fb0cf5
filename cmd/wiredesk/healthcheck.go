package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
)

func (a *app) healthcheckCommand() *cobra.Command {
	var url string
	cmd := &cobra.Command{
		Use:   "healthcheck",
		Short: "Ask the daemon whether it does its work",
		Long: `Healthcheck asks the daemon's /readyz and ends with 0 if it does its work, else
with 1 and the reasons. It is made for containers without a shell.

It finds the daemon by what that wrote into the state directory, else by
http.listen; --url asks another.`,
		Example: `  wiredesk healthcheck
  wiredesk healthcheck --url http://10.0.0.5:8090`,
		Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if url == "" {
				cfg, err := a.config(cmd.Context())
				if err != nil {
					return err
				}
				if url, err = desk.DaemonURL(cfg); err != nil {
					return coded{exitError, err}
				}
			}
			text, ok, err := desk.AskReady(cmd.Context(), url)
			if err != nil {
				return coded{exitError, fmt.Errorf("no daemon answers: %w", err)}
			}
			if a.json {
				if err := ndjson.New(a.out).Summary(map[string]any{"ok": ok, "url": url, "text": text}); err != nil {
					return err
				}
			} else if ok {
				a.say("%s", text)
			}
			if !ok {
				return coded{exitError, fmt.Errorf("not ready: %s", strings.ReplaceAll(text, "\n", "; "))}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&url, "url", "", "the daemon's `URL` (default: that of the daemon on the state directory, else http.listen)")
	return cmd
}

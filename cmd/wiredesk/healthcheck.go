package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// healthTimeout is how long a daemon may take to say how it is: less than a container
// is most often given for the question.
const healthTimeout = 4500 * time.Millisecond

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
				cfg, err := a.config()
				if err != nil {
					return err
				}
				if url, err = daemonURL(cfg); err != nil {
					return coded{exitError, err}
				}
			}
			text, ok, err := askReady(cmd.Context(), url)
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

// daemonURL is where the daemon serves HTTP.
func daemonURL(cfg *config.Config) (string, error) {
	info, err := embedded.Running(cfg.StateDir())
	if err != nil {
		return "", err
	}
	switch {
	case info != nil && info.HTTP != "":
		return reachable(info.HTTP), nil
	case info != nil: // on http.listen another one may answer
		return "", fmt.Errorf("%s (pid %d) on %s serves no HTTP: its log says why; http.listen (%s) chooses an address", info.Command, info.PID,
			cfg.StateDir(), cfg.Origin("http.listen"))
	}
	if cfg.HTTP.Listen == "none" {
		return "", fmt.Errorf("http.listen (%s) is none: the daemon cannot be asked", cfg.Origin("http.listen"))
	}
	if _, port, err := net.SplitHostPort(cfg.HTTP.Listen); err != nil || port == "0" {
		return "", fmt.Errorf("no daemon is running on %s, and http.listen (%s) names no port: give --url", cfg.StateDir(),
			cfg.Origin("http.listen"))
	}
	return reachable("http://" + cfg.HTTP.Listen), nil
}

// reachable is the URL at which a server that listens everywhere is reached on this
// machine.
func reachable(url string) string {
	for _, everywhere := range []string{"//0.0.0.0:", "//[::]:", "//:"} {
		url = strings.Replace(url, everywhere, "//127.0.0.1:", 1)
	}
	return url
}

// askReady asks a daemon's /readyz, never by a proxy.
func askReady(ctx context.Context, url string) (text string, ok bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(url, "/")+"/readyz", nil)
	if err != nil {
		return "", false, err
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return "", false, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return "", false, err
	}
	text = strings.TrimSpace(string(body))
	if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusServiceUnavailable {
		return "", false, fmt.Errorf("%s answered %s", req.URL, resp.Status)
	}
	return text, resp.StatusCode == http.StatusOK, nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// finding is one thing that the doctor looked at.
type finding struct {
	Check  string `json:"check"`
	Result string `json:"result"` // ok, warning or error
	Text   string `json:"text"`
	Help   string `json:"help,omitempty"` // the way out
}

// fine is a finding that all is well; warning and broken are none without a way
// out.
func fine(check, text string) finding          { return finding{check, "ok", text, ""} }
func warning(check, text, help string) finding { return finding{check, "warning", text, help} }
func broken(check, text, help string) finding  { return finding{check, "error", text, help} }

func (a *app) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Look for what is wrong, and say how to mend it",
		Long: `Doctor looks at the configuration, at this machine, at NATS and at what is known
of the feeds, all at the same time, and says of each thing that is wrong how to
mend it. It makes no request on the web; it resolves the names of some feeds'
hosts and connects to the proxy, if there is one.

It ends with 1 if something is broken; warnings do not count.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			findings, err := a.examine(cmd.Context())
			if err != nil {
				return err
			}
			return a.printFindings(findings)
		},
	}
}

// How long an examination may take. What has not answered by then is what is wrong:
// a server somewhere else, that is. The built-in one is as slow as this machine.
const (
	doctorTime  = 2800 * time.Millisecond
	joinTime    = 1500 * time.Millisecond
	builtInTime = 20 * time.Second
)

// examine looks at everything. Its error is one of the configuration, without
// which nothing else can be looked at.
func (a *app) examine(ctx context.Context) ([]finding, error) {
	cfg, err := a.config()
	if err != nil {
		return nil, err
	}
	most, join := doctorTime, joinTime
	if !cfg.External() {
		most, join = builtInTime, builtInTime
	}
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	var machine, web, server []finding
	var beside sync.WaitGroup
	beside.Go(func() { machine = append(examineDisk(cfg), examineState(cfg)...) })
	beside.Go(func() { web = append([]finding{examineCertificates()}, examineProxy(ctx, cfg, os.Getenv)...) })
	beside.Go(func() { server = a.examineServer(ctx, cfg, join) })
	beside.Wait()
	return slices.Concat([]finding{examineConfig(cfg), examineIdentity(cfg)}, machine, web, examineExposure(cfg), server), nil
}

// examineServer looks at NATS, which has to answer within a time, at what is kept
// there, and at what depends on the feeds.
func (a *app) examineServer(ctx context.Context, cfg *config.Config, within time.Duration) []finding {
	joining, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	d, err := joinDesk(joining, cfg, slog.New(slog.DiscardHandler), "doctor")
	if err != nil {
		return append(a.withoutServer(ctx, cfg), broken("nats", err.Error(), natsHelp(cfg, err)))
	}
	feeds, err := d.syncFeeds(ctx)
	if err != nil {
		return []finding{broken("nats", errors.Join(err, d.Close()).Error(), natsHelp(cfg, err))}
	}
	checks := []func() []finding{
		func() []finding { return examineDNS(ctx, cfg, net.DefaultResolver, feeds) },
		func() []finding { return examineFiles(cfg, len(feeds)) },
		func() []finding { return d.examineNATS(ctx) },
		func() []finding { return d.examineStream(ctx) },
		func() []finding { return d.examineBuckets(ctx) },
		func() []finding { return d.examineFeeds(feeds) },
		func() []finding { return d.examineExtraction(ctx) },
		func() []finding { return d.examineJobs(ctx) },
	}
	found := make([][]finding, len(checks))
	var beside sync.WaitGroup
	for i, check := range checks {
		beside.Go(func() { found[i] = check() })
	}
	beside.Wait()
	if err := d.Close(); err != nil {
		found = append(found, []finding{broken("nats", err.Error(), natsHelp(cfg, err))})
	}
	return slices.Concat(found...)
}

// withoutServer looks at what can be known of the feeds without their records.
func (a *app) withoutServer(ctx context.Context, cfg *config.Config) []finding {
	configured, err := configuredFeeds(cfg)
	if err != nil {
		return []finding{broken("config", err.Error(), "`wiredesk check` says where")}
	}
	var feeds []*calendar.Feed
	for i := range configured {
		feeds = append(feeds, &configured[i])
	}
	return append(examineDNS(ctx, cfg, net.DefaultResolver, feeds), examineFiles(cfg, len(feeds))...)
}

// natsHelp is the way out of an error of NATS.
func natsHelp(cfg *config.Config, err error) string {
	var locked *embedded.LockedError
	key := "nats.url"
	if cfg.NATS.Context != "" {
		key = "nats.context"
	}
	switch {
	case errors.As(err, &locked):
		return fmt.Sprintf("wait until process %d ends, or stop it", locked.Holder.PID)
	case errors.Is(err, sink.ErrUntrusted):
		return remedyFor(err)
	case errors.Is(err, sink.ErrServer):
		return "run nats-server 2.12 or newer with -js, or leave nats.url empty to have one built in"
	case errors.Is(err, sink.ErrPermission), errors.Is(err, nats.ErrPermissionViolation), errors.Is(err, nats.ErrAuthorization):
		return "nats.user, creds or token must have a role of docs/nats.md"
	case cfg.External():
		return fmt.Sprintf("is it running, and is the address right? %s comes from %s", key, cfg.Origin(key))
	}
	return "the log of the process that holds " + cfg.StateDir() + " says more"
}

func examineConfig(cfg *config.Config) finding {
	f := finding{Check: "config", Result: "ok", Text: cfg.File}
	if cfg.File == "" {
		f.Text = "no file, all defaults"
	}
	if len(cfg.Warnings) > 0 {
		f.Result, f.Text, f.Help = "warning", cfg.Warnings[0], "`wiredesk check` lists all"
	}
	return f
}

// examineIdentity looks at what site owners see.
func examineIdentity(cfg *config.Config) finding {
	f := finding{Check: "identity", Result: "ok", Text: "User-Agent: " + cfg.Agent(version.String())}
	if cfg.Anonymous() {
		f.Result = "warning"
		f.Text += " tells site owners nothing of who you are; many block such crawlers"
		f.Help = "set crawl.contact to a page about your crawler, or a mail address"
	}
	return f
}

func (a *app) printFindings(findings []finding) error {
	count := map[string]int{}
	out := &ndjson{w: a.out}
	colour := a.coloured(a.out)
	for _, f := range findings {
		count[f.Result]++
		if a.json {
			if err := out.write(f); err != nil {
				return err
			}
			continue
		}
		mark := map[string]string{"ok": terminal.Painted("✓", terminal.Green, colour), "warning": terminal.Painted("!", terminal.Yellow, colour), "error": terminal.Painted("✗", terminal.Red, colour)}[f.Result]
		if a.quiet && f.Result == "ok" {
			continue
		}
		fmt.Fprintf(a.out, "%s %-9s %s\n", mark, f.Check, words.OneLine(f.Text))
		if f.Help != "" {
			fmt.Fprintf(a.out, "  %-9s %s\n", "", f.Help)
		}
	}
	if a.json {
		if err := out.summary(map[string]int{"ok": count["ok"], "warnings": count["warning"], "errors": count["error"]}); err != nil {
			return err
		}
	}
	if count["error"] > 0 {
		return coded{exitError, errors.New("something is broken")}
	}
	return nil
}

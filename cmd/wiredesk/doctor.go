package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
)

// finding is one thing that the doctor looked at.
type finding struct {
	Check  string `json:"check"`
	Result string `json:"result"` // ok, warning or error
	Text   string `json:"text"`
	Help   string `json:"help,omitempty"` // the way out
}

func (a *app) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Look for what is wrong, and say how to mend it",
		Long: `Doctor looks at the configuration, at how site owners see this crawler, at NATS
and at the feeds. It makes no request on the web. It ends with 1 if something is
broken; warnings do not count.`,
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

// examine looks at everything. Its error is one of the configuration, without
// which nothing else can be looked at.
func (a *app) examine(ctx context.Context) ([]finding, error) {
	cfg, err := a.config()
	if err != nil {
		return nil, err
	}
	findings := append([]finding{examineConfig(cfg), examineIdentity(cfg)}, examineDisk(cfg)...)
	err = a.withDesk(ctx, "doctor", func(d *desk) error {
		s, err := d.status(ctx)
		if err != nil {
			return err
		}
		findings = append(findings, finding{Check: "nats", Result: "ok", Text: s.Server})
		more, err := d.examineFeeds(ctx)
		findings = append(findings, more...)
		rotten, rotErr := d.examineExtraction(ctx)
		findings, err = append(findings, rotten...), errors.Join(err, rotErr)
		if s.Jobs.Dead > 0 {
			findings = append(findings, finding{"jobs", "warning", plural(s.Jobs.Dead, "job") + " given up", "`wiredesk status` says why, `wiredesk feeds retry --failed` tries them again"})
		}
		return err
	})
	if err != nil {
		findings = append(findings, finding{Check: "nats", Result: "error", Text: err.Error()})
	}
	return findings, nil
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
	f := finding{Check: "identity", Result: "ok", Text: "User-Agent: " + cfg.Agent(version())}
	if cfg.Anonymous() {
		f.Result = "warning"
		f.Text += " tells site owners nothing of who you are; many block such crawlers"
		f.Help = "set crawl.contact to a page about your crawler, or a mail address"
	}
	return f
}

func (d *desk) examineFeeds(ctx context.Context) ([]finding, error) {
	feeds, err := d.syncFeeds(ctx)
	if err != nil {
		return nil, err
	}
	if len(feeds) == 0 {
		return []finding{{"feeds", "warning", "there are none", "`wiredesk add https://your.site`"}}, nil
	}
	findings := []finding{{Check: "feeds", Result: "ok", Text: plural(len(feeds), "feed")}}
	for _, f := range feeds {
		problem, help := "", "`wiredesk why "+f.URL+"`"
		switch {
		case f.Proposed != "":
			problem, help = "lost; its site links to "+f.Proposed, "`wiredesk feeds move "+f.URL+"`"
		case f.Gone:
			problem, help = "has ended (410)", "`wiredesk feeds remove "+f.URL+"`"
		case f.Persistent(time.Now()):
			problem = "fails since " + clock(f.Failing) + ": " + f.Error
		case !f.Untrusted.IsZero():
			problem = "its server answered 304 while there was news; it is polled without validators"
		}
		if problem != "" {
			findings = append(findings, finding{"feed", "warning", f.URL + " " + problem, help})
		}
	}
	return findings, nil
}

func (a *app) printFindings(findings []finding) error {
	count := map[string]int{}
	out := &ndjson{w: a.out}
	for _, f := range findings {
		count[f.Result]++
		if a.json {
			if err := out.write(f); err != nil {
				return err
			}
			continue
		}
		mark := map[string]string{"ok": "✓", "warning": "!", "error": "✗"}[f.Result]
		fmt.Fprintf(a.out, "%s %-9s %s\n", mark, f.Check, f.Text)
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

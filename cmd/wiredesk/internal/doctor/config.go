package doctor

import (
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
)

func examineConfig(cfg *config.Config) Finding {
	f := Finding{Check: "config", Result: "ok", Text: cfg.File}
	if cfg.File == "" {
		f.Text = "no file, all defaults"
	}
	if len(cfg.Warnings) > 0 {
		f.Result, f.Text, f.Help = "warning", cfg.Warnings[0], "`wiredesk check` lists all"
	}
	return f
}

// examineIdentity looks at what site owners see.
func examineIdentity(cfg *config.Config) Finding {
	f := Finding{Check: "identity", Result: "ok", Text: "User-Agent: " + cfg.Agent(version.String())}
	if cfg.Anonymous() {
		f.Result = "warning"
		f.Text += " tells site owners nothing of who you are; many block such crawlers"
		f.Help = "set crawl.contact to a page about your crawler, or a mail address"
	}
	return f
}

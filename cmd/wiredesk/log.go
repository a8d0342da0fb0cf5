package main

import (
	"log/slog"

	"github.com/lmittmann/tint"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
)

// logger returns the log of a command, on stderr. With the format auto it is
// coloured text on a terminal and JSON elsewhere. setLevel changes its level later.
func (a *app) logger(cfg *config.Config) *slog.Logger {
	a.setLevel(cfg)
	switch format := cfg.Log.Format; {
	case format == "json", format == "auto" && !terminal.Is(a.err):
		return slog.New(slog.NewJSONHandler(a.err, &slog.HandlerOptions{Level: &a.level}))
	case format == "logfmt":
		return slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: &a.level}))
	}
	return slog.New(tint.NewTextHandler(a.err, &tint.Options{
		Level: &a.level, TimeFormat: "15:04:05", NoColor: !a.coloured(a.err),
	}))
}

// setLevel makes the logs say as much as a configuration wants, or only errors
// for who asked for quiet.
func (a *app) setLevel(cfg *config.Config) {
	level := slog.LevelInfo
	_ = level.UnmarshalText([]byte(cfg.Log.Level)) // it was checked when it was loaded
	if a.quiet {
		level = slog.LevelError
	}
	a.level.Set(level)
}

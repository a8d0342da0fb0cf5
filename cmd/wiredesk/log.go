package main

import (
	"io"
	"log/slog"
	"os"

	"github.com/lmittmann/tint"
	"golang.org/x/term"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
)

// logger returns the log of a command, on stderr. With the format auto it is
// coloured text on a terminal and JSON elsewhere.
func (a *app) logger(cfg *config.Config) *slog.Logger {
	level := slog.LevelInfo
	_ = level.UnmarshalText([]byte(cfg.Log.Level)) // checked when it was loaded
	if a.quiet {
		level = slog.LevelError
	}
	if cfg.Log.Format == "json" || cfg.Log.Format == "auto" && !isTerminal(a.err) {
		return slog.New(slog.NewJSONHandler(a.err, &slog.HandlerOptions{Level: level}))
	}
	return slog.New(tint.NewTextHandler(a.err, &tint.Options{
		Level: level, TimeFormat: "15:04:05", NoColor: !hasColour(a.err),
	}))
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// hasColour follows https://no-color.org.
func hasColour(w io.Writer) bool {
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(w)
}

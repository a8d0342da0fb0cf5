package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
)

// app is what every command has at hand: the streams, and the flags that all
// commands share.
type app struct {
	stdio
	configFile  string
	natsContext string
	json        bool
	quiet       bool
	colour      terminal.Colour
	screen      *terminal.Screen // stderr, if it is a terminal
	level       slog.LevelVar    // of the log
	// natsOptions are added to the connection of a command that crawls, last.
	natsOptions []nats.Option
}

// config loads the configuration and warns of what looks like a mistake.
func (a *app) config() (*config.Config, error) {
	cfg, err := config.Load(config.LoadOptions{Path: a.configFile, Env: os.Environ(), NATSContext: a.natsContext})
	if err != nil {
		return nil, err
	}
	for _, w := range cfg.Warnings {
		a.note("wiredesk: warning: %s", w)
	}
	return cfg, nil
}

// coloured reports whether text on w is to be coloured.
func (a *app) coloured(w io.Writer) bool { return a.colour.On(w, os.Getenv) }

// say prints a line for people, unless they asked for quiet or for JSON.
func (a *app) say(format string, args ...any) {
	if !a.quiet && !a.json {
		fmt.Fprintf(a.out, format+"\n", args...)
	}
}

// note tells people something beside the output, which is for programs.
func (a *app) note(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.err, format+"\n", args...)
	}
}

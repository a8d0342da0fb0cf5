package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/sink"
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

// loadOptions say where the configuration is.
func (a *app) loadOptions() config.LoadOptions {
	return config.LoadOptions{Path: a.configFile, Env: os.Environ(), NATSContext: a.natsContext}
}

// config loads the configuration and warns of what looks like a mistake.
func (a *app) config() (*config.Config, error) {
	cfg, err := config.Load(a.loadOptions())
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

// withDesk joins the desk for the time of f.
func (a *app) withDesk(ctx context.Context, command string, f func(*desk.Desk) error) error {
	cfg, err := a.config()
	if err != nil {
		return err
	}
	d, err := desk.Join(ctx, cfg, a.logger(cfg), command)
	if err != nil {
		return err
	}
	return errors.Join(sink.Explain(d.NC, f(d)), d.Close())
}

// withReader opens what a command needs that only reads articles, for the time of f.
func (a *app) withReader(ctx context.Context, command string, f func(*desk.Reader) error) error {
	cfg, err := a.config()
	if err != nil {
		return err
	}
	r, err := desk.Read(ctx, cfg, a.logger(cfg), command)
	if err != nil {
		return err
	}
	return errors.Join(sink.Explain(r.NC, f(r)), r.Close())
}

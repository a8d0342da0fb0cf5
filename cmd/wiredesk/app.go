package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"text/tabwriter"

	"github.com/lmittmann/tint"
	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/weburl"
	"github.com/wiredesk/wiredesk/sink"
)

// stdio are the streams of a command: out is data, err is for people.
type stdio struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

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
	grace       atomic.Int64     // crawl.grace, once it is known
	// natsOptions are added to the connection of a command that crawls, last.
	natsOptions []nats.Option
}

// loadOptions say where the configuration is.
func (a *app) loadOptions() config.LoadOptions {
	return config.LoadOptions{Path: a.configFile, Env: os.Environ(), NATSContext: a.natsContext}
}

// config loads the configuration and warns of what looks like a mistake.
func (a *app) config(ctx context.Context) (*config.Config, error) {
	cfg, err := config.Load(ctx, a.loadOptions())
	if err != nil {
		return nil, err
	}
	a.grace.Store(int64(cfg.Crawl.Grace))
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

// withDesk joins the desk for the time of f, which may change it.
func (a *app) withDesk(ctx context.Context, command string, f func(*desk.Desk) error) error {
	return a.onDesk(ctx, command, desk.Join, f)
}

// onDesk opens the desk for the time of f.
func (a *app) onDesk(ctx context.Context, command string, open openDesk, f func(*desk.Desk) error) error {
	cfg, err := a.config(ctx)
	if err != nil {
		return err
	}
	d, err := open(ctx, cfg, a.logger(cfg), command)
	if err != nil {
		return err
	}
	return errors.Join(sink.Explain(d.NC, f(d)), d.Close())
}

// withReader opens what a command needs that only reads articles, for the time of f.
func (a *app) withReader(ctx context.Context, command string, f func(*desk.Reader) error) error {
	cfg, err := a.config(ctx)
	if err != nil {
		return err
	}
	r, err := desk.Read(ctx, cfg, a.logger(cfg), command)
	if err != nil {
		return err
	}
	return errors.Join(sink.Explain(r.NC, f(r)), r.Close())
}

// openDesk is desk.Join, or desk.Look for who changes nothing.
type openDesk func(context.Context, *config.Config, *slog.Logger, string) (*desk.Desk, error)

// listFeeds returns the feeds, those of the configuration included even if no
// run has seen them yet.
func (a *app) listFeeds(ctx context.Context, command string) (feeds []*calendar.Feed, err error) {
	err = a.onDesk(ctx, command, desk.Look, func(d *desk.Desk) (err error) {
		feeds, err = d.SyncFeeds(ctx, d.Config)
		return err
	})
	return feeds, err
}

// rows prints names and values, leaving out those without a value. Much of them is
// what sites say.
func (a *app) rows(rows [][2]string) error {
	table := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	for _, row := range rows {
		if row[1] != "" && row[1] != "-" {
			fmt.Fprintf(table, "%s\t%s\n", row[0], words.OneLine(row[1]))
		}
	}
	return table.Flush()
}

// logger returns the log of a command, on stderr. With the format auto it is
// coloured text on a terminal and JSON elsewhere. setLevel changes its level later.
func (a *app) logger(cfg *config.Config) *slog.Logger {
	a.setLevel(cfg)
	options := &slog.HandlerOptions{Level: &a.level, ReplaceAttr: maskedAttr}
	switch format := cfg.Log.Format; {
	case format == "json", format == "auto" && !terminal.Is(a.err):
		return slog.New(slog.NewJSONHandler(a.err, options))
	case format == "logfmt":
		return slog.New(slog.NewTextHandler(a.err, options))
	}
	return slog.New(tint.NewTextHandler(a.err, &tint.Options{
		Level: &a.level, TimeFormat: "15:04:05", NoColor: !a.coloured(a.err), ReplaceAttr: maskedAttr,
	}))
}

// maskedAttr keeps the secrets of addresses out of logs, and what a terminal would
// obey, whoever writes them. A message is one line.
func maskedAttr(groups []string, attr slog.Attr) slog.Attr {
	said := func(text string) string { return words.Inert(weburl.MaskedText(text)) }
	var text string
	switch v := attr.Value.Any().(type) {
	case string:
		text = v
		if attr.Key == slog.MessageKey && len(groups) == 0 {
			text = strings.ReplaceAll(text, "\n", " ")
		}
		attr.Value = slog.StringValue(said(text))
		return attr
	case error:
		text = v.Error()
	case slog.Level:
		return attr
	case fmt.Stringer: // JSON would have its fields
		if attr.Value.Kind() == slog.KindAny {
			attr.Value = slog.StringValue(said(v.String()))
		}
		return attr
	case []byte:
		text = string(v)
	default:
		if attr.Value.Kind() != slog.KindAny {
			return attr
		}
		text = fmt.Sprint(v)
	}
	if clean := said(text); clean != text {
		attr.Value = slog.StringValue(clean)
	}
	return attr
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

// progress shows how far a long task has come, to who sits at a terminal and did
// not ask for quiet; end erases it. text is called by another goroutine.
func (a *app) progress(text func() string) (end func()) {
	if a.screen == nil || a.quiet || os.Getenv("TERM") == "dumb" {
		return func() {}
	}
	return a.screen.Show(text)
}

// indexProgress shows to who waits how far the index was read.
func (a *app) indexProgress() (reading func(read, total uint64), end func()) {
	p := &terminal.Progress{What: "articles looked up in the stream"}
	return func(read, total uint64) { p.Set(int(read), int(total)) }, a.progress(p.Text)
}

// openFile opens a file for reading, until ctx ends; "-" is standard input.
func (a *app) openFile(ctx context.Context, path string) (io.Reader, func(), error) {
	if path == "-" {
		return bufio.NewReader(a.in), func() {}, nil
	}
	f, err := openImpatiently(ctx, path)
	if err != nil {
		return nil, nil, err
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		return f, func() { f.Close() }, nil
	}
	return bufio.NewReader(impatient(ctx, f)), func() { f.Close() }, nil
}

// readFile reads a file, or as much of it as the limit.
func (a *app) readFile(ctx context.Context, path string, limit int64) ([]byte, error) {
	in, closeIn, err := a.openFile(ctx, path)
	if err != nil {
		return nil, err
	}
	defer closeIn()
	body, err := io.ReadAll(io.LimitReader(in, limit))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return body, nil
}

// indent is that of JSON for people; none if it is for programs.
func (a *app) indent() string {
	if a.json {
		return ""
	}
	return "  "
}

// done says what was done to a feed.
func (a *app) done(what string, f *calendar.Feed) error {
	if a.json {
		return ndjson.New(a.out).Summary(map[string]string{what: weburl.Masked(f.URL)})
	}
	a.say("%s %s", what, weburl.Masked(f.URL))
	return nil
}

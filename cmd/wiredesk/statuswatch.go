package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

const (
	leastWatch = 200 * time.Millisecond
	// watchShare keeps a look that takes long, at very many feeds, from taking all
	// of the server's time.
	watchShare = 3
	// lookTimeout is how long one look may take before it is told as failed.
	lookTimeout = 10 * time.Second
)

// statusWatch looks at the status again and again. While a daemon or a run is at
// work it stays connected; while nothing is, it holds neither server nor lock, so
// that a run which begins finds the state directory free.
type statusWatch struct {
	*app
	cfg    *config.Config
	joined *desk.Desk // nil while nothing is at work
	last   desk.Status
	seen   bool // last is one
	rows   int  // of what stands on the screen
}

// watchStatus shows the status every interval until ctx ends: in place on a
// terminal, else as a line each.
func (a *app) watchStatus(ctx context.Context, interval time.Duration) (err error) {
	if interval < leastWatch {
		return usage.Errorf("--interval %s: want at least %s", interval, leastWatch)
	}
	w := &statusWatch{app: a}
	if w.cfg, err = a.config(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.hangUp()) }()
	for {
		start := time.Now()
		s, err := w.look(ctx)
		if ctx.Err() != nil {
			break
		}
		if err != nil && !w.seen {
			return err // it never worked: what is wrong is the user's to mend
		}
		if err := w.show(start, s, err); err != nil {
			return err
		}
		if err == nil {
			w.last, w.seen = s, true
		}
		select {
		case <-ctx.Done():
		case <-time.After(max(interval-time.Since(start), watchShare*time.Since(start))):
			continue
		}
		break
	}
	if a.json && w.seen {
		return ndjson.New(a.out).Summary(w.last)
	}
	return nil
}

// look takes the status, or says that nothing is at work and what it was.
func (w *statusWatch) look(ctx context.Context) (s desk.Status, err error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	idle := false
	if !w.cfg.External() {
		info, err := embedded.Running(w.cfg.StateDir())
		if err != nil {
			return s, err
		}
		if idle = info == nil; idle {
			if err := w.hangUp(); err != nil {
				return s, err
			}
			if w.seen {
				s = w.last
				s.Process = desk.IdleText(w.cfg)
				return s, nil
			}
		}
	}
	if w.joined == nil {
		if w.joined, err = desk.Look(ctx, w.cfg, w.logger(w.cfg), "status"); err != nil {
			return s, err
		}
	}
	if !w.joined.NC.IsConnected() {
		err := fmt.Errorf("no connection to %s", w.joined.NC.Opts.Url)
		return s, errors.Join(err, w.hangUp())
	}
	// Only the first look makes the records agree with the configuration: that may be
	// changed while this one is shown, and the daemon knows the newer one.
	list := func(ctx context.Context) ([]*calendar.Feed, error) { return w.joined.SyncFeeds(ctx, w.cfg) }
	if w.seen {
		list = w.joined.Calendar.Feeds
	}
	s, err = w.joined.Status(ctx, list)
	if idle || err != nil {
		err = errors.Join(err, w.hangUp())
	}
	return s, err
}

func (w *statusWatch) hangUp() error {
	if w.joined == nil {
		return nil
	}
	d := w.joined
	w.joined = nil
	return d.Close()
}

// show prints a look, or why it failed.
func (w *statusWatch) show(at time.Time, s desk.Status, failed error) error {
	switch {
	case w.json && failed != nil:
		return ndjson.New(w.out).Write(map[string]any{"at": at.UTC(), "error": failed.Error()})
	case w.json:
		return ndjson.New(w.out).Write(struct {
			At time.Time `json:"at"`
			desk.Status
		}{at.UTC(), s})
	case !terminal.Is(w.out):
		_, err := fmt.Fprintln(w.out, w.line(at, s, failed))
		return err
	}
	text := fmt.Sprintf("wiredesk at %s; Ctrl-C ends\n", at.Format("15:04:05"))
	if failed != nil {
		text += words.OneLine(failed.Error()) + "\n"
		s = w.last
	}
	rows, err := statusText(s)
	if err != nil {
		return err
	}
	if n := w.news(s); n > 0 {
		rows = strings.Replace(rows, " in the stream", fmt.Sprintf(" in the stream (+%d)", n), 1)
	}
	return w.redraw(text + rows)
}

// news is how many articles came since the look before.
func (w *statusWatch) news(s desk.Status) uint64 {
	if !w.seen || s.Articles < w.last.Articles {
		return 0
	}
	return s.Articles - w.last.Articles
}

// line is the status on one line.
func (w *statusWatch) line(at time.Time, s desk.Status, failed error) string {
	clock := at.Format(time.DateTime)
	if failed != nil {
		return clock + " " + words.OneLine(failed.Error())
	}
	line := fmt.Sprintf("%s %d articles (+%d), feeds %s, jobs %d due, %d in flight, %d waiting, %d dead; %s",
		clock, s.Articles, w.news(s), feedCounts(s), s.Jobs.Due, s.Jobs.InFlight, s.Jobs.Lanes, s.Jobs.Dead, s.Process)
	if s.Paused != "" {
		line += "; paused: " + s.Paused
	}
	if s.Trouble != "" {
		line += "; trouble: " + words.OneLine(s.Trouble)
	}
	return line
}

// redraw puts a text where the last one stands, cut to the size of the terminal: a
// line that wraps could not be found again.
func (w *statusWatch) redraw(text string) error {
	columns, height := 80, 24
	if f, ok := w.out.(*os.File); ok {
		if c, h, err := term.GetSize(int(f.Fd())); err == nil && c > 0 && h > 1 {
			columns, height = c, h
		}
	}
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	lines = lines[:min(len(lines), height-1)]
	var b strings.Builder
	if w.rows > 0 {
		fmt.Fprintf(&b, "\x1b[%dA\r\x1b[J", w.rows)
	}
	for _, l := range lines {
		b.WriteString(words.Clip(l, columns-1) + "\n")
	}
	w.rows = len(lines)
	_, err := io.WriteString(w.out, b.String())
	return err
}

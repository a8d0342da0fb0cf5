package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/sink"
)

// flushPatience is how long the server may take to say that it has got all.
const flushPatience = 10 * time.Second

// replayFlags are the flags of `wiredesk replay`.
type replayFlags struct {
	articleFilter
	period
	to   string
	rate float64
}

func (a *app) replayCommand() *cobra.Command {
	var f replayFlags
	cmd := &cobra.Command{
		Use:   "replay --since TIME --to PREFIX",
		Short: "Send articles of the stream again, under another subject",
		Long: `Replay sends what the stream holds again, byte for byte and with its headers (but
Nats-Expected-*, which were for the stream), to
PREFIX.<language>.<site>.<event>: to a subscriber that lost something, or to a
new program, without troubling the others.

The message id (Nats-Msg-Id, <id>:<version>) is kept. If a JetStream stream
takes the subjects, each message waits for its acknowledgement, and one that the
stream has got within its duplicate window is not stored again: a replay that was
interrupted may be repeated. Otherwise a message reaches who listens at that
moment: on the built-in server that may be anybody under replay.>, and nobody
elsewhere.`,
		Example: `  wiredesk replay --since 2026-11-20 --to replay.mine
  wiredesk replay --since 7d --until 1d --language de --rate 100 --to replay.german`,
		Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case f.to == "":
				return usage.Errorf("replay wants a subject prefix, --to replay.mine")
			case f.since.text == "":
				return usage.Errorf("replay wants a time, --since 1h or --since 2026-11-20")
			case f.rate < 0 || f.rate > 1e6:
				return usage.Errorf("--rate %g: want 0 to 1000000 a second", f.rate)
			}
			if err := sink.ValidPrefix(f.to); err != nil {
				return usage.Errorf("--to: %w", err)
			}
			return a.withReader(cmd.Context(), "replay", func(d *desk.Reader) error { return a.replay(cmd.Context(), d, f) })
		},
	}
	f.articleFilter.register(cmd)
	f.period.register(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.to, "to", "", "`prefix` of the subjects to send to")
	flags.Float64Var(&f.rate, "rate", 0, "at most `N` messages a second (default: as fast as it goes)")
	return cmd
}

func (a *app) replay(ctx context.Context, d *desk.Reader, f replayFlags) error {
	subjects, err := f.subjects(d.Config.NATS.Subject)
	if err != nil {
		return err
	}
	span, err := f.span(time.Now())
	if err != nil {
		return err
	}
	r := &replay{reader: d, to: f.to, progress: &terminal.Progress{What: "messages"}}
	end := a.progress(r.progress.Text)
	defer end()
	found, err := r.prepare(ctx)
	if err != nil {
		return err
	}
	if found {
		err = r.run(ctx, f.rate, sink.Messages(ctx, d.JS, desk.StreamConfig(d.Config), span, subjects))
	}
	if err != nil {
		return fmt.Errorf("replay, after %s: %w", words.Plural(r.sent, "message"), err)
	}
	end()
	if a.json {
		return ndjson.New(a.out).Summary(map[string]any{"sent": r.sent, "duplicates": r.duplicates, "stream": r.target})
	}
	line := fmt.Sprintf("%s sent to %s.>", words.Plural(r.sent, "message"), f.to)
	if r.target != "" {
		line += fmt.Sprintf(", which stream %s stores; it had %d of them", r.target, r.duplicates)
	}
	a.note("%s", line)
	return nil
}

// replay sends messages under another prefix.
type replay struct {
	reader *desk.Reader
	to     string
	target string // the stream that takes the subjects; empty: none

	sent, duplicates int
	progress         *terminal.Progress
}

// prepare refuses a destination that is ours, and finds the stream behind it.
// It is false if there is nothing to send.
func (r *replay) prepare(ctx context.Context) (found bool, err error) {
	d := r.reader
	taken := []string{d.Config.NATS.Subject + ".>", "jobs.>", "wiredesk.>"}
	stream, err := d.JS.Stream(ctx, d.Config.NATS.Stream.Name)
	switch {
	case err == nil:
		taken = append(taken, stream.CachedInfo().Config.Subjects...)
	case !errors.Is(err, jetstream.ErrStreamNotFound):
		return false, err
	}
	for _, t := range taken {
		if overlap(r.to+".>", t) {
			return false, usage.Errorf("--to %s: its subjects overlap %s, where articles or jobs are published; choose another prefix", r.to, t)
		}
	}
	r.target, err = d.JS.StreamNameBySubject(ctx, r.to+".>")
	if err != nil {
		r.target = "" // there is none, or we may not ask
	}
	switch {
	case r.target != "":
	case d.Unattended():
		return false, fmt.Errorf("no stream takes %s.>, and nobody else can listen to the built-in server now: start `wiredesk daemon` first",
			r.to)
	case d.Config.NATS.URL == "" && !overlap(r.to+".>", sink.AllReplays):
		return false, usage.Errorf("--to %s: no stream takes it, and readers of the built-in server may listen to %s only: choose %s.%s",
			r.to, sink.AllReplays, sink.ReplayPrefix, r.to)
	}
	return stream != nil, nil
}

func (r *replay) run(ctx context.Context, rate float64, messages func(func(jetstream.Msg, error) bool)) error {
	pace := func() error { return nil }
	if rate > 0 {
		tick := time.NewTicker(max(time.Duration(float64(time.Second)/rate), 1))
		defer tick.Stop()
		pace = func() error {
			select {
			case <-tick.C:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	for m, err := range messages {
		if err == nil {
			err = pace()
		}
		if err == nil {
			err = r.send(ctx, m)
		}
		if err == nil {
			err = r.refusal()
		}
		if err != nil {
			return err
		}
		r.sent++
		if md, err := m.Metadata(); err == nil {
			r.progress.Set(r.sent, r.sent+int(md.NumPending))
		}
	}
	// The server answers a flush after it has said what it refuses.
	ctx, cancel := context.WithTimeout(ctx, flushPatience)
	defer cancel()
	if err := r.reader.NC.FlushWithContext(ctx); err != nil {
		return fmt.Errorf("%w: %w", sink.ErrUnreachable, err)
	}
	return r.refusal()
}

// send sends one message, and waits for the stream if there is one.
func (r *replay) send(ctx context.Context, m jetstream.Msg) error {
	out := &nats.Msg{Subject: r.subject(m.Subject()), Header: nats.Header{}, Data: m.Data()}
	for name, values := range m.Headers() {
		if !strings.HasPrefix(name, "Nats-Expected-") { // they were for the stream of articles
			out.Header[name] = values
		}
	}
	if r.target == "" {
		return r.reader.NC.PublishMsg(out)
	}
	ack, err := r.reader.JS.PublishMsg(ctx, out)
	if err != nil {
		return fmt.Errorf("stream %s: %w", r.target, err)
	}
	if ack.Duplicate {
		r.duplicates++
	}
	return nil
}

// subject puts what follows the prefix of the articles behind the new prefix.
func (r *replay) subject(subject string) string {
	if rest, ok := strings.CutPrefix(subject, r.reader.Config.NATS.Subject+"."); ok {
		return r.to + "." + rest
	}
	return r.to + "." + subject // of an earlier prefix
}

// refusal is what the server has said of a message. It says so some time after,
// to the connection.
func (r *replay) refusal() error {
	err := r.reader.NC.LastError()
	if errors.Is(err, nats.ErrPermissionViolation) &&
		strings.Contains(strings.ToLower(err.Error()), `publish to "`+strings.ToLower(r.to)+".") {
		return fmt.Errorf("the server refuses %s.>: %w", r.to, err)
	}
	return nil
}

// overlap reports whether a subject can match both patterns.
func overlap(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := 0; i < len(x) && i < len(y); i++ {
		switch {
		case x[i] == ">" || y[i] == ">":
			return true
		case x[i] != y[i] && x[i] != "*" && y[i] != "*":
			return false
		}
	}
	return len(x) == len(y)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/handler"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// subscribeFlags are the flags of `wiredesk subscribe`.
type subscribeFlags struct {
	articleFilter
	exec     string
	since    moment
	attempts int
	dead     string
	once     bool
}

func (a *app) subscribeCommand() *cobra.Command {
	var f subscribeFlags
	cmd := &cobra.Command{
		Use:   "subscribe NAME",
		Short: "Hand every article to a program, each until it has succeeded",
		Long: `Subscribe receives articles under a NAME that the server remembers: what was
acknowledged does not come again, also after a restart, and several processes of
one NAME share the work.

With --exec each article is one line of JSON on the standard input of the
program, and is acknowledged when that ends with 0. Otherwise it comes again,
after 1 s and then ever later; after --attempts it goes to the file of dead
letters, a line of JSON each, and the next ones go on; the exit code is 3 then.
A program that cannot be started (126, 127) ends subscribe at once. So does one
that has refused ten articles, and handled none since, when the first of them
would become a dead letter: it is at fault, and not they. None of them is lost.
The program finds the article's key in WIREDESK_ID, the event in WIREDESK_EVENT,
the subject in WIREDESK_SUBJECT and the number of the attempt in WIREDESK_ATTEMPT.

Without --exec the lines go to standard output.`,
		Example: `  wiredesk subscribe archive --exec 'cat >> articles.jsonl'
  wiredesk subscribe german --language de --exec ./translate
  wiredesk subscribe nightly --once > new.jsonl`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage.Errorf("subscribe wants one NAME, under which the server remembers what was handled")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.subscribe(cmd.Context(), args[0], f) },
	}
	f.register(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.exec, "exec", "", "the shell `command` that handles an article")
	flags.Var(&f.since, "since", "a new NAME starts with the articles since this `time` (7d ago, 2026-11-20), not with all")
	flags.IntVar(&f.attempts, "attempts", 8, "after `N` failures an article is a dead letter; 0: never")
	flags.StringVar(&f.dead, "dead-letters", "", "`file` for dead letters (default NAME.dead.jsonl)")
	flags.BoolVar(&f.once, "once", false, "end when everything that is stored has been handled")
	return cmd
}

func (a *app) subscribe(ctx context.Context, name string, f subscribeFlags) error {
	switch {
	case strings.ContainsAny(name, " .*>/\\\t\r\n") || name == "":
		return usage.Errorf("%q is no NAME for a subscriber: use letters, digits, - and _", name)
	case f.attempts < 0:
		return usage.Errorf("--attempts cannot be negative")
	}
	cfg, err := a.config(ctx)
	if err != nil {
		return err
	}
	subjects, err := f.subjects(cfg.NATS.Subject)
	if err != nil {
		return err
	}
	if f.dead == "" {
		f.dead = name + ".dead.jsonl"
	}
	if f.exec != "" && f.attempts > 0 {
		if err := handler.MayWrite(f.dead); err != nil {
			return fmt.Errorf("--dead-letters %s cannot be written: %w; name another file, or give --attempts 0 to try for ever", f.dead, err)
		}
	}
	log := a.logger(cfg)
	d, err := desk.Read(ctx, cfg, log, "subscribe")
	if err != nil {
		return err
	}
	if d.Unattended() && !f.once {
		a.note("nothing else runs here: what is stored is handled, then subscribe ends")
	}
	o := subscribe.Options{
		Stream: cfg.NATS.Stream.Name, Durable: name, Subjects: subjects, Logger: log,
		Once:     f.once || d.Unattended(), // nobody publishes into a server that runs for this command alone
		Prefetch: 1,                        // programs take their time
		Since:    f.since.time(time.Now()),

		MaxDeliver: f.attempts,
	}
	h := &handler.Handler{Program: f.exec, Out: a.out, Err: a.err, DeadLetters: f.dead}
	o.DeadLetter = h.DeadLetter
	err = h.Run(ctx, func(ctx context.Context) error {
		return sink.Explain(d.NC, subscribe.RunOn(ctx, d.NC, o, h.Handle))
	})
	a.note("%s handled, %s", words.Plural(h.Handled, "article"), words.Plural(h.Letters, "dead letter"))
	if a.json {
		err = errors.Join(err, ndjson.New(a.out).Summary(map[string]int{"handled": h.Handled, "dead_letters": h.Letters}))
	}
	if err = errors.Join(err, d.Close()); err == nil && h.Letters > 0 {
		return coded{code: exitFailing} // what was said tells how many
	}
	return err
}

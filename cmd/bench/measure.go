package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/wiredesk/wiredesk/cmd/internal/newsweb"
)

// The things that are measured.
const (
	crawlRun = "crawl" // the first run: all feeds and pages are new
	pollRun  = "poll"  // a later run: no feed has changed
	startRun = "start" // a run with nothing to do
)

// round is one run of one program. Round 0 is the warm-up.
type round struct {
	Kind    string  `json:"kind"`
	Program string  `json:"program"`
	Round   int     `json:"round"`
	Seconds float64 `json:"seconds"`
	CPU     float64 `json:"cpu_seconds"`
	Peak    int64   `json:"peak_bytes"`
	done
	Web newsweb.Counts `json:"web"`
}

// results is all that was measured, and on what.
type results struct {
	Date    string  `json:"date"`
	Machine string  `json:"machine"`
	Options options `json:"options"`
	Rounds  []round `json:"rounds"`
}

// bench is a measurement that goes on.
type bench struct {
	options
	dir      string
	programs []program
	log      io.Writer
	rounds   []round
}

// measure runs everything. What it starts has ended and what it wrote is gone
// when it returns, whether it was done or ctx was.
func measure(ctx context.Context, o options, log io.Writer) (_ *results, err error) {
	dir, err := os.MkdirTemp("", "wiredesk-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	b := &bench{options: o, dir: dir, log: log}
	for _, name := range o.Programs {
		fmt.Fprintf(log, "building %s\n", name)
		p, err := build(ctx, name, dir)
		if errors.Is(err, errNoModules) {
			return nil, fmt.Errorf("%w; --programs wiredesk,floor does without it", err)
		}
		if err != nil {
			return nil, err
		}
		b.programs = append(b.programs, p)
	}
	for _, step := range []func(context.Context) error{b.crawls, b.polls} {
		if err := step(ctx); err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, err
		}
	}
	machine := fmt.Sprintf("%d cores, %s, %s %s/%s", runtime.NumCPU(), cpuModel(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return &results{Date: time.Now().UTC().Format(time.DateOnly), Machine: machine, Options: o, Rounds: b.rounds}, nil
}

// crawls measures first runs, each in a new folder.
func (b *bench) crawls(ctx context.Context) error {
	web, err := startWeb(ctx, newsweb.Options{Sites: b.Sites, Items: b.Items, Seed: b.Seed, Latency: b.Latency})
	if err != nil {
		return err
	}
	defer web.close()
	return b.interleave(func(p program, n int) error {
		d, err := p.open(filepath.Join(b.dir, "crawl"), web.Feeds, b.Workers)
		if err != nil {
			return err
		}
		r, err := b.one(ctx, web, d, crawlRun, n)
		if err != nil {
			return err
		}
		if c := r.Web; c.FeedsSent != int64(len(web.Feeds)) || c.PagesSent != int64(len(web.Stories)) || r.Articles != len(web.Stories) {
			return fmt.Errorf("%s: want %d feeds and %d pages, once each: %+v", p.name, len(web.Feeds), len(web.Stories), r)
		}
		if n == 0 { // it costs as much as the run
			if err := d.checkStream(ctx, web.Stories); err != nil {
				return err
			}
		}
		return os.RemoveAll(d.dir)
	})
}

// polls measures runs over feeds that have not changed, and runs that have
// nothing to do, which tell how much of the former is the start. Sites have one
// small story: many feeds are wanted here, and their pages are fetched once.
func (b *bench) polls(ctx context.Context) error {
	web, err := startWeb(ctx, newsweb.Options{Sites: b.Feeds, Items: 1, MaxPage: 20_000, Seed: b.Seed, Latency: b.Latency})
	if err != nil {
		return err
	}
	defer web.close()
	busy, idle := map[string]*desk{}, map[string]*desk{}
	for _, p := range b.programs {
		if busy[p.name], err = p.open(filepath.Join(b.dir, "poll-"+p.name), web.Feeds, b.Workers); err != nil {
			return err
		}
		if idle[p.name], err = b.idleDesk(ctx, p, web); err != nil {
			return err
		}
		fmt.Fprintf(b.log, "preparing %s\n", p.name)
		if _, _, err := spend(busy[p.name].command(ctx)); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	if _, err := web.counts(); err != nil { // what was asked so far does not count
		return err
	}
	err = b.interleave(func(p program, n int) error {
		r, err := b.one(ctx, web, idle[p.name], startRun, n)
		if err == nil && r.Web.Requests != 0 {
			err = fmt.Errorf("%s had nothing to do and did %+v", p.name, r)
		}
		return err
	})
	if err != nil {
		return err
	}
	return b.interleave(func(p program, n int) error {
		if err := busy[p.name].bringForward(ctx); err != nil {
			return err
		}
		r, err := b.one(ctx, web, busy[p.name], pollRun, n)
		if c := r.Web; err == nil && (c.FeedsNotModified != int64(len(web.Feeds)) || c.FeedsSent+c.PagesSent != 0 ||
			r.NotModified != len(web.Feeds)) {
			err = fmt.Errorf("%s: want %d polls, all unchanged: %+v", p.name, len(web.Feeds), r)
		}
		return err
	})
}

// idleDesk has nothing to do. wiredesk refuses to run without any feed; it is
// given one that is not due for a day.
func (b *bench) idleDesk(ctx context.Context, p program, web *web) (*desk, error) {
	var feeds []string
	if p.name == wiredesk {
		feeds = web.Feeds[:1]
	}
	d, err := p.open(filepath.Join(b.dir, "start-"+p.name), feeds, b.Workers)
	if err != nil || feeds == nil {
		return d, err
	}
	if _, _, err = spend(d.command(ctx)); err != nil {
		return nil, fmt.Errorf("%s: %w", p.name, err)
	}
	return d, nil
}

// interleave runs all programs in every round, each round beginning with
// another one: what the machine does besides, and what one run leaves to the
// next, falls on all.
func (b *bench) interleave(do func(p program, round int) error) error {
	for n := range b.Rounds + 1 {
		for i := range b.programs {
			if err := do(b.programs[(i+n)%len(b.programs)], n); err != nil {
				return err
			}
		}
	}
	return nil
}

// one runs a program and keeps the figures.
func (b *bench) one(ctx context.Context, web *web, d *desk, kind string, n int) (round, error) {
	stdout, u, err := spend(d.command(ctx))
	if err != nil {
		return round{}, fmt.Errorf("%s: %w", d.name, err)
	}
	r := round{Kind: kind, Program: d.name, Round: n, Seconds: u.wall.Seconds(), CPU: u.cpu.Seconds(), Peak: u.peak}
	if r.done, err = d.report(stdout); err != nil {
		return r, err
	}
	if r.Web, err = web.counts(); err != nil {
		return r, err
	}
	b.rounds = append(b.rounds, r)
	fmt.Fprintf(b.log, "%s %d/%d: %-8s %.3f s, %.3f s CPU", kind, n, b.Rounds, d.name, r.Seconds, r.CPU)
	if r.Peak > 0 {
		fmt.Fprintf(b.log, ", %d MB", r.Peak/1e6)
	}
	fmt.Fprintln(b.log)
	return r, nil
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
)

// rig is a site that changes, a configuration to crawl it with, and an auditor.
// All its rounds work on one state, as the crawler of a real desk does.
type rig struct {
	*crawl
	auditor auditor
	nc      *nats.Conn // the auditor's, to an external server; nil: built in
	want    map[GridStory]int
	fresh   int // stories published and revised in each feed before a round
}

// newRig makes a site whose feeds are hosts of their own, so that work goes on
// in parallel. nats is the server of the configuration, in YAML: built in if it
// is empty.
func newRig(t testing.TB, feeds int, nats string) *rig {
	t.Helper()
	r := &rig{crawl: &crawl{dir: t.TempDir(), grid: &Grid{Feeds: feeds, Stories: 2, Window: 4}}, fresh: 1}
	var b strings.Builder
	fmt.Fprintf(&b, "state: {pause_below: 0, dir: %q}\nbackfill: all\ncrawl: {allow_private: [127.0.0.0/8], per_host: {delay: 0s}, timeout: 1s, lease: 1s, grace: 5s}\nnats: {%s}\nfeeds:\n", filepath.Join(r.dir, "state"), nats)
	for _, p := range r.grid.FeedPaths() {
		site := httptest.NewServer(r.grid)
		t.Cleanup(site.Close)
		fmt.Fprintf(&b, "  - %s%s\n", site.URL, p)
	}
	if err := os.WriteFile(r.config(), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return r
}

// begin crawls the site for the first time, with the auditor's eyes on it, at
// an external server if url is not empty.
func (r *rig) begin(t testing.TB, url string) {
	t.Helper()
	if url != "" {
		var err error
		r.nc, err = nats.Connect(url, nats.MaxReconnects(-1), nats.ReconnectWait(50*time.Millisecond), nats.ReconnectJitter(0, 0), nats.RetryOnFailedConnect(true))
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() {
			defer close(done)
			r.auditor.follow(ctx, r.nc)
		}()
		t.Cleanup(func() { stop(); <-done; r.nc.Close() })
	}
	r.expect()
	v, err := r.settle(t.Context())
	if err = errors.Join(err, v.err()); err != nil {
		t.Fatal("before any fault: ", err)
	}
}

// round hurts one run and lets the next one finish the work. It reports whether
// the fault came to pass and what the auditor has against the outcome.
func (r *rig) round(ctx context.Context, hurt func(context.Context) (bool, error)) (bool, verdict, error) {
	stop := r.editors(ctx)
	hit, err := hurt(ctx)
	stop()
	if err != nil {
		return hit, verdict{}, err
	}
	v, err := r.settle(ctx)
	return hit, v, err
}

// settle runs to the end, audits, and prepares the next round.
func (r *rig) settle(ctx context.Context) (verdict, error) {
	if err := r.finish(ctx); err != nil {
		return verdict{}, err
	}
	return r.prepare(ctx)
}

// finish runs to the end. As cron does, it comes again if no server answered
// when the run started: it may not be back yet, or still elect its leader.
func (r *rig) finish(ctx context.Context) error {
	for tries := 1; ; tries++ {
		err := r.runToEnd(ctx)
		var exit *exec.ExitError
		if r.nc == nil || tries == 10 || !errors.As(err, &exit) || exit.ExitCode() != exitUnavailable {
			return err
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// prepare audits what was delivered, changes the site and makes all feeds due.
func (r *rig) prepare(ctx context.Context) (v verdict, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if r.nc == nil {
		err = r.sendClerk(ctx)
	} else {
		err = r.followed(ctx)
	}
	if err != nil {
		return v, err
	}
	v = r.auditor.audit(r.grid, r.want)
	for f := range r.grid.Feeds {
		for range r.fresh {
			shown := r.grid.Shown(f)
			r.grid.Revise(shown[1+rand.IntN(len(shown)-1)]) // the first leaves the feed now
			r.grid.Publish(f)
		}
	}
	r.expect()
	return v, nil
}

// followed waits until the auditor, who follows the server, has everything.
func (r *rig) followed(ctx context.Context) error {
	d, err := openRig(ctx, r.config())
	if err != nil {
		return err
	}
	return errors.Join(r.auditor.ended(ctx, r.nc), makeDue(ctx, d), d.Close())
}

// expect notes what has to be delivered after the next round: the stories as they
// stand now. Of those that no feed shows any more nobody learns what was revised
// since the last round.
func (r *rig) expect() {
	now := r.grid.Revisions()
	want := map[GridStory]int{}
	for s := range now {
		if revision, ok := r.want[s]; ok {
			want[s] = revision
		}
	}
	for f := range r.grid.Feeds {
		for _, s := range r.grid.Shown(f) {
			want[s] = now[s]
		}
	}
	r.want = want
}

// openRig opens the desk of a rig.
func openRig(ctx context.Context, path string) (*desk.Desk, error) {
	cfg, err := config.Load(ctx, config.LoadOptions{Path: path, Env: []string{"WIREDESK_NATS_LISTEN=none"}})
	if err != nil {
		return nil, err
	}
	return desk.Open(ctx, cfg, slog.New(slog.DiscardHandler), "auditor")
}

// makeDue makes all feeds due now.
func makeDue(ctx context.Context, d *desk.Desk) error {
	feeds, err := d.Calendar.Feeds(ctx)
	if err != nil {
		return err
	}
	a := &app{stdio: stdio{out: io.Discard, err: io.Discard}}
	for _, f := range feeds {
		if err := a.retry(ctx, d, []string{f.ID}); err != nil {
			return err
		}
	}
	return nil
}

// editors revise shown stories at random moments until they are told to stop.
func (r *rig) editors(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(50*time.Millisecond + rand.N(300*time.Millisecond)):
			}
			shown := r.grid.Shown(rand.IntN(r.grid.Feeds))
			r.grid.Revise(shown[rand.IntN(len(shown))])
		}
	}()
	return func() { cancel(); <-done }
}

// torn runs with a fault, and reports whether the crawler was killed.
func (r *rig) torn(ctx context.Context, spec tornSpec) (killed bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	cmd, err := r.tornCommand(ctx, "60s", spec)
	if err != nil {
		return false, err
	}
	return r.fate(cmd)
}

func (r *rig) tornCommand(ctx context.Context, patience string, spec tornSpec) (*exec.Cmd, error) {
	text, err := json.Marshal(spec)
	if err != nil {
		return nil, err
	}
	cmd := r.command(ctx, "run", "--nats-wait", patience)
	sayWhereItHangs(cmd)
	cmd.Env = append(cmd.Env, beTorn+"="+string(text))
	return cmd, nil
}

// fate runs a command and reports whether it was killed. That it finds no server
// when it starts may be; that it fails in any other way is an error.
func (r *rig) fate(cmd *exec.Cmd) (killed bool, err error) {
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.ExitCode() < 0:
		return true, nil
	case errors.As(err, &exit) && exit.ExitCode() == exitUnavailable:
		return false, nil
	case err != nil:
		return false, fmt.Errorf("run: %w\n%s", err, log.String())
	}
	return false, nil
}

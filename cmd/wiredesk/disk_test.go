package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// A crawl pauses below the mark and goes on a quarter above it, by itself.
func TestTheBrakeFollowsTheDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var free atomic.Uint64
		var said []string
		b := &brake{
			space: func() (embedded.Space, error) { return embedded.Space{Free: free.Load(), Total: 1000}, nil }, below: 100,
			open: make(chan struct{}), told: func(paused bool, _ string) { said = append(said, fmt.Sprint(paused)) },
		}
		close(b.open)
		free.Store(500)
		ctx, stop := context.WithCancel(t.Context())
		go b.watch(ctx)
		passes := func() bool {
			wait, cancel := context.WithTimeout(ctx, time.Millisecond)
			defer cancel()
			b.gate(wait)
			return wait.Err() == nil
		}
		for _, step := range []struct {
			free uint64
			want bool
		}{{500, true}, {100, true}, {99, false}, {110, false}, {124, false}, {125, true}, {101, true}, {0, false}, {1000, true}} {
			free.Store(step.free)
			time.Sleep(2 * diskEvery)
			if got := passes(); got != step.want {
				t.Errorf("%d free: passes %v", step.free, got)
			}
		}
		stop()
		synctest.Wait()
		if got := strings.Join(said, " "); got != "true false true false" {
			t.Errorf("said %s", got)
		}
	})
}

func TestTheBrakeWaitsWhenNATSHasNoRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &brake{open: make(chan struct{}), told: func(bool, string) {}}
		close(b.open)
		ctx, stop := context.WithCancel(t.Context())
		go b.watch(ctx)
		start := time.Now()
		b.heard(crawler.Event{Kind: crawler.Storage, Err: errors.New("something else")})
		b.gate(ctx)
		b.heard(crawler.Event{Kind: crawler.Storage, Err: fmt.Errorf("publish: %w", sink.ErrStorage)})
		b.gate(ctx)
		if waited := time.Since(start); waited < fullPause || waited > fullPause+2*diskEvery {
			t.Errorf("waited %s", waited)
		}
		stop()
		synctest.Wait()
	})
}

// far is more than any disk has.
const far = "9000000GiB"

func TestARunDoesNotBeginOnAFullDisk(t *testing.T) {
	c := newCrawl(t, 1, 3, "")
	c.replace(t, "pause_below: 0", "pause_below: "+far)
	out, err := c.command(t.Context(), "run").CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitDisk || !strings.Contains(string(out), "pause_below") {
		t.Errorf("%v: %s", err, out)
	}
	if hits, _, _ := c.grid.Hits(); len(hits) != 0 {
		t.Errorf("asked for %v", hits)
	}
	for command, want := range map[string]string{"status": "paused", "doctor": "crawls pause"} {
		if out, _ := c.command(t.Context(), command).CombinedOutput(); !strings.Contains(string(out), want) {
			t.Errorf("%s does not say it: %s", command, out)
		}
	}
	c.replace(t, far, "0")
	c.run(t)
	c.wantEachOnce(t, c.published(t))
}

func TestADaemonPausesOnAFullDisk(t *testing.T) {
	c := newCrawl(t, 1, 3, "")
	c.replace(t, "pause_below: 0", "pause_below: "+far)
	cmd := c.command(t.Context(), "daemon")
	cmd.Env = append(cmd.Env, "WIREDESK_NATS_LISTEN=127.0.0.1:0", "WIREDESK_LOG_LEVEL=info")
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var info *embedded.Info
	for deadline := time.Now().Add(20 * time.Second); info == nil && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		info, _ = embedded.Running(c.dir + "/state")
	}
	if info == nil {
		t.Fatal("the daemon is not up")
	}
	time.Sleep(diskEvery)
	if err := errors.Join(cmd.Process.Signal(os.Interrupt), ignoreExit(cmd.Wait())); err != nil {
		t.Fatal(err)
	}
	if hits, _, _ := c.grid.Hits(); len(hits) != 0 {
		t.Errorf("asked for %v", hits)
	}
	if !strings.Contains(said.String(), "the crawl pauses") {
		t.Errorf("said %s", said.String())
	}
}

// ignoreExit drops the error of a process that ended with a code of its own.
func ignoreExit(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil
	}
	return err
}

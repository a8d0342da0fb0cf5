package main

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/sink/embedded"
)

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
	t.Parallel()
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
	time.Sleep(2 * time.Second) // it looks at the disk that often
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

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestTortureMachine takes from a daemon what its machine has to give: the network, or
// files to open. No feed is to blame for that.
func TestTortureMachine(t *testing.T) {
	t.Parallel()
	var running sync.WaitGroup // they mostly wait
	for rep := range max(*tortureReps, 1) {
		running.Go(func() { t.Run(fmt.Sprintf("no network %d", rep+1), withoutNetwork) })
		running.Go(func() { t.Run(fmt.Sprintf("no descriptors %d", rep+1), withoutDescriptors) })
	}
	running.Wait()
}

// failingFeeds counts the feeds that have failed.
func failingFeeds(t *testing.T, c *crawl) (n int) {
	t.Helper()
	cmd := c.command(t.Context(), "feeds", "--json")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		var f struct {
			URL      string
			Failures int
			Error    string
		}
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if f.Failures > 0 {
			n++
			t.Errorf("%s has failed %d times: %s", f.URL, f.Failures, f.Error)
		}
	}
	return n
}

// withoutNetwork starts a daemon in a world where nothing can be reached, not even its own
// machine, then in this one.
func withoutNetwork(t *testing.T) {
	c := newCrawl(t, 3, 2, "")
	away := &background{cmd: c.command(t.Context(), "daemon"), log: &lockedBuffer{}}
	away.cmd.Env = append(os.Environ(), beMain+"=1", "WIREDESK_NATS_LISTEN=none", "WIREDESK_HTTP_LISTEN=none", "WIREDESK_LOG_FORMAT=logfmt")
	away.cmd.Stderr = away.log
	away.cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if os.Getuid() != 0 {
		away.cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
	}
	if err := away.cmd.Start(); err != nil {
		t.Skip("a world without network needs a network namespace: ", err)
	}
	away.says(t, "the crawl pauses")
	time.Sleep(15 * time.Second) // it tries now and then
	away.end(t, syscall.SIGTERM)
	for _, text := range []string{"the crawl pauses", "no route leads anywhere"} {
		if n := strings.Count(away.log.String(), text); n != 1 {
			t.Errorf("%q is in the log %d times\n%s", text, n, away.log)
		}
	}
	if hits, _, _ := c.grid.Hits(); len(hits) > 0 {
		t.Errorf("requests got out: %v", hits)
	}
	failingFeeds(t, c)
	for _, command := range []string{"status", "doctor"} {
		out, _ := c.command(t.Context(), command).CombinedOutput() // doctor's exit code says that something is wrong
		if !strings.Contains(string(out), "no route leads anywhere") {
			t.Errorf("%s does not say that there is no network:\n%s", command, out)
		}
	}
	c.run(t)
	c.wantEachOnce(t, c.published(t))
	failingFeeds(t, c)
}

// withoutDescriptors leaves a daemon no file to open for a while.
func withoutDescriptors(t *testing.T) {
	p := startNATS(t)
	c := newCrawl(t, 3, 2, fmt.Sprintf("nats: {url: %q}", p.url))
	d := c.background(t, nil, "daemon")
	d.says(t, "wiredesk is up")
	eventually(t, func() bool { hits, _, _ := c.grid.Hits(); return hits["/feed/0.xml"] > 0 && hits["/feed/2.xml"] > 0 }, d.log)
	var was unix.Rlimit
	err := unix.Prlimit(d.cmd.Process.Pid, unix.RLIMIT_NOFILE, nil, &was)
	if err == nil {
		err = unix.Prlimit(d.cmd.Process.Pid, unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 4, Max: was.Max}, nil)
	}
	if err != nil {
		t.Skip("the limit of another process cannot be set: ", err)
	}
	time.Sleep(6 * time.Second) // connections that were kept are closed
	for f := range c.grid.Feeds {
		c.grid.Publish(f)
	}
	for range 6 { // a connection that was kept needs no descriptor
		if strings.Contains(d.log.String(), "too many open files") {
			break
		}
		due, err := openRig(t.Context(), c.config())
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(makeDue(t.Context(), due), due.Close()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(7 * time.Second)
	}
	d.says(t, "too many open files")
	time.Sleep(5 * time.Second)
	failingFeeds(t, c)
	if err := unix.Prlimit(d.cmd.Process.Pid, unix.RLIMIT_NOFILE, &was, nil); err != nil {
		t.Fatal(err)
	}
	nc := p.connect(t)
	defer nc.Close()
	d.says(t, "the crawl goes on")
	eventually(t, func() bool { return len(countStories(t, nc)) == 3*3 }, d.log)
	failingFeeds(t, c)
	d.end(t, syscall.SIGTERM)
}

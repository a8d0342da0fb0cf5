package main

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A signal ends every command within its grace, also when the server that it waits for does
// not answer any more.
func TestASignalEndsACommandWhoseServerHangs(t *testing.T) {
	t.Parallel()
	p := startNATS(t)
	c := newCrawl(t, 1, 1, fmt.Sprintf("nats: {url: %q}", p.url))
	d := c.background(t, nil, "daemon")
	d.says(t, "wiredesk is up")
	must(t, p.cmd.Process.Signal(syscall.SIGSTOP))
	defer func() { must(t, p.cmd.Process.Signal(syscall.SIGCONT)) }()
	var all []*background
	for _, command := range []string{"run", "daemon", "worker", "status", "status --watch", "feeds", "tail", "add https://paper.example", "doctor"} {
		all = append(all, c.background(t, nil, strings.Fields(command)...))
	}
	time.Sleep(time.Second) // some wait in one step, some in another
	for _, b := range append(all, d) {
		_ = b.cmd.Process.Signal(syscall.SIGTERM) // it may have ended by itself, with 69
	}
	for _, b := range append(all, d) {
		b.ends(t)
		if code := b.cmd.ProcessState.ExitCode(); code != 143 && code != exitUnavailable && code != exitError && code != -1 {
			t.Errorf("%s: exit code %d, %s", b.cmd.Args[1:], code, b.log)
		}
	}
}

// ends waits until a process has ended, and kills one that hangs.
func (b *background) ends(t *testing.T) {
	t.Helper()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = b.cmd.Wait() // its exit code says it
	}()
	select {
	case <-ended:
	case <-time.After(4 * closing):
		_ = b.cmd.Process.Kill()
		<-ended
		t.Errorf("%s hangs: %s", b.cmd.Args[1:], b.log)
	}
}

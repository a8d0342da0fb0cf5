package main

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// A daemon whose state directory goes away says so, in the log, to /readyz and to who
// listens, and ends with 74; it writes nothing where the directory was, and one that is
// started beside it on what it still has is refused.
func TestADaemonWhoseStateGoesAwaySaysSoAndEnds(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		do   func(t *testing.T, state string)
		says string
	}{
		"moved": {func(t *testing.T, s string) { must(t, os.Rename(s, s+".old")) }, "is not there any more"},
		"removed": {func(t *testing.T, s string) { // the server makes files in it meanwhile
			eventually(t, func() bool { return os.RemoveAll(s) == nil }, &lockedBuffer{})
		}, "is not there any more"},
		"replaced by a folder": {func(t *testing.T, s string) { must(t, os.Rename(s, s+".old"), os.Mkdir(s, 0o700)) }, "is another one by now"},
		"replaced by a link": {func(t *testing.T, s string) {
			must(t, os.Rename(s, s+".old"), os.Mkdir(s+".new", 0o700), os.Symlink(s+".new", s))
		}, "is another one by now"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCrawl(t, 2, 2, "")
			state := filepath.Join(c.dir, "state")
			b := c.background(t, nil, "daemon")
			b.says(t, "wiredesk is up")
			eventually(t, func() bool {
				_, _, starts := c.grid.Hits()
				return len(starts) >= 2*(1+2)+1
			}, b.log)
			info, err := embedded.Running(state)
			must(t, err)
			nc, err := nats.Connect(info.URL)
			must(t, err)
			defer nc.Close()
			events, err := nc.SubscribeSync(sink.EventPrefix + ".crawl.ended")
			must(t, err, nc.Flush())

			tt.do(t, state)
			ready := ""
			eventually(t, func() bool {
				if resp, err := http.Get(info.HTTP + "/readyz"); err == nil {
					text := new(strings.Builder)
					_ = resp.Write(text)
					_ = resp.Body.Close()
					ready += text.String()
				}
				return strings.Contains(ready, tt.says)
			}, b.log)
			for _, place := range []string{state, state + ".old"} {
				if _, err := os.Stat(filepath.Join(place, "nats")); err != nil {
					continue
				}
				second := c.command(t.Context(), "run")
				second.Env = append(second.Env, "WIREDESK_STATE_DIR="+place)
				out, _ := second.CombinedOutput() // its exit code says it
				if code := second.ProcessState.ExitCode(); code != exitLocked && !strings.Contains(b.log.String(), "level=ERROR") {
					t.Errorf("a run on %s: exit code %d, %s", place, code, out)
				}
			}
			ended := make(chan error, 1)
			go func() { ended <- b.cmd.Wait() }()
			select {
			case err = <-ended:
			case <-time.After(20 * time.Second):
				t.Fatalf("it goes on: %s", b.log)
			}
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != exitDisk {
				t.Errorf("it ended with %v", err)
			}
			for _, want := range []string{`msg="wiredesk ends: what it stores is not where it was"`, "wiredesk: state directory " + state + " " + tt.says} {
				if !strings.Contains(b.log.String(), want) {
					t.Errorf("no %s in %s", want, b.log)
				}
			}
			if m, err := events.NextMsg(time.Second); err != nil || !strings.Contains(string(m.Data), tt.says) {
				t.Errorf("event: %v, %v", m, err)
			}
			for _, place := range []string{state, state + ".new"} {
				if list, err := os.ReadDir(place); err == nil && len(list) > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%s holds %v, %v", place, list, err)
				}
			}
			if name == "moved" { // back again, all is there
				must(t, os.Rename(state+".old", state))
				c.run(t)
				c.wantEachOnce(t, c.published(t))
			}
		})
	}
}

// Who only looks makes no state directory, in words.
func TestWhoLooksMakesNoStateDirectory(t *testing.T) {
	t.Parallel()
	for _, command := range []string{
		"status", "status --json", "status --watch --interval 200ms", "feeds", "feeds list", "feeds show FEED", "why FEED", "tail --no-follow", "tail",
		"doctor", "export", "export articles", "subscribers", "show 0123456789abcdef0123456789abcdef", "diff 0123456789abcdef0123456789abcdef", "healthcheck",
		"replay --subject x.y", "check", "config show", "__complete feeds show ", "version",
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			c := newCrawl(t, 1, 1, "")
			temporary := filepath.Join(c.dir, "tmp")
			must(t, os.Mkdir(temporary, 0o700))
			text, err := os.ReadFile(c.config())
			must(t, err)
			feed := strings.TrimSpace(string(text)[strings.LastIndex(string(text), "- ")+2:])
			cmd := c.command(t.Context(), strings.Fields(strings.ReplaceAll(command, "FEED", feed))...)
			cmd.Env = append(cmd.Env, "TMPDIR="+temporary, "WIREDESK_LOG_LEVEL=info")
			out := &lockedBuffer{}
			cmd.Stdout, cmd.Stderr = out, out
			must(t, cmd.Start())
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				_ = cmd.Wait() // what it says matters
			}()
			if strings.Contains(command, "--watch") {
				eventually(t, func() bool { return strings.Count(out.String(), "nothing is stored in") >= 2 }, out)
				must(t, cmd.Process.Signal(syscall.SIGTERM))
			}
			<-ended
			if _, err := os.Lstat(filepath.Join(c.dir, "state")); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("there is a state directory: %v\n%s", err, out)
			}
			if list, err := os.ReadDir(temporary); err != nil || len(list) > 0 {
				t.Errorf("left behind: %v, %v", list, err)
			}
			silent := strings.Fields(command)[0]
			if said := strings.Contains(out.String(), "nothing is stored"); !said && !strings.Contains("healthcheck check config __complete version replay", silent) {
				t.Errorf("it does not say so: %s", out)
			}
		})
	}
}

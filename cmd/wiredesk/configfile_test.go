package main

import (
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// odd are what a path of a configuration may lead to and is none, and how the program says
// so. Each is made at a path.
var odd = map[string]struct {
	put  func(t *testing.T, path string)
	says string
}{
	"a folder":  {func(t *testing.T, path string) { must(t, os.Mkdir(path, 0o700)) }, "it is a folder"},
	"/dev/zero": {func(t *testing.T, path string) { must(t, os.Symlink("/dev/zero", path)) }, "it is a device"},
	"a socket": {func(t *testing.T, path string) {
		l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
		must(t, err)
		t.Cleanup(func() { _ = l.Close() })
	}, "it is a socket"},
	"a file without end": {func(t *testing.T, path string) {
		f, err := os.Create(path)
		must(t, err)
		must(t, f.Truncate(1<<40), f.Close())
	}, "it has more than 32 MiB"},
	"a file of brackets": {func(t *testing.T, path string) {
		must(t, os.WriteFile(path, []byte(strings.Repeat("[", 1<<20)), 0o600))
	}, "lies deeper than 32 values"},
	"a file that grows": {func(t *testing.T, path string) {
		f, err := os.Create(path)
		must(t, err)
		stop, stopped := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(stopped)
			for {
				select {
				case <-stop:
					return
				case <-time.After(time.Millisecond):
					_, _ = f.WriteString("# and more\n")
				}
			}
		}()
		t.Cleanup(func() { close(stop); <-stopped; _ = f.Close() })
	}, "is written again and again while it is read"},
	"nothing":             {func(*testing.T, string) {}, "no such file"},
	"a link to itself":    {func(t *testing.T, path string) { must(t, os.Symlink(path, path)) }, "too many levels of symbolic links"},
	"a file of zeros":     {func(t *testing.T, path string) { must(t, os.WriteFile(path, make([]byte, 1000), 0o600)) }, "is no text in UTF-8"},
	"an empty file":       {func(t *testing.T, path string) { must(t, os.WriteFile(path, nil, 0o600)) }, "names no feed any more"},
	"the key and no more": {func(t *testing.T, path string) { must(t, os.WriteFile(path, []byte("feeds:\n"), 0o600)) }, "names no feed any more"},
	"half a file": {func(t *testing.T, path string) {
		must(t, os.WriteFile(path, []byte("backfill: all\nfeeds:\n  - {url: htt"), 0o600))
	}, "wiredesk.yaml:3:"},
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// memory is the most that a process had resident, in bytes.
func memory(t *testing.T, cmd *exec.Cmd) int64 {
	t.Helper()
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("no usage")
	}
	return usage.Maxrss << 10
}

// What the path of a configuration leads to is refused in words at the start; the process
// ends by itself, and takes little memory.
func TestWhatIsNoConfigurationIsRefusedAtTheStart(t *testing.T) {
	t.Parallel()
	for name, o := range odd {
		if o.says == "names no feed any more" || name == "a file that grows" { // it never had any, or has what it has now
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &crawl{dir: t.TempDir()}
			o.put(t, c.config())
			for _, command := range []string{"check", "daemon"} {
				cmd := c.command(t.Context(), command)
				out, _ := cmd.CombinedOutput() // its exit code says it
				if code := cmd.ProcessState.ExitCode(); code != exitConfig || !strings.Contains(string(out), o.says) {
					t.Errorf("%s: exit code %d, %.500s", command, code, out)
				}
				if m := memory(t, cmd); m > 1<<30 {
					t.Errorf("%s: %d MB", command, m>>20)
				}
			}
		})
	}
}

// Whoever starts a program may give it its configuration by a pipe.
func TestAConfigurationComesByAPipe(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 1, 1, "")
	text, err := os.ReadFile(c.config())
	must(t, err, os.Remove(c.config()), syscall.Mkfifo(c.config(), 0o600))
	b := c.background(t, nil, "daemon")
	w, err := os.OpenFile(c.config(), os.O_WRONLY, 0) // waits for who reads
	must(t, err)
	_, err = w.Write(text)
	must(t, err, w.Close())
	b.says(t, "wiredesk is up")
	b.signal(t, syscall.SIGHUP)
	b.says(t, "it is a pipe, which cannot be read a second time")
	b.end(t, syscall.SIGTERM)
}

// A signal ends a command that waits for a pipe into which nobody writes, or which never ends.
func TestASignalEndsACommandThatReads(t *testing.T) {
	t.Parallel()
	for _, command := range []string{
		"daemon", "run", "status", "check", "config show", "add https://paper.example", "import FIFO", "add FIFO", "extract FIFO", "parse FIFO",
		"extract --manifest FIFO", "parse --manifest FIFO", "import -", "extract -", "parse --manifest -",
	} {
		for _, writer := range []bool{false, true} {
			t.Run(command, func(t *testing.T) {
				t.Parallel()
				c := &crawl{dir: t.TempDir()}
				fifo := filepath.Join(c.dir, "fifo")
				must(t, syscall.Mkfifo(fifo, 0o600))
				if strings.ContainsAny(command, "F-") && !strings.HasPrefix(command, "add h") {
					must(t, os.WriteFile(c.config(), nil, 0o600))
				} else {
					must(t, os.Symlink(fifo, c.config()))
				}
				cmd := c.command(t.Context(), strings.Fields(strings.ReplaceAll(command, "FIFO", fifo))...)
				cmd.Env = append(cmd.Env, "WIREDESK_STATE_DIR="+filepath.Join(c.dir, "state"))
				in, typing, err := os.Pipe()
				must(t, err)
				defer func() { must(t, in.Close(), typing.Close()) }()
				cmd.Stdin = in
				out := &lockedBuffer{}
				cmd.Stdout, cmd.Stderr = out, out
				must(t, cmd.Start())
				if writer {
					w, err := os.OpenFile(fifo, os.O_RDWR, 0)
					must(t, err)
					defer func() { _ = w.Close() }()
					_, err = io.WriteString(w, "<")
					must(t, err)
				}
				time.Sleep(300 * time.Millisecond) // until it reads; if it does not yet, it ends all the same
				must(t, cmd.Process.Signal(syscall.SIGTERM))
				ended := make(chan struct{})
				go func() {
					defer close(ended)
					_ = cmd.Wait() // its exit code says it
				}()
				select {
				case <-ended:
				case <-time.After(closing):
					_ = cmd.Process.Kill()
					t.Fatalf("it hangs: %s", out)
				}
				if code := cmd.ProcessState.ExitCode(); code != 143 && code != -1 { // -1: the signal was faster than its handler
					t.Errorf("exit code %d, %s", code, out)
				}
			})
		}
	}
}

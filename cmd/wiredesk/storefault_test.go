//go:build linux

package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// longRead is a paper with so many stories that a crawl of it takes a while.
func longRead(t *testing.T, stories int) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			fmt.Fprint(w, `<rss version="2.0"><channel><title>Paper</title>`)
			for i := range stories {
				fmt.Fprintf(w, `<item><title>Report number %[1]d of the harbour</title><link>http://%[2]s/%[1]d</link></item>`, i, r.Host)
			}
			fmt.Fprint(w, `</channel></rss>`)
			return
		}
		fmt.Fprintf(w, `<html lang="en"><title>Report number %[1]s of the harbour</title><article><h1>Report number %[1]s of the harbour</h1>
<p>The ship with the number %[1]s reached the harbour on Monday, with a crew of nine, and the master waved a flag as it passed the light.</p>
<p>The second paragraph of this report goes on for a while, with clauses, commas and a full stop, as reports do.</p></article></html>`, r.URL.Path[1:])
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// A built-in server that has met a full disk, or had no descriptors left, stores nothing
// any more, however much there is of both later. The daemon says so, and opens it anew: no
// article is lost, none is there twice, and nobody has to start anything.
func TestAStoreThatStopsStoringIsOpenedAnew(t *testing.T) {
	limited := func(resource int) func(*testing.T, *hurtDaemon) (hurt, heal func()) {
		return func(_ *testing.T, d *hurtDaemon) (hurt, heal func()) {
			var healthy unix.Rlimit
			hurt = func() {
				healthy = d.limit(resource, nil)
				d.limit(resource, &unix.Rlimit{Cur: 1, Max: healthy.Max})
			}
			return hurt, func() { d.limit(resource, &healthy) }
		}
	}
	full := func(t *testing.T, d *hurtDaemon) (hurt, heal func()) {
		ballast := filepath.Join(d.dir, "state", "ballast")
		hurt = func() {
			if err := fillDisk(ballast); !errors.Is(err, unix.ENOSPC) {
				t.Errorf("fill the disk: %v", err)
			}
		}
		return hurt, func() {
			if err := os.Remove(ballast); err != nil {
				t.Error(err)
			}
		}
	}
	failing := func(t *testing.T, d *hurtDaemon) (hurt, heal func()) {
		strace, err := exec.LookPath("strace")
		if err != nil {
			t.Skip("to have writes fail needs strace")
		}
		var cmd *exec.Cmd
		hurt = func() {
			calls := "write,writev,pwrite64,pwritev,fsync,fdatasync"
			args := []string{"-f", "-qq", "-o", os.DevNull, "-e", "trace=" + calls, "-e", "inject=" + calls + ":error=EIO"}
			for _, path := range filesBelow(t, filepath.Join(d.dir, "state")) {
				args = append(args, "-P", filepath.Join(d.dir, "state", path))
			}
			cmd = exec.Command(strace, append(args, "-p", fmt.Sprint(d.cmd.Process.Pid))...)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = cmd.Process.Kill() }) // or it has ended
			for range 100 {
				if status := contentOf(t, fmt.Sprintf("/proc/%d/status", d.cmd.Process.Pid)); !strings.Contains(string(status), "TracerPid:\t0\n") {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
			t.Skip("no process can be traced here")
		}
		return hurt, func() {
			_ = cmd.Process.Signal(os.Interrupt) // it lets go
			_ = cmd.Wait()                       // its exit code is that of the signal
		}
	}
	for name, wound := range map[string]struct {
		says string // the cause, in the log
		disk bool   // of its own
		by   func(*testing.T, *hurtDaemon) (hurt, heal func())
	}{
		"no file may grow":      {says: "file too large", by: limited(unix.RLIMIT_FSIZE)},
		"no descriptor is left": {says: "too many open files", by: limited(unix.RLIMIT_NOFILE)},
		"the disk is full":      {says: "no space left on device", disk: true, by: full},
		"the disk fails (EIO)":  {says: "input/output error", by: failing},
	} {
		for rep := range max(1, *tortureReps) {
			t.Run(fmt.Sprintf("%s %d", name, rep), func(t *testing.T) {
				t.Parallel()
				p := &paper{dir: t.TempDir()}
				if wound.disk {
					smallDisk(t, filepath.Join(p.dir, "state"))
				}
				surviveWound(t, p, wound.says, wound.by)
			})
		}
	}
}

// surviveWound hurts a daemon while it publishes, heals it, and looks whether every
// article is there once.
func surviveWound(t *testing.T, p *paper, says string, by func(*testing.T, *hurtDaemon) (hurt, heal func())) {
	const stories = 120
	config := fmt.Sprintf("log: {level: debug}\nstate: {dir: %q, pause_below: 0}\nbackfill: all\nhttp: {listen: 127.0.0.1:0}\nnats: {listen: none, stream: {max_bytes: 8MiB}}\n"+
		"crawl: {allow_private: [127.0.0.0/8], per_host: {delay: 150ms}, grace: 2s}\nfeeds: [%s/feed]\n",
		filepath.Join(p.dir, "state"), longRead(t, stories))
	if err := os.WriteFile(filepath.Join(p.dir, "wiredesk.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	d := startHurtDaemon(t, p.dir)
	hurt, heal := by(t, d)
	d.wait("the first articles", 20*time.Second, func() bool { return d.published() >= 5 })
	ready := d.readyz()
	hurt()
	d.wait("the word that nothing is stored", time.Minute, func() bool { return strings.Contains(d.out.String(), "the crawl pauses") })
	if text := ready(); !strings.Contains(text, "nothing is stored since") {
		t.Errorf("readyz: %s", text)
	}
	d.wait("its cause", time.Minute, func() bool { return strings.Contains(d.out.String(), says) })
	time.Sleep(time.Second)
	heal()
	d.wait("the server opened anew", time.Minute, func() bool { return strings.Count(d.out.String(), "wiredesk is up") > 1 })
	d.wait("all articles", 2*time.Minute, func() bool { return d.published() >= stories })
	_ = d.cmd.Process.Signal(syscall.SIGTERM) // it may have ended by itself
	<-d.ended
	times := map[string]int{}
	for _, a := range p.published(t) {
		times[a.Headline]++
	}
	for i := range stories {
		if headline := fmt.Sprintf("Report number %d of the harbour", i); times[headline] != 1 {
			t.Errorf("%q is there %d times", headline, times[headline])
		}
	}
}

// smallDisk makes a directory that is a disk of its own.
func smallDisk(t *testing.T, dir string) {
	t.Helper()
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("needs a disk of its own, and cannot mount one: %v: %s", err, strings.TrimSpace(string(said)))
	}
	t.Cleanup(func() {
		if said, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, said)
		}
	})
}

// fillDisk writes into a file until there is no room.
func fillDisk(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for size := 1 << 20; size > 0; {
		if _, err = f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	return err
}

// hurtDaemon is a daemon of which a test takes away what it needs.
type hurtDaemon struct {
	t     *testing.T
	dir   string
	cmd   *exec.Cmd
	out   *lockedBuffer
	ended chan struct{}
}

func startHurtDaemon(t *testing.T, dir string) *hurtDaemon {
	t.Helper()
	d := &hurtDaemon{t: t, dir: dir, cmd: exec.Command(os.Args[0], "daemon", "--config", filepath.Join(dir, "wiredesk.yaml")), out: &lockedBuffer{}, ended: make(chan struct{})}
	d.cmd.Env = append(os.Environ(), beMain+"=1")
	d.cmd.Stderr = d.out
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { // ends with the process
		defer close(d.ended)
		_ = d.cmd.Wait() // what it says is in its log
	}()
	t.Cleanup(func() { _ = d.cmd.Process.Kill(); <-d.ended })
	return d
}

// published counts the articles of the log.
func (d *hurtDaemon) published() int { return strings.Count(d.out.String(), `"event":"published"`) }

// limit sets a limit of the process, and returns the one that was.
func (d *hurtDaemon) limit(resource int, to *unix.Rlimit) (was unix.Rlimit) {
	d.t.Helper()
	if err := unix.Prlimit(d.cmd.Process.Pid, resource, to, &was); err != nil {
		d.t.Fatal(err)
	}
	return was
}

// readyz asks for /readyz on a connection that was made before.
func (d *hurtDaemon) readyz() func() string {
	d.t.Helper()
	address := logged(d.t, d.out, `"http":"(http://127\.0\.0\.1:\d+)"`)[1]
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 1}, Timeout: 10 * time.Second}
	d.t.Cleanup(client.CloseIdleConnections)
	ready := func() string {
		resp, err := client.Get(address + "/readyz")
		if err != nil {
			return err.Error()
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body) // what was read says enough
		return string(body)
	}
	if text := ready(); !strings.HasPrefix(text, "ok") {
		d.t.Fatalf("readyz: %s", text)
	}
	return ready
}

func (d *hurtDaemon) wait(what string, patience time.Duration, ok func() bool) {
	d.t.Helper()
	for start := time.Now(); !ok(); time.Sleep(100 * time.Millisecond) {
		select {
		case <-d.ended:
			d.t.Fatalf("%s: the daemon ended: %s\n%s", what, d.cmd.ProcessState, d.out.String())
		default:
		}
		if time.Since(start) > patience {
			d.t.Fatalf("%s: not within %s\n%s", what, patience, d.out.String())
		}
	}
}

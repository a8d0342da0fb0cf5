package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/sink/embedded"
)

// background is a process of the program that goes on until it is stopped.
type background struct {
	cmd *exec.Cmd
	log *lockedBuffer
}

// lockedBuffer is written by a process while a test reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// background starts a command with more of an environment. It is killed when the
// test ends.
func (c *crawl) background(t *testing.T, env []string, args ...string) *background {
	t.Helper()
	b := &background{cmd: c.command(t.Context(), args...), log: &lockedBuffer{}}
	b.cmd.Env = slices.DeleteFunc(b.cmd.Env, func(v string) bool { return strings.HasPrefix(v, "WIREDESK_LOG_LEVEL=") })
	b.cmd.Env = append(append(b.cmd.Env, "WIREDESK_NATS_LISTEN=127.0.0.1:0", "WIREDESK_HTTP_LISTEN=127.0.0.1:0", "WIREDESK_LOG_FORMAT=logfmt"), env...)
	b.cmd.Stderr = b.log
	if err := b.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *background) signal(t *testing.T, s syscall.Signal) {
	t.Helper()
	if err := b.cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// end stops it with a signal and wants the exit code of that.
func (b *background) end(t *testing.T, s syscall.Signal) {
	t.Helper()
	b.signal(t, s)
	var exit *exec.ExitError
	if err := b.cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 128+int(s) {
		t.Errorf("%v, want exit code %d\n%s", err, 128+int(s), b.log)
	}
}

// says waits until the log has a text.
func (b *background) says(t *testing.T, text string) {
	t.Helper()
	eventually(t, func() bool { return strings.Contains(b.log.String(), text) }, b.log)
}

// systemd is the socket of a service manager, and what came to it.
type systemd struct {
	path string
	mu   sync.Mutex
	got  []string
}

func newSystemd(t *testing.T) *systemd {
	t.Helper()
	dir, err := os.MkdirTemp("", "sd") // the path of a socket has to be short
	if err != nil {
		t.Fatal(err)
	}
	s := &systemd{path: filepath.Join(dir, "notify")}
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: s.path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	var reading sync.WaitGroup
	reading.Go(func() {
		b := make([]byte, 8192)
		for {
			n, err := conn.Read(b)
			if err != nil {
				return // it was closed
			}
			s.mu.Lock()
			s.got = append(s.got, string(b[:n]))
			s.mu.Unlock()
		}
	})
	t.Cleanup(func() {
		_ = conn.Close()
		reading.Wait()
		_ = os.RemoveAll(dir)
	})
	return s
}

// environment is what systemd gives a service whose watchdog wants to hear from it
// within a time.
func (s *systemd) environment(watchdog time.Duration) []string {
	return []string{"NOTIFY_SOCKET=" + s.path, fmt.Sprintf("WATCHDOG_USEC=%d", watchdog.Microseconds())}
}

func (s *systemd) messages() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.got)
}

// hears waits for a message, after the first n, that has all these texts. It
// returns the number of messages up to it.
func (s *systemd) hears(t *testing.T, n int, texts ...string) int {
	t.Helper()
	at := 0
	eventually(t, func() bool {
		for i, m := range s.messages()[n:] {
			if !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(m, text) }) {
				at = n + i + 1
				return true
			}
		}
		return false
	}, s)
	return at
}

func (s *systemd) String() string { return strings.Join(s.messages(), "\n---\n") }

func TestSystemdHearsOfADaemonsLife(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 1, 2, "")
	sd := newSystemd(t)
	d := c.background(t, sd.environment(time.Second), "daemon")
	n := sd.hears(t, 0, "READY=1", "STATUS=")
	n = sd.hears(t, n, "WATCHDOG=1")
	n = sd.hears(t, n, "STATUS=1 feed polled, 2 articles published")

	info, err := embedded.Running(filepath.Join(c.dir, "state"))
	if err != nil || info == nil {
		t.Fatalf("%v, %v", info, err)
	}
	wantMetric(t, info.HTTP, "wiredesk_config_last_reload_successful 1")
	c.replace(t, "backfill", "backfil")
	d.signal(t, syscall.SIGHUP)
	n = sd.hears(t, n, "RELOADING=1\nMONOTONIC_USEC=")
	n = sd.hears(t, n, "READY=1\nSTATUS=configuration refused", `did you mean "backfill"?`)
	wantMetric(t, info.HTTP, "wiredesk_config_last_reload_successful 0")
	n = sd.hears(t, n, "WATCHDOG=1")
	c.replace(t, "backfil:", "backfill:")
	d.signal(t, syscall.SIGHUP)
	n = sd.hears(t, n, "RELOADING=1")
	n = sd.hears(t, n, "READY=1\nSTATUS=1 feed polled")
	wantMetric(t, info.HTTP, "wiredesk_config_last_reload_successful 1")

	d.end(t, syscall.SIGTERM)
	sd.hears(t, n, "STOPPING=1\nSTATUS=")
}

// wantMetric asks a daemon for its metrics.
func wantMetric(t *testing.T, url, line string) {
	t.Helper()
	resp, err := http.Get(url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || !strings.Contains(string(body), "\n"+line+"\n") {
		t.Errorf("no %q: %v", line, err)
	}
}

// A daemon whose NATS does not answer gives no sign of life, and says so.
func TestTheWatchdogHearsNothingWhileNATSIsStuck(t *testing.T) {
	t.Parallel()
	p := startNATS(t)
	c := newCrawl(t, 1, 2, fmt.Sprintf("nats: {url: %q}", p.url))
	sd := newSystemd(t)
	address := freePort(t)
	d := c.background(t, append(sd.environment(2*time.Second), "WIREDESK_HTTP_LISTEN="+address), "daemon")
	sd.hears(t, 0, "WATCHDOG=1")
	healthy := func(want int, text string) {
		t.Helper()
		check := c.command(t.Context(), "healthcheck", "--url", "http://"+address)
		out, _ := check.CombinedOutput() // its exit code says it
		if code := check.ProcessState.ExitCode(); code != want || !strings.Contains(string(out), text) {
			t.Errorf("healthcheck: exit code %d: %s", code, out)
		}
	}
	healthy(0, "ok")

	if err := p.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	n := sd.hears(t, 0, "STATUS=NATS does not answer")
	healthy(1, "not ready: NATS does not answer")
	if err := p.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	back := sd.hears(t, n, "STATUS=1 feed polled")
	if slices.Contains(sd.messages()[n:back], "WATCHDOG=1") {
		t.Errorf("signs of life while NATS was stuck: %q", sd.messages()[n:back])
	}
	sd.hears(t, back, "WATCHDOG=1")

	// One that is gone is told as that, and the process waits for it.
	p.kill()
	n = sd.hears(t, back, "STATUS=NATS is away since")
	healthy(1, "not ready: NATS is away since")
	sd.hears(t, n, "WATCHDOG=1")
	if err := errors.Join(p.start(), p.ready()); err != nil {
		t.Fatal(err)
	}
	sd.hears(t, n, "STATUS=1 feed polled")
	healthy(0, "ok")
	d.end(t, syscall.SIGTERM)
}

// A reload takes over what it can while requests are in flight, names what it
// cannot, and loses nothing.
func TestAReloadLosesNothing(t *testing.T) {
	t.Parallel() // with those that mostly wait
	c := newCrawl(t, 2, 6, "")
	c.grid.SlowDown(100 * time.Millisecond)
	second := c.grid.FeedPaths()[1]
	b, err := os.ReadFile(c.config())
	if err != nil {
		t.Fatal(err)
	}
	both := string(b)
	lines := strings.Split(strings.TrimSpace(both), "\n")
	if err := os.WriteFile(c.config(), []byte(strings.Join(lines[:len(lines)-1], "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	d := c.background(t, nil, "daemon")
	requests := func() int {
		_, _, starts := c.grid.Hits()
		return len(starts)
	}
	eventually(t, func() bool { return requests() >= 4 }, d.log)

	for i, crawl := range []string{"timeout: 4s, lease: 2s, workers: 3", "timeout: 4s, lease: 3s, workers: 5", "timeout: 5s, lease: 3s, reserved: skip"} {
		changed := strings.Replace(both, "timeout: 3s, lease: 2s", crawl, 1) + "\nlog: {level: debug}\n"
		if err := os.WriteFile(c.config(), []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		d.signal(t, syscall.SIGHUP)
		eventually(t, func() bool { return strings.Count(d.log.String(), "the configuration was read again") > i }, d.log)
	}
	d.says(t, `changed="feeds, crawl.workers, crawl.timeout`)
	d.says(t, `msg="changed, but needs a restart" keys=crawl.lease`)
	d.says(t, "level=DEBUG")
	eventually(t, func() bool { return requests() >= 2*(1+6)+1 }, d.log)
	d.end(t, syscall.SIGINT)
	c.run(t) // what is left, if anything is
	c.wantEachOnce(t, c.published(t))
	hits, peak, _ := c.grid.Hits()
	for path, n := range hits {
		if n != 1 {
			t.Errorf("%s was asked for %d times", path, n)
		}
	}
	if peak != 1 || hits[second] != 1 {
		t.Errorf("%d requests at a time, %d for the second feed", peak, hits[second])
	}
}

// Who watches has the configuration of when he began. A feed that came by a reload
// since then is not his to remove.
func TestWhoWatchesLeavesTheFeedsAlone(t *testing.T) {
	t.Parallel() // with those that mostly wait
	c := newCrawl(t, 2, 1, "")
	both, err := os.ReadFile(c.config())
	if err != nil {
		t.Fatal(err)
	}
	one := both[:bytes.LastIndexByte(bytes.TrimSpace(both), '\n')]
	if err := os.WriteFile(c.config(), one, 0o600); err != nil {
		t.Fatal(err)
	}
	d := c.background(t, nil, "daemon")
	d.says(t, "wiredesk is up")
	watch, looks := c.command(t.Context(), "status", "--watch", "--interval", "200ms", "--json"), &lockedBuffer{}
	watch.Stdout = looks
	if err := watch.Start(); err != nil {
		t.Fatal(err)
	}
	counted := func() int { return strings.Count(looks.String(), "\n") }
	eventually(t, func() bool { return strings.Contains(looks.String(), `"feeds":1`) }, looks)
	if err := os.WriteFile(c.config(), both, 0o600); err != nil {
		t.Fatal(err)
	}
	d.signal(t, syscall.SIGHUP)
	d.says(t, "the configuration was read again")
	before := counted()
	eventually(t, func() bool { return counted() >= before+4 }, looks)
	lines := strings.Split(strings.TrimSpace(looks.String()), "\n")
	if last := lines[len(lines)-1]; !strings.Contains(last, `"feeds":2`) {
		t.Errorf("after the reload: %s", last)
	}
	d.end(t, syscall.SIGTERM)
}

// A worker adds no feeds and works off what daemons have booked on their server,
// which a context of the nats command may name.
func TestAWorkerHelps(t *testing.T) {
	p := startNATS(t)
	booking := newCrawl(t, 2, 3, fmt.Sprintf("nats: {url: %q}", p.url))
	daemon := booking.background(t, nil, "daemon")
	daemon.says(t, "wiredesk is up")
	daemon.end(t, syscall.SIGTERM)

	c := newCrawl(t, 1, 1, "")
	contexts := filepath.Join(c.dir, "nats", "context")
	if err := errors.Join(os.MkdirAll(contexts, 0o700), os.WriteFile(filepath.Join(contexts, "prod.json"), fmt.Appendf(nil, `{"url": %q}`, p.url), 0o600)); err != nil {
		t.Fatal(err)
	}
	w := c.background(t, []string{"XDG_CONFIG_HOME=" + c.dir, "HOME=" + c.dir}, "worker", "--nats-context", "prod")
	w.says(t, "a worker adds no feeds")
	nc := p.connect(t)
	defer nc.Close()
	eventually(t, func() bool { return len(countStories(t, nc)) == 6 }, w.log)
	w.end(t, syscall.SIGTERM)
	booking.wantEachOnce(t, countStories(t, nc))
	if hits, _, _ := c.grid.Hits(); len(hits) > 0 {
		t.Errorf("it asked for feeds of its own: %v", hits)
	}
	for _, args := range [][]string{{"worker"}, {"worker", "--nats-context", "nowhere"}} {
		cmd := c.command(t.Context(), args...)
		cmd.Env = append(cmd.Env, "XDG_CONFIG_HOME="+c.dir, "HOME="+c.dir)
		out, _ := cmd.CombinedOutput() // its exit code says it
		t.Logf("%s: %d: %s", args, cmd.ProcessState.ExitCode(), out)
		if len(args) == 1 && (cmd.ProcessState.ExitCode() != exitConfig || !strings.Contains(string(out), "nats.url or nats.context")) {
			t.Errorf("%s: exit code %d: %s", args, cmd.ProcessState.ExitCode(), out)
		}
		if len(args) > 1 && (cmd.ProcessState.ExitCode() == 0 || !strings.Contains(string(out), "context nowhere")) {
			t.Errorf("%s: exit code %d: %s", args, cmd.ProcessState.ExitCode(), out)
		}
	}
}

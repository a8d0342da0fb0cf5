package main

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// crawl is a site and a configuration to crawl it with, in a folder of its own.
type crawl struct {
	dir  string
	grid *Grid
}

// newCrawl makes a site of feeds times stories. extra is more YAML.
func newCrawl(t testing.TB, feeds, stories int, extra string) *crawl {
	t.Helper()
	c := &crawl{dir: t.TempDir(), grid: &Grid{Feeds: feeds, Stories: stories}}
	site := httptest.NewServer(c.grid)
	t.Cleanup(site.Close)
	var b strings.Builder
	fmt.Fprintf(&b, "state: {pause_below: 0, dir: %q}\nbackfill: all\ncrawl: {allow_private: [127.0.0.0/8], per_host: {delay: 0s}, timeout: 3s, lease: 2s, grace: 5s}\n%s\nfeeds:\n", filepath.Join(c.dir, "state"), extra)
	for _, p := range c.grid.FeedPaths() {
		fmt.Fprintf(&b, "  - %s%s\n", site.URL, p)
	}
	if err := os.WriteFile(c.config(), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *crawl) config() string { return filepath.Join(c.dir, "wiredesk.yaml") }

// command is a process of this very program.
func (c *crawl) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], append(args, "--config", c.config())...)
	cmd.Env = append(os.Environ(), beMain+"=1", "WIREDESK_NATS_LISTEN=none", "WIREDESK_LOG_LEVEL=error")
	return cmd
}

// run runs `wiredesk run` to its end.
func (c *crawl) run(t testing.TB) {
	t.Helper()
	if err := c.runToEnd(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (c *crawl) runToEnd(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	cmd := c.command(ctx, "run", "--nats-wait", "60s")
	sayWhereItHangs(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("run: %w\n%s", err, out)
	}
	return nil
}

// sayWhereItHangs has a command print its goroutines when its time is over.
func sayWhereItHangs(cmd *exec.Cmd) {
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGQUIT) }
	cmd.WaitDelay = 10 * time.Second
}

// published counts the messages of each story in the built-in server's stream.
func (c *crawl) published(t testing.TB) map[string]int {
	t.Helper()
	return c.publishedIn(t, filepath.Join(c.dir, "state"))
}

// publishedIn is published for a state directory elsewhere.
func (c *crawl) publishedIn(t testing.TB, state string) map[string]int {
	t.Helper()
	server, err := openState(state)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	}()
	nc, err := server.Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	return countStories(t, nc)
}

// countStories counts the messages of each headline, and checks their ids.
func countStories(t testing.TB, nc *nats.Conn) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for m, err := range subscribe.Read(t.Context(), nc, subscribe.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		counts[m.Article.Headline]++
		if m.ID != m.Article.ID+":1" {
			t.Errorf("%s: message id %s", m.Article.Headline, m.ID)
		}
	}
	return counts
}

// wantEachOnce checks that every story of the site is there, once.
func (c *crawl) wantEachOnce(t testing.TB, counts map[string]int) {
	t.Helper()
	missing, twice := 0, 0
	for f := range c.grid.Feeds {
		for s := range c.grid.Stories {
			switch n := counts[fmt.Sprintf("Report %d of district %d", s, f)]; {
			case n == 0:
				missing++
			case n > 1:
				twice++
			}
		}
	}
	if missing+twice > 0 || len(counts) != c.grid.Feeds*c.grid.Stories {
		t.Errorf("%d stories missing, %d published more than once, %d in all", missing, twice, len(counts))
	}
}

func TestARunPublishesEveryStoryOnceAndASecondNothing(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 50, 20, "")
	start := time.Now()
	c.run(t)
	t.Logf("1,000 stories in %s", time.Since(start).Round(time.Millisecond))
	c.wantEachOnce(t, c.published(t))
	before, peak, _ := c.grid.Hits()
	if peak != 1 {
		t.Errorf("%d requests in flight at one host", peak)
	}
	c.run(t)
	c.wantEachOnce(t, c.published(t))
	if after, _, _ := c.grid.Hits(); len(after) != len(before) {
		t.Errorf("the second run asked for %d paths more", len(after)-len(before))
	}
}

// Two daemons and a cron run share one server: no article twice, no feed polled
// twice in its slot, no host asked faster than its delay.
func TestProcessesShareTheWork(t *testing.T) {
	t.Parallel()
	const delay = 100 * time.Millisecond
	p := startNATS(t)
	c := newCrawl(t, 5, 8, fmt.Sprintf("nats: {url: %q}", p.url))
	c.replace(t, "delay: 0s", "delay: "+delay.String())
	var daemons []*exec.Cmd
	for range 2 {
		d := c.command(t.Context(), "daemon")
		d.Stderr = os.Stderr
		if err := d.Start(); err != nil {
			t.Fatal(err)
		}
		daemons = append(daemons, d)
	}
	c.run(t)
	for _, d := range daemons {
		if err := d.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		var exit *exec.ExitError
		if err := d.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 128+int(syscall.SIGTERM) {
			t.Errorf("daemon: %v, want exit code 143", err)
		}
	}
	nc := p.connect(t)
	defer nc.Close()
	c.wantEachOnce(t, countStories(t, nc))
	hits, peak, starts := c.grid.Hits()
	for path, n := range hits {
		if n != 1 {
			t.Errorf("%s was asked for %d times", path, n)
		}
	}
	if peak != 1 {
		t.Errorf("%d requests in flight at one host", peak)
	}
	for i := 1; i < len(starts); i++ {
		if gap := starts[i].Sub(starts[i-1]); gap < delay {
			t.Errorf("request %d came %s after the one before, the delay is %s", i, gap, delay)
		}
	}
}

// replace changes the configuration.
func (c *crawl) replace(t testing.TB, old, with string) {
	t.Helper()
	b, err := os.ReadFile(c.config())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(c.config(), []byte(strings.Replace(string(b), old, with, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/newsroom"
	"github.com/wiredesk/wiredesk/sink/embedded"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

var soak = flag.Duration("soak", 0, "repeat the kills for this long instead of a fixed number of times")

// kills is how often the run is killed when no soak is asked for.
const kills = 20

// crawl is a site and a configuration to crawl it with, in a folder of its own.
type crawl struct {
	dir  string
	grid *newsroom.Grid
}

// newCrawl makes a site of feeds times stories. extra is more YAML.
func newCrawl(t testing.TB, feeds, stories int, extra string) *crawl {
	t.Helper()
	c := &crawl{dir: t.TempDir(), grid: &newsroom.Grid{Feeds: feeds, Stories: stories}}
	site := httptest.NewServer(c.grid)
	t.Cleanup(site.Close)
	var b strings.Builder
	fmt.Fprintf(&b, "state: {dir: %q}\nbackfill: all\ncrawl: {allow_private: [127.0.0.0/8], per_host: {delay: 0s}, timeout: 3s, lease: 2s, grace: 5s}\n%s\nfeeds:\n", filepath.Join(c.dir, "state"), extra)
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
	if out, err := c.command(t.Context(), "run", "--nats-wait", "60s").CombinedOutput(); err != nil {
		t.Fatalf("run: %v\n%s", err, out)
	}
}

// killed starts a run and kills it after a while, unless it ends before.
func (c *crawl) killed(t testing.TB, after time.Duration) {
	t.Helper()
	cmd := c.command(t.Context(), "run")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && (!errors.As(err, &exit) || exit.ExitCode() >= 0) {
		t.Fatalf("run: %v\n%s", err, out.String())
	}
}

// published counts the messages of each story in the built-in server's stream.
func (c *crawl) published(t testing.TB) map[string]int {
	t.Helper()
	server, err := embedded.Open(embedded.Options{Dir: filepath.Join(c.dir, "state"), Listen: "none"})
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

func TestExactlyOnceThroughKills(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	start := time.Now()
	for i := 0; i < kills || time.Since(start) < *soak; i++ {
		c := newCrawl(t, 50, 20, "")
		after := time.Duration(rand.Int64N(int64(2500 * time.Millisecond)))
		c.killed(t, after)
		c.run(t)
		counts := c.published(t)
		c.wantEachOnce(t, counts)
		if t.Failed() {
			t.Fatalf("in repetition %d, killed after %s", i+1, after)
		}
		if *soak > 0 {
			t.Logf("repetition %d, killed after %s: 1,000 of 1,000, none twice", i+1, after.Round(time.Millisecond))
		}
	}
}

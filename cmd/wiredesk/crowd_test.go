package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink/embedded"
)

// A daemon starts beside a thousand consumers of others, crawls, and says whose they are:
// those that an earlier version let anybody make, and a reader's.
func TestADaemonStartsBesideAThousandConsumersOfOthers(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 2, 3, "")
	c.run(t)
	many := 220 // the disk takes a while for more; that a thousand are no limit is tried in sink/embedded
	if *floodFor > 0 {
		many = 1200
	}
	make := func(n int, prefix string, metadata map[string]string) {
		c.inState(t, func(ctx context.Context, js jetstream.JetStream) error {
			for i := range n {
				if _, err := js.CreateConsumer(ctx, "ARTICLES", jetstream.ConsumerConfig{
					Durable: fmt.Sprintf("%s%d", prefix, i), AckPolicy: jetstream.AckExplicitPolicy, Metadata: metadata,
				}); err != nil {
					return fmt.Errorf("%d: %w", i, err)
				}
			}
			return nil
		})
	}
	make(many, "squat", nil)
	for _, file := range []string{"owners.json", "manifest.json", "manifest.feeds"} { // an earlier version wrote none of them
		if err := os.Remove(filepath.Join(c.dir, "state", file)); err != nil {
			t.Fatal(err)
		}
	}
	make(10, "mallory", map[string]string{embedded.OwnerKey: "user mallory"})

	want := []string{fmt.Sprintf("%d were made before owners were written down", many), "user mallory has 10"}
	d := c.background(t, nil, "daemon")
	d.says(t, "wiredesk is up")
	for _, s := range want {
		d.says(t, s)
	}
	// It polls what has come since.
	c.grid.Publish(0)
	c.says(t, exitOK, "feeds", "retry", c.feed(t))
	eventually(t, func() bool { return strings.Contains(c.says(t, exitOK, "status"), "7 in the stream") }, d.log)
	out, err := c.command(t.Context(), "doctor").CombinedOutput()
	for _, s := range want {
		if !strings.Contains(string(out), s) {
			t.Errorf("doctor does not say %q: %v\n%s", s, err, out)
		}
	}
	out, err = c.command(t.Context(), "subscribers", "list").Output()
	text := string(out)
	if err != nil || strings.Count(text, "unknown") != many || strings.Count(text, "user mallory") != 10 {
		t.Errorf("subscribers list: %v\n%.2000s", err, text)
	}
	if out := c.says(t, exitOK, "subscribers", "remove", "squat0", "squat1"); !strings.Contains(out, "2 subscribers removed") {
		t.Errorf("remove: %s", out)
	}
	out, err = c.command(t.Context(), "tail", "--no-follow").CombinedOutput()
	if err != nil || strings.Count(string(out), "✓") != 7 {
		t.Errorf("tail: %v\n%s", err, out)
	}
	d.end(t, syscall.SIGTERM)
	var exit interface{ ExitCode() int }
	if out, err := c.command(t.Context(), "run").CombinedOutput(); err != nil && errors.As(err, &exit) {
		t.Errorf("a run ends with %d\n%s", exit.ExitCode(), out)
	}
}

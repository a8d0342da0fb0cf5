package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// Cron and systemd tell by the exit code whether to try again soon.
func TestAServerThatFallsSilentIsUnavailable(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, exitOK},
		{fmt.Errorf("open stream JOBS: %w", context.DeadlineExceeded), exitUnavailable},
		{fmt.Errorf("list feeds: %w", nats.ErrTimeout), exitUnavailable},
		{errors.Join(fmt.Errorf("list feeds: %w", nats.ErrDisconnected), errors.New("close")), exitUnavailable},
		{fmt.Errorf("connect: %w: %w", sink.ErrUnreachable, nats.ErrNoServers), exitUnavailable},
		{fmt.Errorf("%w without JetStream: %w", sink.ErrServer, nats.ErrNoResponders), exitConfig},
		{coded{code: exitFailing}, exitFailing},
		{errors.New("no such thing"), exitError},
	} {
		if got := exitCode(t.Context(), desk.AsUnreachable(c.err)); got != c.want {
			t.Errorf("%v: exit code %d, want %d", c.err, got, c.want)
		}
	}
}

// Somebody who looks at the status in the moment in which a daemon starts must not
// keep it from starting.
func TestADaemonWaitsForAShortCommand(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 1, 1, "")
	server, err := embedded.Open(embedded.Options{Dir: filepath.Join(c.dir, "state"), Listen: "none", Holder: "status", Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	d := c.background(t, nil, "daemon")
	time.Sleep(time.Second) // it comes while we are there
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	d.says(t, "wiredesk is up")
	d.end(t, syscall.SIGTERM)
}

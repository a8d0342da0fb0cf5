package main

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/sink"
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
		if got := exitCode(t.Context(), away(c.err)); got != c.want {
			t.Errorf("%v: exit code %d, want %d", c.err, got, c.want)
		}
	}
}

package calendar

import (
	"context"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

// heartbeat is where a sign of life is kept: in the stream of the jobs, which keeps the
// last of a subject, and where nobody takes it.
const heartbeat = "jobs.heartbeat"

// Beat has the server store a message as it stores a job, and returns when it has. Its
// error is that nothing can be booked, though the server may answer everything else. It
// tries once, and waits no longer than ctx.
func (c *Calendar) Beat(ctx context.Context) error {
	_, err := c.js.Publish(ctx, heartbeat, []byte(c.self), jetstream.WithExpectStream(StreamName), jetstream.WithRetryAttempts(0))
	if err != nil {
		return fmt.Errorf("store a sign of life in %s: %w", StreamName, err)
	}
	return nil
}

package calendar

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Queue is the part of the backlog that costs the same to ask for whatever is
// booked: Backlog names each job, and there is a poll for each feed.
type Queue struct {
	Due      int `json:"due"`       // waiting for a worker
	InFlight int `json:"in_flight"` // delivered to a worker and not yet answered
	Dead     int `json:"dead"`      // given up
	// Oldest is when the oldest of those that are due or in flight fell due; zero
	// if there is none.
	Oldest time.Time `json:"oldest,omitzero"`
}

// Queue looks at the jobs of all processes.
func (c *Calendar) Queue(ctx context.Context) (Queue, error) {
	var q Queue
	dead, err := c.jobs.Info(ctx, jetstream.WithSubjectFilter("jobs.dead.>"))
	if err != nil {
		return q, fmt.Errorf("count dead letters: %w", err)
	}
	q.Dead = len(dead.State.Subjects)
	due, err := c.due.Info(ctx)
	if err != nil {
		return q, fmt.Errorf("count due jobs: %w", err)
	}
	q.Due, q.InFlight = int(due.NumPending), due.NumAckPending
	if q.Due+q.InFlight == 0 {
		return q, nil
	}
	// What is at or below the floor is acknowledged, even if the stream still has it.
	first, err := c.jobs.GetMsg(ctx, due.AckFloor.Stream+1, jetstream.WithGetMsgSubject("jobs.due.>"))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return q, nil // it was answered meanwhile
	}
	if err != nil {
		return q, fmt.Errorf("read the oldest due job: %w", err)
	}
	q.Oldest = first.Time
	return q, nil
}

// HasConsumer reports whether the consumer of the due jobs is there.
func (c *Calendar) HasConsumer(ctx context.Context) (bool, error) {
	_, err := c.due.Info(ctx)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for consumer %s: %w", Consumer, err)
	}
	return true, nil
}

// Staffed reports whether any process asks for due jobs, or has some in hands.
func (c *Calendar) Staffed(ctx context.Context) (bool, error) {
	info, err := c.due.Info(ctx)
	if err != nil {
		return false, fmt.Errorf("look for workers: %w", err)
	}
	return info.NumWaiting > 0 || info.NumAckPending > 0, nil
}

package calendar

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Queue is how the due jobs stand. It costs the server the same for any number
// of feeds, other than a Backlog, which counts what is booked for later.
type Queue struct {
	Due      int       `json:"due"`       // waiting for a worker
	InFlight int       `json:"in_flight"` // delivered to a worker and not yet answered
	Dead     int       `json:"dead"`      // given up
	Oldest   time.Time `json:"oldest,omitzero"`
}

// Queue counts the due jobs of all processes. Oldest is when the one that has
// been due for longest fell due, the zero time if none is.
func (c *Calendar) Queue(ctx context.Context) (q Queue, err error) {
	info, err := c.due.Info(ctx)
	if err != nil {
		return q, fmt.Errorf("count due jobs: %w", err)
	}
	q.Due, q.InFlight = int(info.NumPending), info.NumAckPending
	dead, err := c.jobs.Info(ctx, jetstream.WithSubjectFilter("jobs.dead.>"))
	if err != nil {
		return q, fmt.Errorf("count dead letters: %w", err)
	}
	q.Dead = len(dead.State.Subjects)
	if q.Due+q.InFlight == 0 {
		return q, nil
	}
	m, err := c.jobs.GetMsg(ctx, 1, jetstream.WithGetMsgSubject("jobs.due.>"))
	switch {
	case errors.Is(err, jetstream.ErrMsgNotFound): // done meanwhile
	case err != nil:
		return q, fmt.Errorf("read the oldest due job: %w", err)
	default:
		q.Oldest = m.Time
	}
	return q, nil
}

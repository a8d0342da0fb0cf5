package calendar

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// PollJob finds the job of a feed's next poll: due, in its host's lane, or planned
// for later. It returns nil if none is booked.
func (c *Calendar) PollJob(ctx context.Context, feedID string) (*Waiting, error) {
	for _, place := range []struct{ subject, state string }{
		{"jobs.due.poll." + feedID, "due"}, {"jobs.at.lane.poll." + feedID, "lane"}, {"jobs.at.poll." + feedID, "planned"},
	} {
		w, err := c.readWaiting(ctx, place.subject, place.state)
		if w != nil || err != nil {
			return w, err
		}
	}
	return nil, nil
}

// readWaiting reads the job under a subject; nil if there is none.
func (c *Calendar) readWaiting(ctx context.Context, subject, state string) (*Waiting, error) {
	msg, err := c.jobs.GetLastMsgForSubject(ctx, subject)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read job %s: %w", subject, err)
	}
	w := &Waiting{State: state, Reason: msg.Header.Get(headerReason)}
	w.At, _ = time.Parse("@at "+time.RFC3339Nano, msg.Header.Get(jetstream.ScheduleHeader))
	if w.Job, err = decodeJob(msg.Data); err != nil {
		return nil, fmt.Errorf("read job %s: %w", subject, err)
	}
	return w, nil
}

// Staffed reports whether any process asks for due jobs, or has some in hands.
func (c *Calendar) Staffed(ctx context.Context) (bool, error) {
	info, err := c.due.Info(ctx)
	if err != nil {
		return false, fmt.Errorf("look for workers: %w", err)
	}
	return info.NumWaiting > 0 || info.NumAckPending > 0, nil
}

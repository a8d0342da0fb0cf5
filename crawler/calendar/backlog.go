package calendar

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Backlog counts the jobs that are not done.
type Backlog struct {
	Due      int `json:"due"`       // waiting for a worker
	InFlight int `json:"in_flight"` // delivered to a worker and not yet answered
	Lanes    int `json:"lanes"`     // waiting for their slot in a host's lane
	Turns    int `json:"turns"`     // waiting for a turn of their feed, which has much to do
	Retries  int `json:"retries"`   // pages waiting to be tried again
	Rechecks int `json:"rechecks"`  // published pages waiting to be looked at again
	Polls    int `json:"polls"`     // polls waiting for their time
	Dead     int `json:"dead"`      // given up
}

// Backlog counts the jobs of all processes.
func (c *Calendar) Backlog(ctx context.Context) (Backlog, error) {
	var b Backlog
	// The waiting jobs are counted before the due ones: one that falls due between
	// the two questions is then counted twice rather than not at all.
	for _, q := range []struct {
		subject string
		n       *int
	}{
		{"jobs.at.lane.>", &b.Lanes}, {turnPrefix + ">", &b.Turns}, {"jobs.at.retry.>", &b.Retries}, {"jobs.at.recheck.>", &b.Rechecks},
		{"jobs.at.poll.>", &b.Polls}, {"jobs.dead.>", &b.Dead},
	} {
		info, err := c.jobs.Info(ctx, jetstream.WithSubjectFilter(q.subject))
		if err != nil {
			return Backlog{}, fmt.Errorf("count jobs: %w", err)
		}
		*q.n = len(info.State.Subjects)
	}
	info, err := c.due.Info(ctx)
	if err != nil {
		return Backlog{}, fmt.Errorf("count due jobs: %w", err)
	}
	b.Due, b.InFlight = int(info.NumPending), info.NumAckPending
	return b, nil
}

// overdueLag is how long a server that was just started takes to make jobs due
// whose time came while it was not running. 0.5 s was measured.
const overdueLag = time.Second

// expectOverdue sees to it that a run does not end before such jobs are due, if
// there may be some. Polls are none: what is due of them is booked anew.
func (c *Calendar) expectOverdue(ctx context.Context) error {
	if !c.opts.Sole {
		return nil
	}
	for _, subject := range []string{"jobs.at.retry.>", "jobs.at.recheck.>"} {
		waiting, err := c.holds(ctx, subject)
		if err != nil {
			return err
		}
		if waiting {
			c.overdue = time.Now().Add(overdueLag)
		}
	}
	return nil
}

// Idle reports whether nothing is left that falls due by itself within moments.
//
// The consumer alone cannot tell: on a cluster it may live on another node than
// the stream, and not have heard yet of a job that was just booked. Nor can the
// stream: a server that is killed between taking an acknowledgement and removing
// the job keeps a job that nobody will get.
func (c *Calendar) Idle(ctx context.Context) (bool, error) {
	if time.Now().Before(c.overdue) {
		return false, nil
	}
	// What waits is counted before what is due, as in Backlog.
	for _, subject := range []string{"jobs.at.lane.>", turnPrefix + ">"} {
		if waiting, err := c.holds(ctx, subject); err != nil || waiting {
			return false, err
		}
	}
	due, err := c.holds(ctx, "jobs.due.>")
	if err != nil || !due {
		return err == nil, err
	}
	return c.acknowledged(ctx)
}

// holds reports whether the stream has jobs under a subject.
func (c *Calendar) holds(ctx context.Context, subject string) (bool, error) {
	info, err := c.jobs.Info(ctx, jetstream.WithSubjectFilter(subject))
	if err != nil {
		return false, fmt.Errorf("count jobs: %w", err)
	}
	return len(info.State.Subjects) > 0, nil
}

// acknowledged reports whether all due jobs are acknowledged though the stream
// still has them.
func (c *Calendar) acknowledged(ctx context.Context) (bool, error) {
	info, err := c.due.Info(ctx)
	if err != nil {
		return false, fmt.Errorf("count due jobs: %w", err)
	}
	if info.NumPending > 0 || info.NumAckPending > 0 {
		return false, nil
	}
	last, err := c.jobs.GetLastMsgForSubject(ctx, "jobs.due.>")
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return false, nil // it has just gone: look again
	}
	if err != nil {
		return false, fmt.Errorf("read the last due job: %w", err)
	}
	return last.Sequence <= info.AckFloor.Stream, nil
}

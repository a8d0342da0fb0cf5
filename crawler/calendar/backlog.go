package calendar

import (
	"context"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

// Backlog counts the jobs that are not done.
type Backlog struct {
	Due      int `json:"due"`       // waiting for a worker
	InFlight int `json:"in_flight"` // delivered to a worker and not yet answered
	Lanes    int `json:"lanes"`     // waiting for their slot in a host's lane
	Retries  int `json:"retries"`   // pages waiting to be tried again
	Looks    int `json:"looks"`     // published pages waiting to be looked at again
	Polls    int `json:"polls"`     // polls waiting for their time
	Dead     int `json:"dead"`      // given up
}

// Drained reports whether nothing is left that falls due by itself within
// moments: no due job, none in a worker's hands, none waiting for its slot. Polls and
// retries of later wait for the next run.
func (b Backlog) Drained() bool { return b.Due == 0 && b.InFlight == 0 && b.Lanes == 0 }

// Backlog counts the jobs of all processes.
func (c *Calendar) Backlog(ctx context.Context) (Backlog, error) {
	var b Backlog
	// The waiting jobs are counted before the due ones: one that falls due between
	// the two questions is then counted twice rather than not at all.
	for _, q := range []struct {
		subject string
		n       *int
	}{
		{"jobs.at.lane.>", &b.Lanes}, {"jobs.at.retry.>", &b.Retries}, {"jobs.at.look.>", &b.Looks},
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

// Idle is Backlog.Drained at half the price: it does not count what Drained
// does not look at.
func (c *Calendar) Idle(ctx context.Context) (bool, error) {
	lanes, err := c.jobs.Info(ctx, jetstream.WithSubjectFilter("jobs.at.lane.>"))
	if err != nil {
		return false, fmt.Errorf("count waiting jobs: %w", err)
	}
	info, err := c.due.Info(ctx)
	if err != nil {
		return false, fmt.Errorf("count due jobs: %w", err)
	}
	return len(lanes.State.Subjects) == 0 && info.NumPending == 0 && info.NumAckPending == 0, nil
}

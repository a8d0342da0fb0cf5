package calendar

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// maxDeliveries bounds how often a job may come back without an answer: past
// it, the job itself is suspected of killing its workers.
const maxDeliveries = 20

// ErrNoJob is returned by Next when no job fell due for a while.
var ErrNoJob = errors.New("no job is due")

// Due is a job in a worker's hands. It ends with exactly one of Done, Postpone,
// DeadLetter or Release; until then Renew keeps it from being given to another worker.
type Due struct {
	Job
	c   *Calendar
	msg jetstream.Msg
}

// Next waits for a due job, up to Options.PullWait. It returns ErrNoJob if none came.
// A job that cannot be read, or that was delivered too often without an answer,
// becomes a dead letter on the way.
func (c *Calendar) Next(ctx context.Context) (*Due, error) {
	for {
		pull, cancel := context.WithTimeout(ctx, c.opts.PullWait)
		msg, err := c.due.Next(jetstream.FetchContext(pull))
		cancel()
		switch {
		case ctx.Err() != nil:
			if err == nil { // it came in the same moment as the stop
				_ = msg.Nak()
			}
			return nil, ctx.Err()
		case errors.Is(err, nats.ErrTimeout), errors.Is(err, context.DeadlineExceeded), errors.Is(err, jetstream.ErrNoMessages):
			return nil, ErrNoJob
		case err != nil:
			return nil, fmt.Errorf("pull a due job: %w", err)
		}
		d := &Due{c: c, msg: msg}
		var reason string
		if d.Job, err = decodeJob(msg.Data()); err != nil {
			reason = err.Error()
		} else if meta, err := msg.Metadata(); err == nil && meta.NumDelivered > maxDeliveries {
			reason = fmt.Sprintf("delivered %d times without an answer", meta.NumDelivered-1)
		}
		if reason == "" {
			c.leases.keep(msg)
			return d, nil
		}
		if err := d.DeadLetter(ctx, reason); err != nil {
			return nil, err
		}
	}
}

// Redelivered reports whether the job was in somebody's hands before.
func (d *Due) Redelivered() bool {
	meta, err := d.msg.Metadata()
	return err == nil && meta.NumDelivered > 1
}

// Done says that everything that came of the job is stored. It does not wait
// for the stream to forget the job: an acknowledgement that gets lost brings the
// job back, and then there is nothing left to do for it.
func (d *Due) Done(context.Context) error {
	d.c.leases.drop(d.msg)
	if err := d.msg.Ack(); err != nil {
		return fmt.Errorf("acknowledge %s of %s: %w", d.Kind, d.URL, err)
	}
	return nil
}

// Postpone books the job again, as j says and for a planned time, then takes
// this delivery off the queue. A crash between the two leaves both, and the
// second finds that there is nothing to do.
func (d *Due) Postpone(ctx context.Context, j Job, at time.Time) error {
	return d.rebook(ctx, j, j.timeSubject(), at)
}

// Wait books the job, as j says, for a slot of its host's lane.
func (d *Due) Wait(ctx context.Context, j Job, slot time.Time) error {
	return d.rebook(ctx, j, j.laneSubject(), slot)
}

func (d *Due) rebook(ctx context.Context, j Job, subject string, at time.Time) error {
	if err := d.c.book(ctx, j, subject, at); err != nil {
		return err
	}
	// A booking that was due at once replaced this message: there is nothing
	// left to acknowledge.
	if d.c.until(at) <= soon {
		d.c.leases.drop(d.msg)
		return nil
	}
	return d.Done(ctx)
}

// AwaitTurn books the job, as j says, for a time at which its feed will have done more of
// what it has to do: others have had their turns by then.
func (d *Due) AwaitTurn(ctx context.Context, j Job, feedID string, at time.Time) error {
	return d.rebook(ctx, j, j.turnSubject(feedID), at)
}

// Size is that of the stored job, in bytes.
func (d *Due) Size() int { return len(d.msg.Data()) }

// PullWait is how long Next waits for a job.
func (c *Calendar) PullWait() time.Duration { return c.opts.PullWait }

// Release gives the job back, to be delivered again at once, to any worker.
func (d *Due) Release() error {
	d.c.leases.drop(d.msg)
	if err := d.msg.Nak(); err != nil {
		return fmt.Errorf("give back %s of %s: %w", d.Kind, d.URL, err)
	}
	return nil
}

// Leave forgets the job without an answer: it is delivered again when its lease
// ends. It is for moments when the server cannot be reached.
func (d *Due) Leave() { d.c.leases.drop(d.msg) }

// DeadLetter makes the job a dead letter with a reason.
func (d *Due) DeadLetter(ctx context.Context, reason string) error {
	subject := d.deadSubject()
	if d.ID == "" { // it could not be read: keep it under its own subject's id
		subject = "jobs.dead" + d.msg.Subject()[len("jobs.due"):]
	}
	msg := nats.NewMsg(subject)
	msg.Data = d.msg.Data()
	msg.Header.Set(headerReason, oneLine(reason))
	msg.Header.Set(headerDiedAt, d.c.Now().UTC().Format(time.RFC3339))
	if _, err := d.c.js.PublishMsg(ctx, msg); err != nil {
		return fmt.Errorf("keep dead letter of %s: %w", d.URL, err)
	}
	return d.Done(ctx)
}

// KeepAlive renews the lease of every job that is in a worker's hands, until
// ctx ends. One goroutine a process runs it, as long as any worker works.
func (c *Calendar) KeepAlive(ctx context.Context) { c.leases.renew(ctx, c.opts.Lease/3) }

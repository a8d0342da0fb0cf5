package calendar

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// soon is the least wait that is worth a schedule: the server looks at its
// schedules every 250 ms, so anything sooner is due at once.
const soon = 250 * time.Millisecond

// headerBooked says when a job was booked, by the clock of who did: with the time at which
// the server stored it, that tells later whether that clock was right.
const headerBooked = "Wiredesk-Booked"

// BookAt books a job for a time that was planned, or as due now if that has
// come. It returns when the stream has stored the booking.
func (c *Calendar) BookAt(ctx context.Context, j Job, at time.Time) error {
	return c.book(ctx, j, j.timeSubject(), at)
}

// alreadyThere are the errors of a stream that has a message where none was expected, the
// second on a cluster where it is just being stored.
var alreadyThere = []jetstream.ErrorCode{
	jetstream.JSErrCodeStreamWrongLastSequence, jetstream.JSErrCodeStreamWrongLastSequenceConstant,
}

// bookOnce books a job for a slot of its host's lane, unless it waits for one already, and
// reports whether it did.
func (c *Calendar) bookOnce(ctx context.Context, j Job, slot time.Time) (bool, error) {
	var once []jetstream.PublishOpt
	if c.until(slot) > soon { // what is due may be done already, and about to be removed
		once = append(once, jetstream.WithExpectLastSequencePerSubject(0))
	}
	err := c.book(ctx, j, j.laneSubject(), slot, once...)
	var refused *jetstream.APIError
	if errors.As(err, &refused) && slices.Contains(alreadyThere, refused.ErrorCode) {
		return false, nil
	}
	return err == nil, err
}

// book stores a job under subject until the time, then the server moves it to
// the due jobs.
func (c *Calendar) book(ctx context.Context, j Job, subject string, at time.Time, opts ...jetstream.PublishOpt) error {
	data, err := j.encode()
	if err != nil {
		return err
	}
	msg := nats.NewMsg(j.dueSubject())
	msg.Data = data
	if now := c.Now(); at.Sub(now) > soon {
		msg.Subject = subject
		// The header is written here because WithScheduleAt drops fractions of a
		// second, and a job that falls due early finds its lane closed.
		msg.Header.Set(jetstream.ScheduleHeader, "@at "+at.UTC().Format(time.RFC3339Nano))
		msg.Header.Set(jetstream.ScheduleTargetHeader, j.dueSubject())
		msg.Header.Set(headerBooked, now.UTC().Format(time.RFC3339Nano))
	}
	if _, err := c.js.PublishMsg(ctx, msg, opts...); err != nil {
		return fmt.Errorf("book %s of %s: %w", j.Kind, j.URL, err)
	}
	return nil
}

// Booked returns the ids of the feeds that have a poll booked. The value says
// whether it is on its way already: due, or waiting for its host's lane, and
// not for a planned time.
func (c *Calendar) Booked(ctx context.Context) (map[string]bool, error) {
	ids := map[string]bool{}
	for _, q := range []struct {
		prefix   string
		underWay bool
	}{{"jobs.at.poll.", false}, {"jobs.at.lane.poll.", true}, {"jobs.due.poll.", true}} {
		info, err := c.jobs.Info(ctx, jetstream.WithSubjectFilter(q.prefix+">"))
		if err != nil {
			return nil, fmt.Errorf("list booked polls: %w", err)
		}
		for subject := range info.State.Subjects {
			id := subject[len(q.prefix):]
			ids[id] = ids[id] || q.underWay
		}
	}
	return ids, nil
}

// Unbook removes what is booked and due for a feed's poll.
func (c *Calendar) Unbook(ctx context.Context, feedID string) error {
	j := Job{Kind: Poll, ID: feedID}
	for _, subject := range []string{j.timeSubject(), j.laneSubject(), j.dueSubject()} {
		if err := c.jobs.Purge(ctx, jetstream.WithPurgeSubject(subject)); err != nil {
			return fmt.Errorf("cancel the poll of feed %s: %w", feedID, err)
		}
	}
	return nil
}

package calendar

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

const (
	headerReason = "Wiredesk-Reason"
	headerDiedAt = "Wiredesk-Died-At"
)

// DeadLetter is a job that was given up.
//
// Its address and reason are masked (weburl.Masked): they are there to be shown.
type DeadLetter struct {
	Subject string    `json:"subject"`
	URL     string    `json:"url,omitempty"`
	Reason  string    `json:"reason"`
	At      time.Time `json:"at,omitzero"`
	job     Job
}

// DeadLetters returns up to limit dead letters, in the order of their subjects. One that
// cannot be read is among them, without an address.
func (c *Calendar) DeadLetters(ctx context.Context, limit int) ([]DeadLetter, error) {
	info, err := c.jobs.Info(ctx, jetstream.WithSubjectFilter("jobs.dead.>"))
	if err != nil {
		return nil, fmt.Errorf("list dead letters: %w", err)
	}
	subjects := make([]string, 0, len(info.State.Subjects))
	for s := range info.State.Subjects {
		subjects = append(subjects, s)
	}
	sort.Strings(subjects)
	var letters []DeadLetter
	for _, s := range subjects[:min(limit, len(subjects))] {
		msg, err := c.jobs.GetLastMsgForSubject(ctx, s)
		if errors.Is(err, jetstream.ErrMsgNotFound) { // it was revived meanwhile
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read dead letter %s: %w", s, err)
		}
		l := DeadLetter{Subject: s, Reason: weburl.MaskedText(msg.Header.Get(headerReason))}
		l.At, _ = time.Parse(time.RFC3339, msg.Header.Get(headerDiedAt))
		if l.job, err = decodeJob(msg.Data); err == nil {
			l.URL = weburl.Masked(l.job.URL)
		} else if l.Reason == "" {
			l.Reason = unreadableJob(err)
		}
		letters = append(letters, l)
	}
	return letters, nil
}

// Revive books a dead letter again as a new job. One that cannot be read stays.
func (c *Calendar) Revive(ctx context.Context, l DeadLetter) error {
	if l.job.ID == "" {
		return fmt.Errorf("dead letter %s cannot be read: %s", l.Subject, l.Reason)
	}
	l.job.Attempt = 0
	if err := c.BookNext(ctx, l.job); err != nil {
		return err
	}
	if err := c.jobs.Purge(ctx, jetstream.WithPurgeSubject(l.Subject)); err != nil {
		return fmt.Errorf("remove dead letter %s: %w", l.Subject, err)
	}
	return nil
}

// mostRevived bounds how many dead letters ReviveAll looks at.
const mostRevived = 10_000

// ReviveAll books again the dead letters that can be read, the first 10,000 of them,
// and returns how many it has booked, before an error as well.
func (c *Calendar) ReviveAll(ctx context.Context) (revived int, err error) {
	letters, err := c.DeadLetters(ctx, mostRevived)
	if err != nil {
		return 0, err
	}
	for _, l := range letters {
		if l.URL == "" {
			continue // it cannot be read
		}
		if err := c.Revive(ctx, l); err != nil {
			return revived, err
		}
		revived++
	}
	return revived, nil
}

// oneLine makes text fit for a header.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 500 {
		s = strings.ToValidUTF8(s[:500], "") + "…"
	}
	return s
}

const (
	// keepsDead is for how long a dead letter is kept.
	keepsDead = 30 * 24 * time.Hour
	// mostDead is how many are kept.
	mostDead = 10_000
)

// ForgetDead removes the dead letters that are older than 30 days, and the oldest of more
// than 10,000. It returns how many it has removed, before an error as well.
func (c *Calendar) ForgetDead(ctx context.Context) (forgotten int, err error) {
	info, err := c.jobs.Info(ctx, jetstream.WithSubjectFilter("jobs.dead.>"))
	if err != nil {
		return 0, fmt.Errorf("count dead letters: %w", err)
	}
	for kept := len(info.State.Subjects); kept > 0; kept-- {
		// The first of the stream is the oldest: a job that dies again takes a new place.
		oldest, err := c.jobs.GetMsg(ctx, 1, jetstream.WithGetMsgSubject("jobs.dead.>"))
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return forgotten, nil
		}
		if err != nil {
			return forgotten, fmt.Errorf("read the oldest dead letter: %w", err)
		}
		if kept <= mostDead && c.Now().Sub(oldest.Time) <= keepsDead {
			return forgotten, nil
		}
		// A purge, unlike a deletion, has nothing against a letter that others removed first.
		err = c.jobs.Purge(ctx, jetstream.WithPurgeSubject(oldest.Subject), jetstream.WithPurgeSequence(oldest.Sequence+1))
		if err != nil {
			return forgotten, fmt.Errorf("remove dead letter %s: %w", oldest.Subject, err)
		}
		forgotten++
	}
	return forgotten, nil
}

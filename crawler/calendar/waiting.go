package calendar

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Waiting is a job that is not done yet.
type Waiting struct {
	// State is due, lane (waiting for its host's lane), turn (for its feed's turn), retry, recheck, planned (a
	// poll of later) or dead.
	State string    `json:"state"`
	At    time.Time `json:"at,omitzero"` // when it falls due
	// Reason is why it was given up, or cannot be read: then the Job is empty.
	Reason string `json:"reason,omitempty"`
	Job
}

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

// Turns counts the pages of a feed that are put off because it has much to do.
func (c *Calendar) Turns(ctx context.Context, feedID string) (int, error) {
	info, err := c.jobs.Info(ctx, jetstream.WithSubjectFilter(turnPrefix+feedID+".>"))
	if err != nil {
		return 0, fmt.Errorf("count the jobs of feed %s: %w", feedID, err)
	}
	return len(info.State.Subjects), nil
}

// readWaiting reads the job under a subject; nil if there is none. One that cannot be
// read has a Reason that says so.
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
	if w.Job, err = decodeJob(msg.Data); err != nil && w.Reason == "" { // the others are not to suffer from it
		w.Reason = unreadableJob(err)
	}
	return w, nil
}

// unreadableJob says why nothing but its place is known of a job.
func unreadableJob(err error) string { return "it cannot be read: " + err.Error() }

// pageStates are the states of a page's job, by where it waits.
var pageStates = map[string]string{
	"jobs.due.page.": "due", "jobs.at.lane.page.": "lane", turnPrefix: "turn", "jobs.at.retry.": "retry", "jobs.at.recheck.": "recheck",
	"jobs.dead.page.": "dead",
}

// LookID is the id of the job of the looks at the page of a story, by its article id.
func LookID(articleID string) string { return articleID + "-recheck" }

// Looks returns the jobs of the looks at one story's page, by the article ids that it may go
// by. Unlike PageJobs it lists nothing, and costs the same whatever is booked.
func (c *Calendar) Looks(ctx context.Context, articleIDs ...string) ([]Waiting, error) {
	var list []Waiting
	for _, id := range articleIDs {
		for prefix, state := range map[string]string{"jobs.at.recheck.": "recheck", "jobs.at.lane.page.": "lane", "jobs.due.page.": "due"} {
			w, err := c.readWaiting(ctx, prefix+LookID(id), state)
			if err != nil {
				return nil, err
			}
			if w != nil {
				list = append(list, *w)
			}
		}
	}
	return list, nil
}

// LookBooked reports whether the next look of a job's id is booked.
func (c *Calendar) LookBooked(ctx context.Context, id string) (bool, error) {
	w, err := c.readWaiting(ctx, "jobs.at.recheck."+id, "recheck")
	return w != nil, err
}

// PageJobs returns the jobs of the pages of one story, by the article ids that it may go by.
func (c *Calendar) PageJobs(ctx context.Context, articleIDs ...string) ([]Waiting, error) {
	var list []Waiting
	for prefix, state := range pageStates {
		info, err := c.jobs.Info(ctx, jetstream.WithSubjectFilter(prefix+">"))
		if err != nil {
			return nil, fmt.Errorf("list jobs: %w", err)
		}
		for subject := range info.State.Subjects {
			id := subject[strings.LastIndexByte(subject, '.')+1:]
			if !slices.ContainsFunc(articleIDs, func(article string) bool { return strings.HasPrefix(id, article) }) {
				continue
			}
			w, err := c.readWaiting(ctx, subject, state)
			if err != nil {
				return nil, err
			}
			if w != nil { // else it was done meanwhile
				list = append(list, *w)
			}
		}
	}
	return list, nil
}

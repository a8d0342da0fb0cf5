package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// ShownLetters bounds the dead letters of a Status.
const ShownLetters = 10

// Idle is the Process of a Status when nothing is at work on the built-in server.
const Idle = "nothing is running"

// IdleText is the Process of a Status when nothing is at work on a state directory, which may
// be that nothing is stored there, or no more.
func IdleText(cfg *config.Config) string {
	if embedded.Stored(cfg.StateDir()) {
		return Idle
	}
	return Idle + ", and nothing is stored in " + cfg.StateDir()
}

// Status is how a desk is: the stream, the feeds and the jobs.
type Status struct {
	Server    string                `json:"server"`
	Process   string                `json:"process"`           // what is at work, in words
	Paused    string                `json:"paused,omitempty"`  // why crawls pause
	Trouble   string                `json:"trouble,omitempty"` // why it does not do its work
	Missing   string                `json:"missing,omitempty"` // of what was stored
	Clocks    []string              `json:"clocks,omitempty"`  // what is wrong with them, or was today
	Articles  uint64                `json:"articles"`          // versions
	Stories   uint64                `json:"stories"`           // of which the first is still there
	Bytes     uint64                `json:"bytes"`
	Last      time.Time             `json:"last_article,omitzero"`
	Consumers int                   `json:"consumers"` // those of the desk itself left out
	Feeds     int                   `json:"feeds"`
	States    map[string]int        `json:"states"` // how many feeds are how
	NextPoll  time.Time             `json:"next_poll,omitzero"`
	Jobs      calendar.Backlog      `json:"jobs"`
	Letters   []calendar.DeadLetter `json:"dead_letters,omitempty"` // the last of them
}

// Status looks at everything. list is how the feeds are listed.
func (d *Desk) Status(ctx context.Context, list func(context.Context) ([]*calendar.Feed, error)) (s Status, err error) {
	s.Server = d.Address() + " (nats-server " + d.NC.ConnectedServerVersion() + ")"
	s.Process = d.process()
	s.Paused, s.Trouble, s.Missing = LowDisk(d.Config), d.Trouble(ctx), d.Missing()
	stream, err := d.JS.Stream(ctx, d.Config.NATS.Stream.Name)
	if err == nil {
		state := stream.CachedInfo().State
		s.Articles, s.Bytes, s.Last = state.Msgs, state.Bytes, state.LastTime
		if state.LastSeq == 0 {
			s.Last = time.Time{}
		}
		if err := d.countReaders(ctx, &s, stream); err != nil {
			return s, err
		}
	} else if !errors.Is(err, jetstream.ErrStreamNotFound) {
		return s, fmt.Errorf("look at stream %s: %w", d.Config.NATS.Stream.Name, err)
	}
	clocks, troubles, err := d.Sights(ctx)
	if err != nil {
		return s, err
	}
	s.Clocks, s.Paused = clocks, cmp.Or(s.Paused, strings.Join(troubles, "; "))
	if skew := d.Calendar.Skew(); skew.Abs() > calendar.SameClock {
		s.Clocks = append([]string{ClockText(calendar.ClockTurn{Ahead: skew})}, s.Clocks...)
	}
	feeds, err := list(ctx)
	if err != nil {
		return s, err
	}
	s.Feeds, s.States = len(feeds), map[string]int{}
	for _, f := range feeds {
		s.States[f.State()]++
		if !f.Resting() && (s.NextPoll.IsZero() || f.Next.Before(s.NextPoll)) {
			s.NextPoll = f.Next
		}
	}
	if s.Jobs, err = d.Calendar.Backlog(ctx); err != nil {
		return s, err
	}
	s.Letters, err = d.Calendar.DeadLetters(ctx, ShownLetters)
	return s, err
}

// countReaders counts the stories, and who reads them.
func (d *Desk) countReaders(ctx context.Context, s *Status, stream jetstream.Stream) (err error) {
	if s.Stories, err = sink.Stories(ctx, stream, d.Config.NATS.Subject); err != nil {
		return err
	}
	if s.Consumers = stream.CachedInfo().State.Consumers; s.Consumers == 0 {
		return nil
	}
	if list, err := d.Subscribers(ctx); err == nil { // who may not list them sees how many there are
		s.Consumers = len(list)
	}
	return nil
}

// process names who is at work on the built-in server.
func (d *Desk) process() string {
	if d.Config.External() {
		return "external NATS"
	}
	if d.Unattended() {
		return IdleText(d.Config)
	}
	info, err := embedded.Running(d.Config.StateDir())
	if err != nil || info == nil {
		return "it just ended"
	}
	return fmt.Sprintf("%s, process %d, since %s", info.Command, info.PID, words.Clock(info.Started))
}

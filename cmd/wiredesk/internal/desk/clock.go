package desk

import (
	"context"
	"fmt"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// SetClock is the way out of a clock that is wrong.
const SetClock = "turn on time synchronisation: `timedatectl set-ntp true`"

// ClockText is news of a clock, in words.
func ClockText(t calendar.ClockTurn) string {
	switch {
	case t.Step != 0:
		return stepText(t.Step)
	case t.Agrees:
		return "this machine's clock agrees with that of NATS again"
	}
	return "this machine's clock is " + Compared(t.Ahead) + " the one of NATS, which everything is booked by"
}

// Sights are what the machines have noticed, in words: clocks that are wrong, with the
// steps of the last day, and those that cannot fetch.
func (d *Desk) Sights(ctx context.Context) (clocks, troubles []string, err error) {
	sights, err := d.Calendar.Sights(ctx)
	for _, s := range sights {
		if s.Trouble != "" {
			troubles = append(troubles, s.Node+": "+s.Trouble)
		}
		if s.Ahead != 0 {
			clocks = append(clocks, fmt.Sprintf("the clock of %s is %s the one of NATS", s.Node, Compared(s.Ahead)))
		}
		if s.By != 0 {
			clocks = append(clocks, fmt.Sprintf("%s, at %s as %s saw it", stepText(s.By), words.Clock(s.Stepped), s.Node))
		}
	}
	return clocks, troubles, err
}

func stepText(by time.Duration) string {
	if by < 0 {
		return "the clock of NATS was set back by " + words.Roughly(-by)
	}
	return "the clock of NATS went forward by " + words.Roughly(by)
}

// Compared says by how much a clock is ahead of another.
func Compared(ahead time.Duration) string {
	if ahead < 0 {
		return words.Roughly(-ahead) + " behind"
	}
	return words.Roughly(ahead) + " ahead of"
}

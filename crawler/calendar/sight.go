package calendar

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Keys of HOSTS that are no host's: those have no '='.
const (
	seenKey   = "=seen"
	sightsKey = "=sights"
)

const (
	// sightKept is for how long it is told that a clock has stepped, and sightFresh for how
	// long a process may say nothing of what is wrong.
	sightKept  = 24 * time.Hour
	sightFresh = 5 * time.Minute
	// maxSights bounds how many are kept.
	maxSights = 50
)

// Sight is what the processes of a machine have noticed and others should know: that its
// clock differs from the server's, that the server's has stepped, or that it cannot fetch.
type Sight struct {
	Node string    `json:"node"` // its machine
	At   time.Time `json:"at"`   // when it last said so, by the server's clock
	// Ahead is by how much the machine's clock is ahead of the server's; 0 if it is not.
	Ahead time.Duration `json:"ahead,omitempty"`
	// Stepped is when the server's clock stepped, By by how much, forwards where it is
	// positive; zero if it has not.
	Stepped time.Time     `json:"stepped,omitzero"`
	By      time.Duration `json:"by,omitempty"`
	// Trouble is why it cannot fetch, in words; empty if it can.
	Trouble string `json:"trouble,omitempty"`
}

// silent reports whether there is nothing to tell.
func (s Sight) silent() bool { return s.Ahead == 0 && s.Trouble == "" && s.Stepped.IsZero() }

// SetTrouble notes why this machine cannot fetch; empty: it can. Other processes hear of it
// from WatchClock, within seconds.
func (c *Calendar) SetTrouble(why string) {
	c.trouble.Store(&why)
	c.suspected.Store(true)
}

// Sights returns what is to be told now: what is wrong with a machine, and steps of the
// last day.
func (c *Calendar) Sights(ctx context.Context) ([]Sight, error) {
	list, _, err := c.readSights(ctx)
	if err != nil {
		return nil, err
	}
	now := c.Now()
	for i := range list {
		if now.Sub(list[i].At) > sightFresh {
			list[i].Ahead, list[i].Trouble = 0, "" // it ended without a word
		}
	}
	return slices.DeleteFunc(list, Sight.silent), nil
}

func (c *Calendar) readSights(ctx context.Context) (list []Sight, rev uint64, err error) {
	entry, err := c.hosts.Get(ctx, sightsKey)
	switch {
	case errors.Is(err, jetstream.ErrKeyNotFound):
		return nil, 0, nil
	case err != nil:
		return nil, 0, fmt.Errorf("read what machines have noticed: %w", err)
	}
	_ = json.Unmarshal(entry.Value(), &list) // what cannot be read is written anew
	now := c.Now()
	list = slices.DeleteFunc(list, func(s Sight) bool { return now.Sub(s.At).Abs() > sightKept })
	return list, entry.Revision(), nil
}

// sight stores what this process has noticed: the skew of its machine, why it cannot fetch,
// and a step of the server's clock, or 0.
func (c *Calendar) sight(ctx context.Context, step time.Duration) error {
	for try := range casTries {
		list, rev, err := c.readSights(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(s Sight) bool { return s.Node == c.opts.Node })
		if i < 0 {
			list, i = append(list, Sight{Node: c.opts.Node}), len(list)
		}
		now := c.Now()
		list[i].At, list[i].Ahead = now.UTC(), c.Skew()
		if list[i].Ahead.Abs() <= SameClock {
			list[i].Ahead = 0
		}
		if step != 0 {
			list[i].Stepped, list[i].By = now.UTC(), step
		}
		list[i].Trouble = c.troubleNow()
		if now.Sub(list[i].Stepped).Abs() > sightKept {
			list[i].Stepped, list[i].By = time.Time{}, 0
		}
		if list[i].silent() {
			list = slices.Delete(list, i, i+1)
		}
		if len(list) > maxSights {
			list = list[1:]
		}
		value, err := json.Marshal(list)
		if err != nil {
			return fmt.Errorf("encode what machines have noticed: %w", err)
		}
		if _, err = c.hosts.Update(ctx, sightsKey, value, rev); err == nil {
			return nil
		}
		if !errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
			return fmt.Errorf("store what machines have noticed: %w", err)
		}
		if err := pauseCAS(ctx, try); err != nil {
			return err
		}
	}
	return errors.New("store what machines have noticed: other processes were faster")
}

func (c *Calendar) troubleNow() string {
	if why := c.trouble.Load(); why != nil {
		return *why
	}
	return ""
}

// lastSeen is the latest time that any process has seen; the zero time if none was noted.
func (c *Calendar) lastSeen(ctx context.Context) (at time.Time, err error) {
	entry, err := c.hosts.Get(ctx, seenKey)
	switch {
	case errors.Is(err, jetstream.ErrKeyNotFound):
		return at, nil
	case err != nil:
		return at, fmt.Errorf("read when somebody was last here: %w", err)
	}
	_ = at.UnmarshalText(entry.Value()) // what cannot be read was never written
	return at, nil
}

func (c *Calendar) noteSeen(ctx context.Context) error {
	if _, err := c.hosts.PutString(ctx, seenKey, c.Now().UTC().Format(time.RFC3339)); err != nil {
		return fmt.Errorf("note when somebody was last here: %w", err)
	}
	return nil
}

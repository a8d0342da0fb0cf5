package calendar

import (
	"context"
	"time"
)

// guestShare is how many slots of a host's lane one of a guest takes: what strangers show
// of a site comes, and what the site shows itself does not wait behind it, however much
// they show.
const guestShare = 4

// turn is where a job waits for its slot: in the lane of a host, with its own or with guests.
type turn struct {
	host  string
	guest bool
}

func turnOf(j Job) turn { return turn{Host(j.Target()), j.guest()} }

// guest reports whether a job asks for a page of a site for which its feed may not speak.
func (j *Job) guest() bool {
	if j.Kind != Page {
		return false
	}
	_, own := j.Feed.MaySpeakFor(j.Target())
	return !own
}

// Book books jobs as early as their hosts' lanes allow: each gets the next free
// slot of its lane. It returns when the stream has stored all of them.
func (c *Calendar) Book(ctx context.Context, jobs ...Job) error {
	turns := map[turn][]Job{}
	var order []turn
	for _, j := range jobs {
		t := turnOf(j)
		if turns[t] == nil {
			order = append(order, t)
		}
		turns[t] = append(turns[t], j)
	}
	for _, t := range order {
		slots, err := c.reserve(ctx, t, len(turns[t]))
		if err != nil {
			return err
		}
		for i, j := range turns[t] {
			if err := c.book(ctx, j, j.laneSubject(), slots[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// reserve books n consecutive slots of a turn and returns their times.
func (c *Calendar) reserve(ctx context.Context, t turn, n int) ([]time.Time, error) {
	slots := make([]time.Time, n)
	err := c.updateLane(ctx, t.host, func(l *lane, now time.Time) bool {
		step := c.delay(l)
		if step > 0 {
			// Slots leave room for the answer, or each job would find the lane taken.
			step += time.Duration(l.Took) * time.Millisecond
		}
		queue := &l.Next
		if t.guest {
			queue, step = &l.Guests, guestShare*step
		}
		first := max(*queue, l.Free, now.UnixMilli())
		for i := range slots {
			slots[i] = time.UnixMilli(first).Add(time.Duration(i) * step)
		}
		next := slots[n-1].Add(step).UnixMilli()
		if next == *queue {
			return false
		}
		*queue = next
		return step > 0 // a host without a delay has no slots to remember
	})
	return slots, err
}

// Slot books the next slot of its host's lane for a job that found it taken.
func (c *Calendar) Slot(ctx context.Context, j Job) (time.Time, error) {
	slots, err := c.reserve(ctx, turnOf(j), 1)
	if err != nil {
		return time.Time{}, err
	}
	return slots[0], nil
}

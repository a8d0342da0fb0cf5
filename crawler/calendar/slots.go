package calendar

import (
	"context"
	"math/rand/v2"
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

// horizon is how far ahead the slots of a lane are given: what waits for a host is no more
// than it can serve in a day.
const horizon = 24 * time.Hour

// Book books jobs as early as their hosts' lanes allow, in their order: each gets the next
// free slot of its lane, and one that waits for a slot keeps it. At a host they get half of
// the slots that are left of the day at most. The jobs that get none are returned: nothing
// is booked of them. Book returns when the stream has stored the others.
func (c *Calendar) Book(ctx context.Context, jobs ...Job) (left []Job, err error) {
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
		more, err := c.bookTurn(ctx, t, turns[t])
		if err != nil {
			return nil, err
		}
		left = append(left, more...)
	}
	return left, nil
}

// bookTurn books jobs of one turn.
func (c *Calendar) bookTurn(ctx context.Context, t turn, jobs []Job) (left []Job, err error) {
	slots, end, err := c.reserve(ctx, t, len(jobs))
	if err != nil {
		return nil, err
	}
	used := 0
	for i, j := range jobs {
		if used == len(slots) {
			left = jobs[i:]
			break
		}
		booked, err := c.bookOnce(ctx, j, slots[used])
		if err != nil {
			return nil, err
		}
		if booked {
			used++
		}
	}
	if used < len(slots) {
		err = c.unreserve(ctx, t, slots[used], end)
	}
	return left, err
}

// reserve books up to n consecutive slots of a turn, and returns their times and where
// they end.
func (c *Calendar) reserve(ctx context.Context, t turn, n int) (slots []time.Time, end int64, err error) {
	err = c.updateLane(ctx, t.host, func(l *lane, now time.Time) bool {
		queue, first, step := c.queueOf(l, t, now)
		free := n
		if step > 0 {
			free = int((now.Add(horizon).Sub(first)/step + 1) / 2)
		}
		slots = make([]time.Time, max(min(n, free), 0))
		for i := range slots {
			slots[i] = first.Add(time.Duration(i) * step)
		}
		end = first.Add(time.Duration(len(slots)) * step).UnixMilli()
		if len(slots) == 0 || end == *queue {
			return false
		}
		*queue = end
		return step > 0 // a host without a delay has no slots to remember
	})
	return slots, end, err
}

// queueOf is the queue of a turn in a lane: its first free slot, and the time between two.
func (c *Calendar) queueOf(l *lane, t turn, now time.Time) (queue *int64, first time.Time, step time.Duration) {
	if step = c.delay(l); step > 0 {
		// Slots leave room for the answer, or each job would find the lane taken.
		step += time.Duration(l.Took) * time.Millisecond
	}
	queue = &l.Next
	if t.guest {
		queue, step = &l.Guests, guestShare*step
	}
	return queue, time.UnixMilli(max(*queue, l.Free, now.UnixMilli())), step
}

// unreserve gives back the slots from one on that were reserved up to end and not used,
// unless others are booked behind them.
func (c *Calendar) unreserve(ctx context.Context, t turn, from time.Time, end int64) error {
	return c.updateLane(ctx, t.host, func(l *lane, now time.Time) bool {
		queue, _, step := c.queueOf(l, t, now)
		if *queue != end || step == 0 {
			return false
		}
		*queue = from.UnixMilli()
		return true
	})
}

// Slot books the next slot of its host's lane for a job that found it taken. Where all of
// the day are taken it comes at any of their times.
func (c *Calendar) Slot(ctx context.Context, j Job) (slot time.Time, err error) {
	t := turnOf(j)
	err = c.updateLane(ctx, t.host, func(l *lane, now time.Time) bool {
		queue, first, step := c.queueOf(l, t, now)
		if slot = first; first.Sub(now) > horizon {
			slot = now.Add(rand.N(horizon))
			return false
		}
		*queue = first.Add(step).UnixMilli()
		return step > 0
	})
	return slot, err
}

// BookNext books a job for the next slot of its host's lane, however many wait there.
func (c *Calendar) BookNext(ctx context.Context, j Job) error {
	slot, err := c.Slot(ctx, j)
	if err != nil {
		return err
	}
	return c.book(ctx, j, j.laneSubject(), slot)
}

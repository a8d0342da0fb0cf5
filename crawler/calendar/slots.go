package calendar

import (
	"context"
	"time"
)

// Book books jobs as early as their hosts' lanes allow: each gets the next free
// slot of its lane. It returns when the stream has stored all of them.
func (c *Calendar) Book(ctx context.Context, jobs ...Job) error {
	lanes := map[string][]Job{}
	var order []string
	for _, j := range jobs {
		h := Host(j.Target())
		if lanes[h] == nil {
			order = append(order, h)
		}
		lanes[h] = append(lanes[h], j)
	}
	for _, h := range order {
		slots, err := c.reserve(ctx, h, len(lanes[h]))
		if err != nil {
			return err
		}
		for i, j := range lanes[h] {
			if err := c.book(ctx, j, j.laneSubject(), slots[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// reserve books n consecutive slots of a host's lane and returns their times.
func (c *Calendar) reserve(ctx context.Context, host string, n int) ([]time.Time, error) {
	slots := make([]time.Time, n)
	err := c.updateLane(ctx, host, func(l *lane, now time.Time) bool {
		step := c.delay(l)
		if step > 0 {
			// Slots leave room for the answer, or each job would find the lane taken.
			step += time.Duration(l.Took) * time.Millisecond
		}
		first := max(l.Next, l.Free, now.UnixMilli())
		for i := range slots {
			slots[i] = time.UnixMilli(first).Add(time.Duration(i) * step)
		}
		next := slots[n-1].Add(step).UnixMilli()
		if next == l.Next {
			return false
		}
		l.Next = next
		return step > 0 // a host without a delay has no slots to remember
	})
	return slots, err
}

// Slot books the next slot of the host's lane for a job that found it taken.
func (c *Calendar) Slot(ctx context.Context, host string) (time.Time, error) {
	slots, err := c.reserve(ctx, host, 1)
	if err != nil {
		return time.Time{}, err
	}
	return slots[0], nil
}

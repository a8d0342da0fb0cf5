package calendar

import "time"

// Now is the time in which everything is booked: that of the server, whose clock makes
// jobs due. Two processes on one server agree on it whatever their machines' clocks say.
// It has no monotonic reading.
func (c *Calendar) Now() time.Time { return c.clock.now() }

// until is how long it is until a time.
func (c *Calendar) until(at time.Time) time.Duration { return at.Sub(c.Now()) }

// Skew is by how much this machine's clock is ahead of the server's, negative if it is
// behind; 0 where they agree as far as can be told.
func (c *Calendar) Skew() time.Duration { return time.Duration(c.clock.skew.Load()) }

// InDoubt reports whether the clock shows an earlier time than the newest message that is
// known has: then it is wrong, or was wrong when that was stored, and what it says of the
// age of things is worth nothing.
func (c *Calendar) InDoubt() bool {
	newest := c.newest.Load()
	return newest != 0 && c.Now().UnixNano() < newest-int64(SameClock)
}

// Stored notes that a message was stored at a time, by the server's clock, for InDoubt.
func (c *Calendar) Stored(at time.Time) {
	for {
		newest := c.newest.Load()
		if at.IsZero() || at.UnixNano() <= newest || c.newest.CompareAndSwap(newest, at.UnixNano()) {
			return
		}
	}
}

func (c *Calendar) slept() time.Duration {
	if c.opts.Slept == nil {
		return 0
	}
	return c.opts.Slept()
}

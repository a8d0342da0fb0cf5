package calendar

import (
	"context"
	"time"
)

// Spent is what a feed has had of its budgets on one day.
type Spent struct {
	Day       string `json:"day,omitempty"` // of UTC, such as 2026-11-23
	Stories   int    `json:"stories,omitempty"`
	Changes   int    `json:"changes,omitempty"`   // of stories it had shown before
	Elsewhere int    `json:"elsewhere,omitempty"` // pages of sites for which it may not speak
	Children  int    `json:"children,omitempty"`  // of a sitemap index
	Bytes     int64  `json:"bytes,omitempty"`     // of whole texts
	// Released says that an operator has lifted the budgets for the day.
	Released bool `json:"released,omitempty"`
}

// On is what was spent on the day of a time, in UTC.
func (s Spent) On(now time.Time) Spent {
	if day := now.UTC().Format(time.DateOnly); s.Day != day {
		return Spent{Day: day}
	}
	return s
}

// ReleaseFeed lifts a feed's budgets for the rest of the day (UTC), and polls it now if
// entries of it are put off.
func (c *Calendar) ReleaseFeed(ctx context.Context, id string) (*Feed, error) {
	f, err := c.UpdateFeed(ctx, id, func(f *Feed) error {
		f.Spent = f.Spent.On(c.Now())
		f.Spent.Released = true
		if len(f.Deferred) > 0 {
			f.planNow(c.Now(), "it was released")
		}
		return nil
	})
	if err != nil || f.Resting() {
		return f, err
	}
	return f, c.BookAt(ctx, f.Job(), f.Next)
}

package desk

import (
	"context"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// Surroundings are what decides about a request besides the feed itself.
type Surroundings struct {
	URL    string                 `json:"url"`
	Robots *calendar.RobotsRecord `json:"robots,omitempty"`
	// Refusal is why robots.txt does not allow the URL.
	Refusal string            `json:"refusal,omitempty"`
	Lane    calendar.LaneView `json:"lane"`
	// Turns counts the pages of a feed that are put off because it has as much to do as one
	// feed may.
	Turns int `json:"turns,omitempty"`
	// Waits is what a poll waits for that is not simply planned for later; Silent is
	// when its feed does not want to be asked.
	Waits  string `json:"waits,omitempty"`
	Silent string `json:"silent,omitempty"`
}

// Around is what decides about a request to a URL.
func (d *Desk) Around(ctx context.Context, url string) (s Surroundings, err error) {
	s.URL = weburl.Masked(url)
	if s.Robots, err = d.Calendar.Robots(ctx, calendar.Origin(url)); err != nil {
		return s, err
	}
	if s.Robots != nil {
		if err := crawler.Verdict(s.Robots, url, time.Now()); err != nil {
			s.Refusal = weburl.MaskedText(err.Error())
		}
	}
	s.Lane, err = d.Calendar.LaneOf(ctx, url)
	return s, err
}

// AroundFeed is what decides about a feed's next poll. paused says why crawls pause,
// as LowDisk or a DiskGuard does; empty: they do not.
func (d *Desk) AroundFeed(ctx context.Context, f *calendar.Feed, paused string) (Surroundings, error) {
	s, err := d.Around(ctx, f.URL)
	if err == nil {
		s.Silent = f.Asks.Silent()
		s.Waits, err = d.pollWaits(ctx, f, paused)
	}
	if err == nil {
		s.Turns, err = d.Calendar.Turns(ctx, f.ID)
	}
	return s, err
}

// pollWaits is what a feed's poll waits for, in words; nothing if it is planned for
// later, as it should be.
func (d *Desk) pollWaits(ctx context.Context, f *calendar.Feed, paused string) (string, error) {
	now := time.Now()
	if f.Resting() {
		return "", nil
	}
	if paused != "" {
		return "all crawls pause: " + paused, nil
	}
	job, err := d.Calendar.PollJob(ctx, f.ID)
	if err != nil {
		return "", err
	}
	nobody, err := d.unstaffed(ctx)
	if err != nil {
		return "", err
	}
	due := !f.Next.After(now)
	switch {
	case job == nil && due && nobody == "":
		return "no poll is booked; a daemon books it within a minute, the next run at once", nil
	case job != nil && job.State == "lane":
		return "a request to its host is in its way until " + words.Clock(job.At) + nobody, nil
	case job != nil && job.State == "due" && nobody == "":
		return "a worker that is free: all are at work, or one is at it now", nil
	case due && nobody != "":
		return "it has been due since " + words.Clock(f.Next) + nobody, nil
	}
	return "", nil
}

// unstaffed says that nobody takes jobs now; it is empty if somebody does.
func (d *Desk) unstaffed(ctx context.Context) (string, error) {
	if d.crawls {
		return "", nil
	}
	if d.Unattended() {
		return "; nothing is running: the next `wiredesk run` goes on, or `wiredesk daemon`", nil
	}
	staffed, err := d.Calendar.Staffed(ctx)
	if err != nil || staffed {
		return "", err
	}
	return "; no daemon or worker takes jobs from this server now", nil
}

package daystats

import (
	"time"

	"github.com/wiredesk/wiredesk/crawler"
)

// Day is what happened within the last 24 hours.
type Day struct {
	New     int `json:"new"`
	Changed int `json:"changed"`
	// Made counts the articles of which is known how complete they are, Complete
	// those with their whole text.
	Made     int `json:"made"`
	Complete int `json:"complete"`
	// Polls and Pages count requests by what came of them, in the order of Outcomes.
	Polls       [outcomes]int  `json:"polls"`
	Pages       [outcomes]int  `json:"pages"`
	NotModified int            `json:"not_modified"` // polls that a 304 answered
	Freshness   Spread         `json:"freshness"`
	Waits       [stages]Spread `json:"waits"`
}

// PollsAll counts the polls.
func (d Day) PollsAll() (n int) {
	for _, k := range d.Polls {
		n += k
	}
	return n
}

// PagesAll counts the fetched pages.
func (d Day) PagesAll() (n int) {
	for _, k := range d.Pages {
		n += k
	}
	return n
}

// Of is how many polls and pages came to an outcome.
func (d Day) Of(o crawler.Outcome) (polls, pages int) {
	for i, known := range Outcomes {
		if known == o {
			return d.Polls[i], d.Pages[i]
		}
	}
	return 0, 0
}

// Day adds up the last 24 hours.
func (l *Stats) Day() Day {
	var d Day
	var freshness histogram
	var waits [stages]histogram
	now := time.Now()
	l.mu.Lock()
	for i := range l.minutes {
		if m := &l.minutes[i]; now.Unix()/60-m.at < minutes {
			d.New, d.Changed = d.New+int(m.new), d.Changed+int(m.changed)
		}
	}
	for i := range l.slots {
		s := &l.slots[i]
		if slotOf(now)-s.at >= int64(slots) {
			continue
		}
		for k := range Outcomes {
			d.Polls[k] += int(s.polls[k])
			d.Pages[k] += int(s.pages[k])
		}
		d.NotModified, d.Made, d.Complete = d.NotModified+int(s.notModified), d.Made+int(s.made), d.Complete+int(s.complete)
		freshness.merge(&s.freshness)
		for k := range waits {
			waits[k].merge(&s.waits[k])
		}
	}
	l.mu.Unlock()
	d.Freshness = freshness.spread()
	for k := range waits {
		d.Waits[k] = waits[k].spread()
	}
	return d
}

// Minutes returns the last n minutes, at most a day of them, oldest first; the
// last is the one that is going on.
func (l *Stats) Minutes(n int) []Minute {
	n = min(n, minutes)
	out := make([]Minute, n)
	last := time.Now().Unix() / 60
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range out {
		at := last - int64(n-1-i)
		out[i].Start = time.Unix(at*60, 0).UTC()
		if m := l.minutes[at%int64(minutes)]; m.at == at {
			out[i].New, out[i].Changed = int(m.new), int(m.changed)
		}
	}
	return out
}

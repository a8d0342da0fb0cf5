package page

import (
	"context"
	"html/template"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/daystats"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/feedindex"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

const (
	shownNeedy    = 12
	shownArticles = 12
	// current is how long a rendering of the overview is shown again.
	current = time.Second
)

// parts are the parts of the overview, each a template; status is on every page.
var parts = []string{"status", "banner", "tiles", "chart", "waits", "outcomes", "attention", "published", "subscribers", "rot"}

// look returns a rendering that is at most a second old. All who look share it.
func (p *Page) look(ctx context.Context) *overview {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.overview != nil && time.Since(p.overview.At) < current {
		return p.overview
	}
	o := &overview{facts: p.gather(ctx), parts: map[string]template.HTML{}}
	v := view{facts: o.facts, Chart: p.Journal.chart(), Loading: !o.Feeds.Loaded}
	for _, name := range parts {
		b, err := render(name, v)
		if err != nil {
			p.Log.Error("page", "part", name, "error", err)
			continue
		}
		o.parts[name] = template.HTML(b) // what a template of ours has escaped
	}
	p.overview = o
	return o
}

func (p *Page) gather(ctx context.Context) facts {
	f := facts{
		At: time.Now(), Since: p.Journal.Stats.Since(), Paused: p.Paused(), Missing: p.Missing(),
		Feeds: p.feeds.Counts(), Day: p.Journal.Stats.Day(),
	}
	f.Attention, _ = p.feeds.Find(feedindex.Query{State: feedindex.NeedAttention, Limit: shownNeedy})
	f.Articles = p.Journal.newest(shownArticles)
	p.answering.refresh(ctx, &p.Options)
	f.Queue, f.Subscribers, f.Drift, f.Silent = p.answering.queue, p.answering.subscribers, p.answering.drift, p.answering.silent
	return f
}

// view adds to the facts what only people need.
type view struct {
	facts
	Chart   chart
	Loading bool
}

// Level is how it stands: ok, warn or bad.
func (v view) Level() string {
	switch {
	case v.Paused != "" || v.Silent != "":
		return "bad"
	case v.Missing != "" || v.Feeds.Attention > 0 || len(v.Drift) > 0 || v.Queue.Dead > 0:
		return "warn"
	}
	return "ok"
}

// Healthy counts the feeds that answer as they should, among those that are polled.
func (v view) Healthy() int {
	s := v.Feeds.States
	return s[calendar.StateOK]
}

// Polled counts the feeds that have been polled and are to be again.
func (v view) Polled() int {
	s := v.Feeds.States
	return v.Feeds.All - s[calendar.StatePaused] - s[calendar.StateParked] - s[calendar.StateNew]
}

// Oldest is how long the oldest due job has been due.
func (v view) Oldest() time.Duration {
	if v.Queue.Oldest.IsZero() {
		return 0
	}
	return max(0, v.At.Sub(v.Queue.Oldest)).Truncate(time.Second)
}

// Jobs counts the jobs that are due or being done.
func (v view) Jobs() int { return v.Queue.Due + v.Queue.InFlight }

// Young says that the process has counted for less than a day.
func (v view) Young() bool { return v.At.Sub(v.Since) < 24*time.Hour }

// outcomeRow is one outcome with its shares of all polls and pages, 0 to 100.
type outcomeRow struct {
	Outcome                crawler.Outcome
	Words                  string
	Polls, Pages           int
	PollsShare, PagesShare float64
}

var outcomeNames = map[crawler.Outcome]string{
	crawler.Fresh: "something new", crawler.Unchanged: "unchanged", crawler.Throttled: "asked to wait", crawler.Refused: "refused",
	crawler.Gone: "gone", crawler.NotAFeed: "not a feed", crawler.Failed: "failed",
}

// OutcomeRows are the outcomes that occurred.
func (v view) OutcomeRows() (rows []outcomeRow) {
	share := func(n, all int) float64 { return 100 * float64(n) / float64(max(all, 1)) }
	for _, o := range daystats.Outcomes {
		polls, pages := v.Day.Of(o)
		if polls+pages == 0 {
			continue
		}
		rows = append(rows, outcomeRow{o, outcomeNames[o], polls, pages, share(polls, v.Day.PollsAll()), share(pages, v.Day.PagesAll())})
	}
	return rows
}

// waitRow is one stage, with the places of its quantiles on a scale of 0 to 100.
type waitRow struct {
	Name, Text string
	daystats.Spread
	From, To float64
}

// WaitRows are the stages in which a story may wait.
func (v view) WaitRows() (rows []waitRow) {
	for i, name := range [...][2]string{
		{"polite wait", "for its turn at the host"}, {"fetch", "for the site's answer"},
		{"extract", "to become an article"}, {"acknowledge", "until the stream has it"},
	} {
		s := v.Day.Waits[i]
		row := waitRow{Name: name[0], Text: name[1], Spread: s}
		if s.N > 0 {
			row.From, row.To = logPlace(s.Median), logPlace(s.P95)
		}
		rows = append(rows, row)
	}
	return rows
}

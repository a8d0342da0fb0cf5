package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

func (a *app) whyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "why FEED|URL|ARTICLE",
		Short: "Explain when a feed is polled next, or what keeps a page, and why",
		Long: `Why tells of a feed when it is polled next and for which reason, what it waits
for, what robots.txt and the host's lane say, and lists its last 20 requests. Of
any other URL it tells what was published under it, which jobs are waiting for
it, and what robots.txt and the lane say. A story may also be named by its id.`,
		Example: `  wiredesk why themoscowtimes.com
  wiredesk why https://example.org/2026/11/23/story
  wiredesk why 0123abcd`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.oneFeed,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withDesk(cmd.Context(), "why", func(d *desk) error {
				feeds, err := d.syncFeeds(cmd.Context())
				if err != nil {
					return err
				}
				f, err := findFeed(feeds, args[0])
				if err == nil {
					return a.whyFeed(cmd.Context(), d, f)
				}
				return a.whyElse(cmd.Context(), d, args[0], err)
			})
		},
	}
}

// surroundings are what decides about a request besides the feed itself.
type surroundings struct {
	URL    string                 `json:"url"`
	Robots *calendar.RobotsRecord `json:"robots,omitempty"`
	// Refusal is why robots.txt does not allow the URL.
	Refusal string            `json:"refusal,omitempty"`
	Lane    calendar.LaneView `json:"lane"`
	// Waits is what a poll waits for that is not simply planned for later; Silent is
	// when its feed does not want to be asked.
	Waits  string `json:"waits,omitempty"`
	Silent string `json:"silent,omitempty"`
}

func (d *desk) surroundings(ctx context.Context, url string) (s surroundings, err error) {
	s.URL = url
	if s.Robots, err = d.calendar.Robots(ctx, calendar.Origin(url)); err != nil {
		return s, err
	}
	if s.Robots != nil {
		if err := crawler.Verdict(s.Robots, url, time.Now()); err != nil {
			s.Refusal = err.Error()
		}
	}
	s.Lane, err = d.calendar.LaneOf(ctx, url)
	return s, err
}

// feedSurroundings are those of a feed's next poll.
func (d *desk) feedSurroundings(ctx context.Context, f *calendar.Feed) (surroundings, error) {
	s, err := d.surroundings(ctx, f.URL)
	if err == nil {
		s.Silent = f.Asks.Silent()
		s.Waits, err = d.pollWaits(ctx, f)
	}
	return s, err
}

func (a *app) whyFeed(ctx context.Context, d *desk, f *calendar.Feed) error {
	around, err := d.feedSurroundings(ctx, f)
	if err != nil {
		return err
	}
	if a.json {
		return (&ndjson{w: a.out}).write(struct {
			Feed any `json:"feed"`
			surroundings
		}{feedLine(f), around})
	}
	rows := append([][2]string{{"feed", f.URL}, {"name", feedName(f)}}, reasons(f, around)...)
	return errors.Join(a.rows(rows), a.visits(f.Visits))
}

// reasons say why a feed is polled when it is. Some have no value.
func reasons(f *calendar.Feed, around surroundings) [][2]string {
	rows := [][2]string{
		{"state", f.State()}, {"next poll", nextIn(f)}, {"because", f.Why},
		{"error", f.Error}, {"validators", trust(f)}, {"rate", rate(f)},
		{"moved", f.MovedFrom}, {"moving", moving(f)}, {"proposed", f.Proposed},
	}
	for _, w := range f.Warnings {
		rows = append(rows, [2]string{"warning", w})
	}
	return append(rows, around.rows()...)
}

// rows prints names and values, leaving out those without a value. Much of them is
// what sites say.
func (a *app) rows(rows [][2]string) error {
	table := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	for _, row := range rows {
		if row[1] != "" && row[1] != "-" {
			fmt.Fprintf(table, "%s\t%s\n", row[0], words.OneLine(row[1]))
		}
	}
	return table.Flush()
}

func (s surroundings) rows() [][2]string {
	robots := "not fetched yet"
	switch r := s.Robots; {
	case r == nil:
	case s.Refusal != "" && !r.Failing.IsZero() && r.Rules == nil:
		robots = fmt.Sprintf("cannot be fetched since %s (%s), so nothing is; again %s", words.Clock(r.Failing), r.Error, words.Clock(r.Until))
	case s.Refusal != "":
		robots = s.Refusal
	case !r.Failing.IsZero():
		robots = fmt.Sprintf("cannot be fetched since %s (%s); an older copy allows it", words.Clock(r.Failing), r.Error)
	case r.Rules == nil:
		robots = fmt.Sprintf("there is none; looked %s, again %s", words.Clock(r.Read), words.Clock(r.Until))
	default:
		robots = fmt.Sprintf("allows it; read %s, again %s", words.Clock(r.Read), words.Clock(r.Until))
	}
	lane := fmt.Sprintf("%s, one request at a time, a rest of %s", s.Lane.Host, s.Lane.Delay)
	if s.Lane.CrawlDelay > 0 {
		lane += fmt.Sprintf("; Crawl-delay %s", s.Lane.CrawlDelay)
	}
	if s.Lane.SlowedBy > 1 {
		lane += fmt.Sprintf("; slowed down %d times by 429s", s.Lane.SlowedBy)
	}
	now := "free"
	switch {
	case !s.Lane.Closed.IsZero():
		now = "the host asked to wait until " + words.Clock(s.Lane.Closed)
	case s.Lane.Busy:
		now = "a request is in flight"
	case !s.Lane.Queue.IsZero():
		now = "others are booked until " + words.Clock(s.Lane.Queue)
	}
	return [][2]string{{"waits", s.Waits}, {"silent", s.Silent}, {"robots.txt", robots}, {"host", lane}, {"lane", now}}
}

// nextIn is when the next poll is, and how long that is from now.
func nextIn(f *calendar.Feed) string {
	if f.Paused {
		return "never, it is paused: `wiredesk feeds resume`"
	}
	if !f.Parked.IsZero() {
		return "when its sitemap index says that it has changed"
	}
	wait := time.Until(f.Next)
	if wait <= 0 {
		return "as soon as a worker is free"
	}
	return fmt.Sprintf("%s, in %s", words.Clock(f.Next), words.Roughly(wait))
}

// trust says what the next request will be conditional on.
func trust(f *calendar.Feed) string {
	switch v := f.Validators; {
	case f.Answered.IsZero():
		return ""
	case !f.Untrusted.IsZero():
		return "not sent since " + words.Clock(f.Untrusted) + ": a 304 hid new entries"
	case v.Of == "":
		return "the site gives none: every poll costs it the whole feed"
	case v.ETag != "" && v.LastModified != "":
		return v.ETag + " and " + v.LastModified
	default:
		return v.ETag + v.LastModified
	}
}

func rate(f *calendar.Feed) string {
	if f.Answered.IsZero() {
		return ""
	}
	return fmt.Sprintf("about %.2g entries a day, %d in the feed", f.Rate.PerHour()*24, len(f.Seen))
}

func moving(f *calendar.Feed) string {
	if f.Move == nil {
		return ""
	}
	return fmt.Sprintf("to %s: seen %s since %s; believed after three over a day", f.Move.To, words.Plural(f.Move.Times, "time"), words.Clock(f.Move.Since))
}

// visits prints the last requests, newest first.
func (a *app) visits(list calendar.Visits) error {
	if len(list) == 0 {
		return nil
	}
	fmt.Fprintf(a.out, "\nlast %s\n", words.Plural(len(list), "request"))
	table := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	for i := len(list) - 1; i >= 0; i-- {
		v := list[i]
		status, how := "-", ""
		if v.Status > 0 {
			status = strconv.Itoa(v.Status)
		}
		if v.Conditional {
			how = "conditional"
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%d new\t%s\t%s\t%s\n", words.Clock(v.At), status, v.Outcome, v.New, words.Size(uint64(v.Bytes)), v.Took.Round(time.Millisecond), how)
	}
	return table.Flush()
}

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

// pollWaits is what a feed's poll waits for, in words; nothing if it is planned for
// later, as it should be.
func (d *desk) pollWaits(ctx context.Context, f *calendar.Feed) (string, error) {
	now := time.Now()
	if f.Resting() {
		return "", nil
	}
	if why := newBrake(d.cfg, nil).reason(now); why != "" {
		return "all crawls pause: " + why, nil
	}
	job, err := d.calendar.PollJob(ctx, f.ID)
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
func (d *desk) unstaffed(ctx context.Context) (string, error) {
	if d.crawls {
		return "", nil
	}
	if d.server != nil {
		return "; nothing is running: the next `wiredesk run` goes on, or `wiredesk daemon`", nil
	}
	staffed, err := d.calendar.Staffed(ctx)
	if err != nil || staffed {
		return "", err
	}
	return "; no daemon or worker takes jobs from this server now", nil
}

// whyElse explains what is no feed: a story that was published, or a page. missing
// is why it is no feed.
func (a *app) whyElse(ctx context.Context, d *desk, reference string, missing error) error {
	url, urlErr := webAddress(reference)
	var jobs []calendar.Waiting
	if urlErr == nil && strings.ContainsAny(reference, "./") {
		var err error
		if jobs, err = d.calendar.PageJobs(ctx, article.ID(url, "", "")); err != nil {
			return err
		}
		reference = url
	}
	for _, j := range jobs {
		if j.Recheck == nil && !j.Changed { // not published yet: the stream need not be searched
			return a.whyPage(ctx, d, url, jobs, nil)
		}
	}
	h, err := d.findStory(ctx, reference)
	switch {
	case err == nil:
		return a.whyStory(ctx, d, h)
	case !errors.Is(err, sink.ErrNoStory) && !errors.Is(err, sink.ErrReference):
		return err
	case urlErr != nil || !strings.ContainsAny(reference, "./"):
		return missing
	}
	return a.whyPage(ctx, d, url, jobs, nil)
}

// whyStory explains a story by its newest version, and what is still to come.
func (a *app) whyStory(ctx context.Context, d *desk, h *history) error {
	art, err := h.read(ctx, h.newest())
	if err != nil {
		return err
	}
	jobs, err := d.calendar.PageJobs(ctx, art.ID)
	if err != nil {
		return err
	}
	return a.whyPage(ctx, d, art.URL, jobs, &told{art, h.newest().Time})
}

// told is what the stream says of a story.
type told struct {
	*article.Article
	at time.Time
}

// whyPage prints what is known of a page, and of its story if it has been
// published.
func (a *app) whyPage(ctx context.Context, d *desk, url string, jobs []calendar.Waiting, story *told) error {
	around, err := d.surroundings(ctx, url)
	if err != nil {
		return err
	}
	if a.json {
		line := struct {
			surroundings
			Story map[string]any     `json:"story,omitempty"`
			Jobs  []calendar.Waiting `json:"jobs"`
		}{surroundings: around, Jobs: jobs}
		if story != nil {
			line.Story = map[string]any{"id": story.ID, "version": story.Version, "event": story.Event, "stored_at": story.at.UTC(), "headline": story.Headline, "completeness": story.Completeness}
		}
		return (&ndjson{w: a.out}).write(line)
	}
	rows := [][2]string{{"page", url}}
	if story != nil {
		rows = append(rows, story.rows()...)
	}
	for _, j := range jobs {
		rows = append(rows, [2]string{"job", jobWords(j) + fmt.Sprintf(" (from %s)", j.Feed.URL)})
	}
	switch {
	case len(jobs) == 0 && story == nil:
		rows = append(rows, [2]string{"job", "none is waiting, and nothing was published under it: no feed has shown it, or its entry was too old when the feed was first seen (backfill)"})
	case len(jobs) == 0:
		rows = append(rows, [2]string{"job", "none is waiting: its page was looked at again as often as crawl.recheck says, or had not changed twice"})
	}
	return a.rows(append(rows, around.rows()...))
}

// rows are a story's for people.
func (t *told) rows() [][2]string {
	rows := [][2]string{
		{"story", words.OneLine(t.Headline)}, {"id", t.ID},
		{"published", fmt.Sprintf("version %d, %s %s", t.Version, t.Event, words.Clock(t.at))},
	}
	if t.Withdrawal != nil {
		rows = append(rows, [2]string{"withdrawn", strings.TrimSpace(fmt.Sprintf("%s %s", t.Withdrawal.Reason, words.OneLine(t.Withdrawal.Comment)))})
	}
	for _, f := range t.Provenance.Fetches {
		text := fmt.Sprintf("%s, %s", f.URL, words.Clock(f.At))
		if f.Status > 0 {
			text = fmt.Sprintf("%s answered %d, %s", f.URL, f.Status, words.Clock(f.At))
		}
		rows = append(rows, [2]string{"from", f.Role + ": " + words.OneLine(text)})
	}
	if t.Completeness != article.Full {
		rows = append(rows, [2]string{"text", strings.ReplaceAll(string(t.Completeness), "_", " ") + "; `wiredesk show " + t.ID[:8] + " --explain` says what was found"})
	}
	return rows
}

// jobWords says of a page's job what it waits for.
func jobWords(j calendar.Waiting) string {
	text := map[string]string{
		"due": "due now, waits for a worker", "lane": "waits for its host's lane", "retry": "to be tried again, after " + words.Plural(j.Attempt, "failure"),
		"recheck": "published; its page is looked at again", "dead": "given up: " + j.Reason + "; `wiredesk feeds retry --failed` tries it again",
	}[j.State]
	if !j.At.IsZero() {
		text += ", " + words.Clock(j.At)
	}
	if j.Robots != nil {
		text += ", for the robots.txt of " + j.Robots.Origin + " first"
	}
	return text
}

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/weburl"
	"github.com/wiredesk/wiredesk/sink"
)

// whyElse explains what is no feed: a story that was published, or a page. missing
// is why it is no feed.
func (a *app) whyElse(ctx context.Context, d *desk.Desk, reference string, missing error) error {
	url, urlErr := desk.WebAddress(reference)
	var jobs []calendar.Waiting
	if urlErr == nil && strings.ContainsAny(reference, "./") {
		var err error
		if jobs, err = d.Calendar.PageJobs(ctx, article.ID(url, "", "")); err != nil {
			return err
		}
		reference = url
	}
	for _, j := range jobs {
		if j.ID != "" && j.Recheck == nil && !j.Changed { // not published yet: the stream need not be searched
			return a.whyPage(ctx, d, url, jobs, nil)
		}
	}
	h, err := d.FindStory(ctx, reference)
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
func (a *app) whyStory(ctx context.Context, d *desk.Desk, h *desk.Story) error {
	art, err := h.Read(ctx, h.Newest())
	if err != nil {
		return err
	}
	jobs, err := d.PageJobs(ctx, art)
	if err != nil {
		return err
	}
	return a.whyPage(ctx, d, art.URL, jobs, &told{art, h.Newest().Time})
}

// told is what the stream says of a story.
type told struct {
	*article.Article
	at time.Time
}

// whyPage prints what is known of a page, and of its story if it has been
// published.
func (a *app) whyPage(ctx context.Context, d *desk.Desk, url string, jobs []calendar.Waiting, story *told) error {
	around, err := d.Around(ctx, url)
	if err != nil {
		return err
	}
	for i := range jobs {
		jobs[i] = jobs[i].Shown()
	}
	if a.json {
		line := struct {
			desk.Surroundings
			Story map[string]any     `json:"story,omitempty"`
			Jobs  []calendar.Waiting `json:"jobs"`
		}{Surroundings: around, Jobs: jobs}
		if story != nil {
			line.Story = map[string]any{"id": story.ID, "version": story.Version, "event": story.Event, "stored_at": story.at.UTC(),
				"headline": story.Headline, "completeness": story.Completeness}
		}
		return ndjson.New(a.out).Write(line)
	}
	rows := [][2]string{{"page", around.URL}}
	if story != nil {
		rows = append(rows, story.rows()...)
	}
	for _, j := range jobs {
		rows = append(rows, desk.PageJob(j)...)
	}
	switch {
	case len(jobs) == 0 && story == nil:
		rows = append(rows, [2]string{"job", "none is waiting, and nothing was published under it: " +
			"no feed has shown it, or its entry was too old when the feed was first seen (backfill)"})
	case len(jobs) == 0:
		rows = append(rows, [2]string{"job", desk.NoLooks(story.Article)})
	}
	return a.rows(append(rows, around.Rows()...))
}

// rows are a story's for people.
func (t *told) rows() [][2]string {
	rows := [][2]string{
		{"story", words.OneLine(t.Headline)}, {"id", t.ID},
		{"published", fmt.Sprintf("version %d, %s %s", t.Version, t.Event, words.Clock(t.at))},
	}
	if t.Withdrawal != nil {
		rows = append(rows, [2]string{"withdrawn", words.Withdrawal(t.Withdrawal)})
	}
	for _, f := range t.Provenance.Fetches {
		text := fmt.Sprintf("%s, %s", weburl.Masked(f.URL), words.Clock(f.At))
		if f.Status > 0 {
			text = fmt.Sprintf("%s answered %d, %s", weburl.Masked(f.URL), f.Status, words.Clock(f.At))
		}
		if f.Refused != "" {
			text += "; not taken: it " + f.Refused
		}
		if f.Failed != "" {
			text += "; it has not come: " + f.Failed
		}
		rows = append(rows, [2]string{"from", f.Role + ": " + words.OneLine(text)})
	}
	rows = append(rows, voices(t.Article)...)
	if t.Completeness != article.Full {
		rows = append(rows, [2]string{"text", strings.ReplaceAll(string(t.Completeness), "_", " ") +
			"; `wiredesk show " + t.ID[:8] + " --explain` says what was found"})
	}
	return rows
}

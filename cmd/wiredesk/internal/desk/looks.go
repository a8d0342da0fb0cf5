package desk

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// mostAddresses bounds under how many of a story's addresses its looks are sought.
const mostAddresses = 8

// Looks say of a published story when its page is looked at again, and what was wrong with
// it the last times. Nothing is said of one that is not looked at any more.
func (d *Desk) Looks(ctx context.Context, a *article.Article) ([][2]string, error) {
	jobs, err := d.Calendar.Looks(ctx, idsOf(a)...)
	if err != nil {
		return nil, err
	}
	var rows [][2]string
	for _, j := range jobs {
		rows = append(rows, PageJob(j.Shown())...)
	}
	return rows, nil
}

// PageJobs are the jobs of a published story, by all of its addresses.
func (d *Desk) PageJobs(ctx context.Context, a *article.Article) ([]calendar.Waiting, error) {
	return d.Calendar.PageJobs(ctx, idsOf(a)...)
}

// idsOf are the names that a story's jobs may go by: that of its own address, and of those
// that led to it.
func idsOf(a *article.Article) []string {
	ids := []string{a.ID}
	for _, u := range a.URLs {
		if id := article.ID(u.URL, "", ""); len(ids) < mostAddresses && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// PageJob says of a page's job what it waits for, and what its tries came to.
func PageJob(j calendar.Waiting) [][2]string {
	if j.ID == "" {
		return [][2]string{{"job", j.Reason}}
	}
	rows := [][2]string{{"job", jobWords(j) + fmt.Sprintf(" (from %s)", j.Feed.URL)}}
	for _, t := range j.Tries {
		rows = append(rows, [2]string{"try", words.Clock(t.At) + ": " + words.OneLine(t.Error)})
	}
	return rows
}

// jobWords says of a page's job what it waits for.
func jobWords(j calendar.Waiting) string {
	text := map[string]string{
		"due": "due now, waits for a worker", "lane": "waits for its host's lane",
		"turn":    "waits for its feed's turn: a feed has a quarter of the workers at most",
		"retry":   "kept back for its page (crawl.hold), which is tried again, after " + words.Plural(j.Attempt, "failure"),
		"recheck": "published; its page is looked at again", "dead": "given up: " + j.Reason + "; `wiredesk feeds retry --failed` tries it again",
	}[j.State]
	if again := j.Recheck; again != nil && j.State != "dead" {
		if again.Awaited {
			text = "published with what its feed says; its page has not come, and is looked for again"
		}
		if again.Missing > 0 {
			text = "published; its page was missing at the last look" + lastStatus(j) +
				", and the story is withdrawn if it is at the next, too, which is"
		}
	}
	if !j.At.IsZero() {
		text += ", " + words.Clock(j.At)
	}
	if j.Robots != nil {
		text += ", for the robots.txt of " + j.Robots.Origin + " first"
	}
	return text
}

// lastStatus is what the page answered at the last try, in brackets.
func lastStatus(j calendar.Waiting) string {
	if n := len(j.Tries); n > 0 && j.Tries[n-1].Status > 0 {
		status := j.Tries[n-1].Status
		return " (" + strings.TrimSpace(fmt.Sprint(status, " ", http.StatusText(status))) + ")"
	}
	return ""
}

// NoLooks says why no job waits for the page of a published story.
func NoLooks(a *article.Article) string {
	for _, f := range a.Provenance.Fetches {
		if f.Role == "page" && a.AwaitsPage() {
			why := f.Failed
			if why == "" {
				why = "what came was not taken for it: it " + f.Refused
			}
			return "none is waiting: its page has never come: " + words.OneLine(why)
		}
	}
	if !a.FromPage() {
		return "none is waiting: its page was never fetched, since its feed has the text"
	}
	return "none is waiting: its page was looked at again as often as crawl.recheck says, or had not changed twice"
}

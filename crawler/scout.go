package crawler

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// scoutEvery is how often a site's home page is asked for the feed that a dead
// one became, at most.
const scoutEvery = 30 * 24 * time.Hour

// lost reports whether a feed seems to be somewhere else: it has ended, or is
// not found again and again.
func lost(f *calendar.Feed) bool {
	return f.Gone || f.Failures >= 3 && f.Status == http.StatusNotFound
}

// scoutJob is the search of a feed's site.
func scoutJob(f *calendar.Feed) calendar.Job {
	home := f.Link
	if u, err := url.Parse(f.URL); err == nil && (home == "" || calendar.Host(home) != calendar.Host(f.URL)) {
		home = u.Scheme + "://" + u.Host + "/"
	}
	return calendar.Job{Kind: calendar.Scout, ID: f.ID, URL: home}
}

// scout looks on a site's page for feeds and notes the first as a proposal: a
// person decides whether it is the same feed.
func (c *Crawler) scout(work context.Context, w *fetch.Worker, due *calendar.Due) error {
	f, err := c.calendar.Feed(work, due.ID)
	if errors.Is(err, calendar.ErrNoFeed) {
		return due.Done(work)
	}
	if err != nil {
		return err
	}
	e, err := c.setOut(work, w, due, false)
	if err != nil || e == nil {
		return err
	}
	defer e.end(work)
	req := fetch.Request{URL: due.Target(), Kind: fetch.Page}
	if f.Home.Of == req.URL {
		req.ETag, req.LastModified = f.Home.ETag, f.Home.LastModified
	}
	a, err := e.ask(work, req)
	if err != nil || a == nil {
		return err
	}
	defer a.release()
	return c.concludeScout(work, due, a)
}

// concludeScout notes what was found.
func (c *Crawler) concludeScout(work context.Context, due *calendar.Due, a *reply) error {
	e := Event{Kind: Scout, FeedID: due.ID, URL: due.URL}
	e.came(a)
	_, err := c.calendar.UpdateFeed(work, due.ID, func(f *calendar.Feed) error {
		f.Scouted = c.calendar.Now().UTC().Truncate(time.Second)
		switch e.Outcome {
		case Fresh:
			f.Proposed = proposal(a.resp, f.URL)
			f.Home = validatorsOf(a.resp)
		case Unchanged: // what it proposed holds
		default:
			f.Proposed = ""
		}
		if e.Notice, e.Text = "", ""; f.Proposed != "" {
			e.notice(FeedProposed, "its site links to %s", f.Proposed)
		}
		return nil
	})
	if err != nil && !errors.Is(err, calendar.ErrNoFeed) {
		return err
	}
	c.opts.Observe(e)
	return due.Done(work)
}

// proposal is the first feed that a page links to, the one that was lost aside.
func proposal(resp *fetch.Response, lost string) string {
	_, err := feed.Parse(resp.Body, feedSource(resp))
	var not *feed.NotFeedError
	if !errors.As(err, &not) {
		return ""
	}
	for _, link := range not.Feeds {
		if link.URL != lost {
			return link.URL
		}
	}
	return ""
}

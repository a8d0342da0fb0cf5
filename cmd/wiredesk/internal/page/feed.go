package page

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/echo"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

const (
	// feedArticles is how many of its last articles a feed's page shows, feedReach
	// how many messages of the stream are looked at for them, and feedWait how
	// long that may take.
	feedArticles = 20
	feedReach    = 50_000
	feedWait     = 5 * time.Second
)

// feedView is what the page of a feed shows.
type feedView struct {
	*calendar.Feed
	Reasons  [][2]string
	Timeline timeline
	Articles []glimpse
	Fields   []fieldShare
	// Missing says why there are no articles, if they could not be read.
	Missing string
}

// Heading is the feed's name.
func (v feedView) Heading() string {
	switch {
	case v.Name != "":
		return v.Name
	case v.Title != "":
		return v.Title
	}
	return bare(v.URL)
}

// Visited are the last requests, newest first.
func (v feedView) Visited() []calendar.Visit {
	out := make([]calendar.Visit, 0, len(v.Visits))
	for i := len(v.Visits) - 1; i >= 0; i-- {
		out = append(out, v.Visits[i])
	}
	return out
}

// timeline places visits between the first of them and the next poll, 0 to 100.
type timeline struct {
	Points    []point
	From, To  time.Time
	Now, Next float64
	Planned   bool // there is a next poll ahead
}

type point struct {
	X float64
	calendar.Visit
}

func timelineOf(f *calendar.Feed, now time.Time) timeline {
	if len(f.Visits) == 0 {
		return timeline{}
	}
	t := timeline{From: f.Visits[0].At, To: now, Planned: f.Next.After(now) && !f.Resting()}
	if t.Planned {
		t.To = f.Next
	}
	span := max(float64(t.To.Sub(t.From)), 1)
	place := func(at time.Time) float64 { return 1.5 + 97*min(max(float64(at.Sub(t.From))/span, 0), 1) }
	for _, v := range f.Visits {
		t.Points = append(t.Points, point{place(v.At), v})
	}
	t.Now, t.Next = place(now), place(t.To)
	return t
}

// fieldShare is in how many of a feed's articles a field has a value.
type fieldShare struct {
	Name   string
	N, All int
}

// Share is 0 to 100.
func (f fieldShare) Share() float64 { return 100 * float64(f.N) / float64(max(f.All, 1)) }

func fieldShares(list []*article.Article) []fieldShare {
	if len(list) == 0 {
		return nil
	}
	fields := []fieldShare{}
	for _, f := range []struct {
		name string
		has  func(a *article.Article) bool
	}{
		{"whole text", func(a *article.Article) bool { return a.Completeness == article.Full }},
		{"author", func(a *article.Article) bool { return len(a.Authors) > 0 || a.Byline != "" || a.Agency != "" }},
		{"date", func(a *article.Article) bool { return !a.PublishedAt.IsZero() }},
		{"time of day", func(a *article.Article) bool {
			return !a.PublishedAt.IsZero() && a.PublishedPrecision != article.Day
		}},
		{"summary", func(a *article.Article) bool { return a.Summary != "" }},
		{"image", func(a *article.Article) bool { return len(a.Images) > 0 }},
		{"section or tags", func(a *article.Article) bool { return a.Section != "" || len(a.Tags) > 0 }},
		{"language", func(a *article.Article) bool { return a.Language != nil }},
	} {
		share := fieldShare{Name: f.name, All: len(list)}
		for _, a := range list {
			if f.has(a) {
				share.N++
			}
		}
		fields = append(fields, share)
	}
	return fields
}

func (p *Page) serveFeed(w http.ResponseWriter, r *http.Request) {
	f, err := p.Calendar.Feed(r.Context(), r.PathValue("id"))
	switch {
	case errors.Is(err, calendar.ErrNoFeed):
		p.fail(w, r, http.StatusNotFound, "There is no such feed", "It may have been removed. The list of feeds has those that there are.")
		return
	case err != nil:
		p.unreadable(w, r, "feed", err)
		return
	}
	f = f.Shown()
	if wantsJSON(r) {
		f.Seen = nil // of no use to anybody else
		sendJSON(w, r, http.StatusOK, f)
		return
	}
	v := feedView{Feed: f, Timeline: timelineOf(f, time.Now())}
	if v.Reasons, err = p.Why(r.Context(), f); err != nil {
		p.unreadable(w, r, "feed", err)
		return
	}
	articles, at, err := p.articlesOf(r.Context(), f.ID)
	if err != nil {
		p.Log.Warn("page: articles of a feed", "feed", f.URL, echo.Client, client(r), "error", err)
		v.Missing = "The articles could not be read from the stream now."
	}
	for i, a := range articles {
		v.Articles = append(v.Articles, glimpseOf(a, at[i]))
	}
	v.Fields = fieldShares(articles)
	p.show(w, r, http.StatusOK, "feed.html", layout{Title: v.Heading(), Here: "feeds", Refresh: 60, Body: v})
}

// articlesOf reads the last articles of a feed from the stream, each story once.
func (p *Page) articlesOf(ctx context.Context, feedID string) (list []*article.Article, at []time.Time, err error) {
	ctx, cancel := context.WithTimeout(ctx, feedWait)
	defer cancel()
	done, err := p.search(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer done()
	versions, err := sink.FromFeed(ctx, p.JS, p.Stream, p.FeedHash(feedID), 2*feedArticles, feedReach)
	if err != nil {
		return nil, nil, err
	}
	stream, err := p.JS.Stream(ctx, p.Stream.Name)
	if err != nil {
		return nil, nil, err
	}
	seen := map[string]bool{}
	for _, v := range versions {
		if seen[v.ID] || len(list) == feedArticles {
			continue
		}
		seen[v.ID] = true
		a, err := sink.ReadVersion(ctx, stream, v.Sequence)
		switch {
		case errors.Is(err, sink.ErrExpired), errors.Is(err, sink.ErrNoArticle):
		case err != nil:
			return list, at, err
		default:
			list, at = append(list, a), append(at, v.Time)
		}
	}
	return list, at, nil
}

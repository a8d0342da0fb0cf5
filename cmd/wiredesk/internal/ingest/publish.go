package ingest

import (
	"context"
	"time"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

// Known implements crawler.Handler. A story is fetched again when the feed it
// was published from says something new, or another feed changes its mind; that
// a second feed shows it for the first time is a sighting, no news.
func (h *handler) Known(s crawler.Sighting) bool {
	known, ok := h.story(s)
	if !ok {
		return false
	}
	if known.Feed == FeedHash(s.FeedID) || s.Changed {
		return known.Entry == s.Fingerprint || known.Entry == s.OldFingerprint && s.OldFingerprint != 0
	}
	return true
}

// Publish implements crawler.Handler.
func (h *handler) Publish(ctx context.Context, s crawler.Sighting, doc normalize.Document) (crawler.Result, error) {
	start := time.Now()
	a, err := h.article(ctx, s, doc)
	made := time.Since(start)
	if err != nil {
		return crawler.Result{}, err
	}
	if a.Reserved() {
		switch h.reserved {
		case "skip":
			return crawler.Result{Event: crawler.StoryReserved, ID: a.ID, Headline: a.Headline}, nil
		case "headline":
			a.HeadlineAlone()
		}
	}
	known, ok, err := h.standsAs(ctx, s, a)
	if err != nil {
		return crawler.Result{}, err
	}
	if ok {
		r, stop, err := h.standing(ctx, s, doc, a, known)
		if stop || err != nil {
			r.Refused = a.Refused()
			return r, err
		}
	}
	pipeline := h.pipeline
	a.Pipeline = &pipeline
	start = time.Now()
	r, err := h.publisher.Publish(ctx, a, seenIn(s))
	if err != nil {
		return crawler.Result{}, err
	}
	result := crawler.Result{
		Refused: a.Refused(),
		Event:   crawler.StoryEvent(r.Outcome), ID: r.ID, Version: r.Version, Headline: a.Headline, Made: made, Stored: time.Since(start),
	}
	if r.Outcome != sink.Unchanged {
		result.Article = a
	}
	return result, nil
}

func seenIn(s crawler.Sighting) sink.Origin {
	o := sink.Origin{FeedURL: s.FeedURL, Feed: FeedHash(s.FeedID), Entry: s.Fingerprint}
	if s.Ref != "" {
		o.Refs = append(o.Refs, s.Ref)
	}
	if s.Apart {
		o.Refs = append(o.Refs, sharedRef(s.Entry.URL))
	}
	return o
}

// standing looks at what is published of a story before another version is: a
// page that fails to come must not replace a text by a teaser, nor one that shows
// another story by now; and a page that has come to forbid its indexing takes the
// story back. It returns whether that settles the matter.
func (h *handler) standing(ctx context.Context, s crawler.Sighting, doc normalize.Document, a *article.Article,
	known sink.Known) (_ crawler.Result, stop bool, err error) {
	stays := crawler.Result{Event: crawler.StoryUnchanged, ID: known.ID, Version: known.Version, Headline: a.Headline}
	moved := s.Recheck && a.ID != known.ID
	withdrawn := s.Recheck && known.Event == article.Withdrawn
	page := len(doc.Body) > 0 && a.Refused() == ""
	if page && !moved && !withdrawn && !a.Unlisted() {
		return stays, false, nil // as nearly always
	}
	before, err := h.publisher.Latest(ctx, known.ID)
	if err != nil || before == nil {
		return stays, s.Recheck && moved, err
	}
	switch {
	case before.Event == article.Withdrawn:
		// What its feed has deleted is not restored because its page is still there.
		byFeed := before.Withdrawal != nil && before.Withdrawal.Reason == article.DeletedEntry
		return stays, s.Recheck && (moved || a.Unlisted() || byFeed), nil
	case !page:
		return stays, before.FromPage(), nil
	case moved && (h.another(a) || !article.SameStory(before, a)):
		return stays, true, nil
	case a.Unlisted() && before.FromPage() && !before.Unlisted():
		w := article.Withdrawal{Reason: article.NoIndex, At: doc.FetchedAt.UTC().Truncate(time.Second)}
		r, err := h.withdraw(ctx, known, w, seenIn(s))
		return r, true, err
	}
	return stays, false, nil
}

// another reports whether a page that shows a new address shows a story that is
// published under that.
func (h *handler) another(a *article.Article) bool {
	_, ok := h.index.ByID(a.ID)
	return ok
}

// Withdraw implements crawler.Handler. A feed may take back what it has shown, or
// what stands on its own site.
func (h *handler) Withdraw(ctx context.Context, t crawler.Retraction) (crawler.Result, error) {
	var known sink.Known
	var ok bool
	if t.URL != "" {
		known, ok = h.index.ByURL(t.URL)
	} else if known, ok = h.index.ByEntry(t.FeedURL, t.EntryID); ok {
		ok = known.Feed == FeedHash(t.FeedID) || calendar.Host(t.EntryID) == calendar.Host(t.FeedURL)
	}
	if !ok {
		return crawler.Result{Event: crawler.StoryUnchanged}, nil
	}
	return h.withdraw(ctx, known, t.Withdrawal, sink.Origin{FeedURL: t.FeedURL})
}

func (h *handler) withdraw(ctx context.Context, known sink.Known, w article.Withdrawal, from sink.Origin) (crawler.Result, error) {
	r, err := h.publisher.Withdraw(ctx, known.ID, w, from)
	if err != nil {
		return crawler.Result{}, err
	}
	return crawler.Result{Event: crawler.StoryEvent(r.Outcome), ID: r.ID, Version: r.Version}, nil
}

package ingest

import (
	"context"
	"net/http"
	"time"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/weburl"
	"github.com/wiredesk/wiredesk/sink"
)

// Known implements crawler.Handler. A story is fetched again when the feed it
// was published from says something new, or another feed changes its mind; that
// a second feed shows it for the first time is a sighting, no news. What was only
// announced so far is news to the first feed that may speak for it, and what was withdrawn
// to each that shows it again.
func (h *handler) Known(s crawler.Sighting) bool {
	if s.Recheck || s.Awaited {
		return h.overtaken(s)
	}
	if s.At != "" && !s.MaySpeakFor(s.At) {
		if _, ok := h.index.ByURL(s.At); ok {
			return true // it leads to a story for which others speak
		}
	}
	known, ok := h.story(s)
	if !ok {
		return false
	}
	if s.Announces() {
		return h.announced(s, known)
	}
	if known.Feed == 0 || known.Event == article.Withdrawn {
		return false
	}
	if known.Feed == FeedHash(s.FeedID) || s.Changed {
		return known.Entry == s.Fingerprint || known.Entry == s.OldFingerprint && s.OldFingerprint != 0
	}
	return true
}

// announced is Known for an entry under an address for which its feed may not speak.
func (h *handler) announced(s crawler.Sighting, known sink.Known) bool {
	if _, taken := h.index.ByURL(s.Entry.URL); taken {
		return true
	}
	if story, led := h.index.ByRef(s.FeedURL, aliasRef(s.Entry.URL)); led && story.Feed != FeedHash(s.FeedID) {
		return true // the looks at the story's page are enough
	}
	// It is known by its name in the feed: it leads to a story from elsewhere, or is one
	// about that address.
	if known.Feed == FeedHash(s.FeedID) {
		return known.Entry == s.Fingerprint
	}
	return !s.Changed
}

// overtaken is Known for a look at the page of a published story. Who speaks for the story
// looks at its page, and with what its feed says now: a look that was booked before that
// changed would bring the old words back.
func (h *handler) overtaken(s crawler.Sighting) bool {
	known, ok := h.story(s)
	if !ok {
		return false
	}
	if s.Announces() && known.Feed != 0 && known.Feed != FeedHash(s.FeedID) {
		return true
	}
	if known.Feed == 0 && !s.Announces() {
		return false // the newer version is of who only announces it
	}
	return s.Version > 0 && known.Version > s.Version
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
	origin := seenIn(s, doc, a)
	if origin.Roundabout && !ok && !s.Named {
		return crawler.Result{Event: crawler.StoryUnchanged, ID: a.ID, Headline: a.Headline, Elsewhere: a.URL}, nil
	}
	pipeline := h.pipeline
	a.Pipeline = &pipeline
	start = time.Now()
	r, err := h.publisher.Publish(ctx, a, origin)
	if err != nil {
		return crawler.Result{}, err
	}
	result := crawler.Result{
		FirstWord: ok && known.Feed == 0 && !a.OnlyAnnounced(),
		Refused:   a.Refused(), Attested: attested(doc.Feed, a), Denied: denied(a),
		Event: crawler.StoryEvent(r.Outcome), ID: r.ID, Version: r.Version, Headline: a.Headline, Made: made, Stored: time.Since(start),
	}
	if a.OnlyAnnounced() {
		result.At = a.URL
	}
	if r.Outcome != sink.Unchanged {
		result.Article = a
	}
	return result, nil
}

// seenIn is where an article was seen. Of a feed that has only announced it no more is
// kept than its way to the story, if that leads there from elsewhere.
func seenIn(s crawler.Sighting, doc normalize.Document, a *article.Article) sink.Origin {
	o := sink.Origin{FeedURL: s.FeedURL, Feed: FeedHash(s.FeedID), Entry: s.Fingerprint, Announced: a.OnlyAnnounced()}
	o.Roundabout = o.Announced && article.Key(doc.FinalURL) != article.Key(a.URL)
	if !o.Announced && s.Ref != "" {
		o.Refs = append(o.Refs, s.Ref)
	}
	if !o.Announced && s.Also != "" {
		o.Refs = append(o.Refs, s.Also)
	}
	switch {
	case s.Apart:
		o.Refs = append(o.Refs, sharedRef(s.Entry.URL))
	case a.URL != "" && s.Entry.URL != "" && isAlias(s.Entry.URL, a):
		o.Refs = append(o.Refs, aliasRef(s.Entry.URL))
	}
	return o
}

// isAlias reports whether an address that has led to a story is none of its own.
func isAlias(address string, a *article.Article) bool {
	return !weburl.SameHost(address, a.URL) || a.OnlyAnnounced() && article.Key(address) != article.Key(a.URL)
}

// attested is the page of a story if that has let the feed speak, which could not before.
func attested(f normalize.Feed, a *article.Article) string {
	if _, ok := f.MaySpeakFor(a.URL); ok || a.URL == "" || a.OnlyAnnounced() {
		return ""
	}
	return a.URL
}

// denied says what was claimed by somebody who may not.
func denied(a *article.Article) crawler.Denial {
	switch {
	case a.OnlyAnnounced():
		return crawler.DeniedEntry
	case a.About != "":
		return crawler.DeniedAddress
	}
	return ""
}

// standing looks at what is published of a story before another version is: a
// page that fails to come must not replace a text by a teaser, nor one that shows
// another story by now; and a page that has come to forbid its indexing takes the
// story back. It returns whether that settles the matter.
func (h *handler) standing(ctx context.Context, s crawler.Sighting, doc normalize.Document, a *article.Article,
	known sink.Known) (_ crawler.Result, stop bool, err error) {
	stays := crawler.Result{Event: crawler.StoryUnchanged, ID: known.ID, Version: known.Version, Headline: a.Headline}
	if known.Feed == 0 && !s.Recheck && !a.OnlyAnnounced() {
		return stays, false, nil // only a stranger has spoken of it: the story's own word comes always
	}
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
		if s.Recheck || a.OnlyAnnounced() {
			return stays, moved || a.Unlisted() || byFeed, nil
		}
		return stays, a.Unlisted() || !page && (!byFeed || notThere(doc.Status)), nil
	case before.About != "" && a.About == "":
		return stays, false, nil // its page has come: that is the story, with an id of its own
	case !page:
		return stays, before.FromPage(), nil
	case moved && (h.another(a) || !article.SameStory(before, a) || !weburl.SameHost(before.URL, a.URL)):
		return stays, true, nil
	case a.Unlisted() && before.FromPage() && !before.Unlisted():
		w := article.Withdrawal{Reason: article.NoIndex, At: doc.FetchedAt.UTC().Truncate(time.Second)}
		r, err := h.withdraw(ctx, known, w, seenIn(s, doc, a))
		return r, true, err
	}
	return stays, false, nil
}

func notThere(status int) bool { return status == http.StatusNotFound || status == http.StatusGone }

// another reports whether a page that shows a new address shows a story that is
// published under that.
func (h *handler) another(a *article.Article) bool {
	_, ok := h.index.ByID(a.ID)
	return ok
}

// Withdraw implements crawler.Handler. A story is taken back by the host of its own
// address, or by a feed that may speak for that.
func (h *handler) Withdraw(ctx context.Context, t crawler.Retraction) (crawler.Result, error) {
	var known sink.Known
	var ok bool
	if t.URL != "" {
		known, ok = h.index.ByURL(t.URL)
	} else {
		if known, ok = h.index.ByEntry(t.FeedURL, t.EntryID); !ok && t.Asked != "" {
			known, ok = h.index.ByEntry(t.Asked, t.EntryID)
		}
	}
	if !ok || known.Event == article.Withdrawn {
		return crawler.Result{Event: crawler.StoryUnchanged}, nil
	}
	before, err := h.publisher.Latest(ctx, known.ID)
	if err != nil {
		return crawler.Result{}, err
	}
	if t.Reason == article.NotFound && before != nil && before.AwaitsPage() {
		return crawler.Result{Event: crawler.StoryUnchanged, ID: known.ID, Version: known.Version}, nil // what was never there is not taken back
	}
	if !h.mayWithdraw(t, known, before) {
		return crawler.Result{Event: crawler.StoryUnchanged, ID: known.ID, Version: known.Version, Denied: crawler.DeniedWithdrawal}, nil
	}
	return h.withdraw(ctx, known, t.Withdrawal, sink.Origin{FeedURL: t.FeedURL})
}

// mayWithdraw reports whether a retraction is by somebody who may speak for the story.
// Of a version that has expired its last feed may, since nobody can say where it stood.
func (h *handler) mayWithdraw(t crawler.Retraction, known sink.Known, before *article.Article) bool {
	feed := normalize.Feed{URL: t.FeedURL, Speaks: t.Speaks}
	switch {
	case before == nil:
		return known.Feed == FeedHash(t.FeedID)
	case t.URL != "" && !weburl.SameHost(t.URL, before.URL):
		return false
	case t.URL != "" && normalize.SameAddress(t.URL, before.URL):
		return true
	case before.URL == "" && before.Publisher != nil: // that of the feed's own address
		_, ok := feed.MaySpeakFor(before.Publisher.URL)
		return ok
	case before.URL == "":
		return known.Feed == FeedHash(t.FeedID)
	}
	_, ok := feed.MaySpeakFor(before.URL)
	return ok
}

func (h *handler) withdraw(ctx context.Context, known sink.Known, w article.Withdrawal, from sink.Origin) (crawler.Result, error) {
	r, err := h.publisher.Withdraw(ctx, known.ID, w, from)
	if err != nil {
		return crawler.Result{}, err
	}
	return crawler.Result{Event: crawler.StoryEvent(r.Outcome), ID: r.ID, Version: r.Version}, nil
}

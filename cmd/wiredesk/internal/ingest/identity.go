package ingest

import (
	"context"
	"fmt"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

// Which story a sighting is of: docs/article.md has the rule, with a table of cases.

// story is what the index knows of a sighting's story: by its address, else by the name
// that the feed has for it.
func (h *handler) story(s crawler.Sighting) (sink.Known, bool) {
	if s.Entry.URL != "" && !s.Apart {
		if known, ok := h.index.ByURL(s.Entry.URL); ok {
			return known, true
		}
	}
	return h.named(s)
}

// named is the story that the feed has shown before under the name of this one.
func (h *handler) named(s crawler.Sighting) (sink.Known, bool) {
	if s.Ref == "" {
		return h.index.ByID(article.ID("", s.FeedURL, s.Entry.ID))
	}
	if known, ok := h.index.ByRef(s.FeedURL, s.Ref); ok {
		return known, true
	}
	return h.index.ByID(article.ID("", s.FeedURL, s.Ref))
}

// Shares implements crawler.Handler: a story of this feed goes by the address, and by
// another name than this one; or several do.
func (h *handler) Shares(s crawler.Sighting) bool {
	if s.Entry.URL == "" || s.Apart {
		return false
	}
	if _, several := h.index.ByRef(s.FeedURL, sharedRef(s.Entry.URL)); several {
		return true
	}
	known, ok := h.index.ByURL(s.Entry.URL)
	if !ok || known.Feed != FeedHash(s.FeedID) {
		return false
	}
	_, own := h.named(s)
	return !own
}

// sharedRef is the name under which stories of a feed are known that share an address.
func sharedRef(url string) string { return "at " + article.Key(url) }

// standsAs is the story that a document turns out to be a version of. What the feed has
// shown before under another address is the same story if headline or text still agree
// (a token in the address, a page that has moved), and takes its id; else it is new.
func (h *handler) standsAs(ctx context.Context, s crawler.Sighting, a *article.Article) (sink.Known, bool, error) {
	known, ok := h.story(s)
	if !ok || s.Recheck {
		return known, ok, nil
	}
	if s.Apart || s.Entry.URL == "" {
		a.ID = known.ID
		return known, true, nil
	}
	if _, own := h.index.ByURL(s.Entry.URL); own {
		return known, true, nil
	}
	if other, taken := h.index.ByURL(a.URL); taken { // its page names an address of a story
		return other, true, nil
	}
	before, err := h.publisher.Latest(ctx, known.ID)
	if err != nil || before == nil || !article.SameStory(before, a) {
		return sink.Known{}, false, err
	}
	a.ID = known.ID
	return known, true, nil
}

// article makes the article. A page that an entry's address leads to, and that another
// entry of the feed has led to before, is not this entry's: both stories stay.
func (h *handler) article(ctx context.Context, s crawler.Sighting, doc normalize.Document) (*article.Article, error) {
	a, err := normalize.Article(doc)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", crawler.ErrUnpublishable, err)
	}
	elsewhere, err := h.leadsElsewhere(ctx, s, a)
	if err != nil || !elsewhere {
		return a, err
	}
	doc.Refused = normalize.RefusedShared
	if a, err = normalize.Article(doc); err != nil {
		return nil, fmt.Errorf("%w: %w", crawler.ErrUnpublishable, err)
	}
	return a, nil
}

// leadsElsewhere reports whether an entry that is new leads to the page of a story that
// the same feed has announced in other words.
func (h *handler) leadsElsewhere(ctx context.Context, s crawler.Sighting, a *article.Article) (bool, error) {
	if s.Recheck || s.Apart || s.Entry.Title == "" || article.Key(a.URL) == article.Key(s.Entry.URL) {
		return false, nil
	}
	other, ok := h.index.ByURL(a.URL)
	if !ok || other.Feed != FeedHash(s.FeedID) {
		return false, nil
	}
	if own, known := h.story(s); known && own.ID == other.ID {
		return false, nil
	}
	before, err := h.publisher.Latest(ctx, other.ID)
	if err != nil || before == nil {
		return false, err
	}
	for _, t := range before.Headlines {
		if t.Role == "feed" {
			return !normalize.Alike(t.Value, s.Entry.Title), nil
		}
	}
	return !normalize.Alike(before.Headline, s.Entry.Title), nil
}

package ingest

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/weburl"
	"github.com/wiredesk/wiredesk/sink"
)

// Which story a sighting is of: docs/article.md has the rule, with a table of cases.

// story is what the index knows of a sighting's story: by its address, else by the name
// that the feed has for it. Who may speak for what is found is not asked here.
func (h *handler) story(s crawler.Sighting) (sink.Known, bool) {
	if s.Entry.URL != "" && !s.Apart {
		if known, ok := h.index.ByURL(s.Entry.URL); ok {
			return known, true
		}
	}
	return h.named(s)
}

// named is the story that the feed has shown before under the name of this one, or
// whose address this one's has led to.
func (h *handler) named(s crawler.Sighting) (sink.Known, bool) {
	if known, ok := h.namedIn(s.FeedURL, s); ok || s.Asked == "" {
		return known, ok
	}
	return h.namedIn(s.Asked, s) // as versions before 1.0 noted it
}

// namedIn is named for one name of the feed.
func (h *handler) namedIn(feed string, s crawler.Sighting) (sink.Known, bool) {
	for _, ref := range eitherScheme(s.Ref) {
		if known, ok := h.index.ByRef(feed, ref); ok {
			return known, true
		}
	}
	if s.Entry.URL != "" && !s.Apart {
		if known, ok := h.index.ByRef(feed, aliasRef(s.Entry.URL)); ok {
			return known, true
		}
	}
	if s.Also != "" {
		if known, ok := h.index.ByRef(feed, s.Also); ok {
			return known, true
		}
	}
	return h.index.ByID(article.ID("", feed, ownRef(s)))
}

// eitherScheme are the names that are one: a site that goes over to https changes the
// guids that are addresses of it, all at once. "" has none.
func eitherScheme(ref string) []string {
	if ref == "" {
		return nil
	}
	if rest, ok := strings.CutPrefix(ref, "https://"); ok {
		return []string{ref, "http://" + rest}
	}
	if rest, ok := strings.CutPrefix(ref, "http://"); ok {
		return []string{ref, "https://" + rest}
	}
	return []string{ref}
}

// ownRef is what names a story in its feed that no address names.
func ownRef(s crawler.Sighting) string {
	return cmp.Or(s.Ref, s.Entry.ID, normalize.AboutRef(s.Entry.URL))
}

// aliasRef is the name under which a feed's way to a story is known that leads there from
// another host. It is no address of the story: what it shows later is its own.
func aliasRef(url string) string { return "alias " + article.Key(url) }

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
// (a token in the address, a page that has moved) and it may speak for both; it takes the
// story's id then, else it is new.
func (h *handler) standsAs(ctx context.Context, s crawler.Sighting, a *article.Article) (sink.Known, bool, error) {
	if a.OnlyAnnounced() || a.About != "" {
		known, ok := h.standsUnder(a)
		return known, ok, nil
	}
	known, ok := h.story(s)
	if !ok || s.Recheck || known.ID == a.ID {
		return known, ok, nil
	}
	if _, own := h.index.ByURL(s.Entry.URL); own && !s.Apart && weburl.SameHost(s.Entry.URL, a.URL) {
		return known, true, nil
	}
	if other, taken := h.index.ByURL(a.URL); taken && !s.Apart { // its page names an address of a story
		return other, true, nil
	}
	before, err := h.publisher.Latest(ctx, known.ID)
	if err != nil || before == nil || !h.sameWord(s, before, a) {
		return sink.Known{}, false, err
	}
	a.ID = known.ID
	return known, true, nil
}

// standsUnder is the story that stands under an article's address, else its id.
func (h *handler) standsUnder(a *article.Article) (sink.Known, bool) {
	if known, ok := h.index.ByURL(a.URL); ok {
		return known, true
	}
	return h.index.ByID(a.ID)
}

// sameWord reports whether what a feed shows under a name is what it has shown under that
// before, and was its to speak of.
func (h *handler) sameWord(s crawler.Sighting, before, a *article.Article) bool {
	switch {
	case before.About != "": // its page has come: that is a story of its own
		return false
	case before.URL != "" && !s.MaySpeakFor(before.URL):
		return false
	case before.URL == "" && before.Publisher != nil && !s.MaySpeakFor(before.Publisher.URL):
		return false // it has no address, and is of the site that the feed came from then
	}
	return s.Apart || s.Entry.URL == "" || article.SameStory(before, a)
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
	if s.Recheck || s.Apart || a.OnlyAnnounced() || s.Entry.Title == "" || article.Key(a.URL) == article.Key(s.Entry.URL) {
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

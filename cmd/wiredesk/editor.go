package main

import (
	"context"
	"fmt"
	"hash/fnv"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

// reserved is what came of a story that is not published because its page
// reserves the text.
const reserved = "reserved"

// editor is the crawler's handler: it knows from the index what is published,
// and turns documents into articles on the stream.
type editor struct {
	index     *sink.Index
	publisher *sink.Publisher
	pipeline  article.Pipeline
	reserved  string // what becomes of reserved texts: publish, headline or skip
}

// Known implements crawler.Handler. A story is fetched again when the feed it
// was published from says something new, or another feed changes its mind; that
// a second feed shows it for the first time is a sighting, no news.
func (e *editor) Known(s crawler.Sighting) bool {
	var known sink.Known
	var ok bool
	if s.Entry.URL != "" {
		known, ok = e.index.ByURL(s.Entry.URL)
	} else {
		known, ok = e.index.ByID(article.ID("", s.FeedURL, s.Entry.ID))
	}
	if !ok {
		return false
	}
	if known.Feed == feedHash(s.FeedID) || s.Changed {
		return known.Entry == s.Fingerprint
	}
	return true
}

// Publish implements crawler.Handler.
func (e *editor) Publish(ctx context.Context, s crawler.Sighting, doc normalize.Document) (crawler.Result, error) {
	a, err := normalize.Article(doc)
	if err != nil {
		return crawler.Result{}, fmt.Errorf("%w: %w", crawler.ErrUnpublishable, err)
	}
	if a.Reserved() {
		switch e.reserved {
		case "skip":
			return crawler.Result{Event: reserved, ID: a.ID, Headline: a.Headline}, nil
		case "headline":
			a.HeadlineAlone()
		}
	}
	pipeline := e.pipeline
	a.Pipeline = &pipeline
	r, err := e.publisher.Publish(ctx, a, sink.Origin{FeedURL: s.FeedURL, Feed: feedHash(s.FeedID), Entry: s.Fingerprint})
	if err != nil {
		return crawler.Result{}, err
	}
	return crawler.Result{Event: string(r.Outcome), ID: r.ID, Version: r.Version, Headline: a.Headline}, nil
}

func feedHash(id string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id))
	return h.Sum64()
}

package sink

import (
	"context"
	"fmt"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// Publish compares an article with what is in the stream and publishes it if
// it is new or changed. When it returns without an error, the stream holds the
// story as given, and the index knows it.
//
// The article needs its ID and ContentHash. A story known under another id by
// one of its addresses takes that id. Publish sets ID, Version,
// PreviousVersion, Event, Changes and, from the previous version, FirstSeenAt,
// and cuts the body to the size limit; a is the caller's alone again when it
// returns, and untouched after an error or Unchanged, except that Unchanged
// sets ID, Version and PreviousVersion.
//
// Without an acknowledgement Publish tries again until ctx ends, with the same
// message id, so that the stream recognises what it already has. Errors:
// ErrUnreachable when its deadline passes like that; context.Canceled;
// ErrStorage; ErrIndexClosed; what the server said, if it refuses the message.
func (p *Publisher) Publish(ctx context.Context, a *article.Article, origin Origin) (Result, error) {
	id, err := parseStoryID(a.ID)
	if err != nil {
		return Result{}, fmt.Errorf("publish: %w", err)
	}
	hash, err := hashPrefix(a.ContentHash)
	if err != nil {
		return Result{}, fmt.Errorf("publish %s: content hash: %w", a.ID, err)
	}
	s := &submission{article: a, origin: origin, id: id, hash: hash, urls: storyURLs(a), refs: storyRefs(a, origin)}
	result, err := p.locked(ctx, s)
	if err != nil {
		return Result{}, fmt.Errorf("publish %s: %w", a.ID, err)
	}
	return result, nil
}

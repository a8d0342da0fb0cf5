package sink

import (
	"context"
	"fmt"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// Withdraw publishes that a story was withdrawn by its publisher: a version with
// the event withdrawn, which names the story, says why, and holds no text. A
// story that is unknown or withdrawn already is Unchanged. What is said of
// acknowledgements and errors at Publish holds here too.
func (p *Publisher) Withdraw(ctx context.Context, id string, w article.Withdrawal, origin Origin) (Result, error) {
	sid, err := parseStoryID(id)
	if err != nil {
		return Result{}, fmt.Errorf("withdraw: %w", err)
	}
	s := &submission{article: &article.Article{ID: id}, withdrawal: &w, origin: origin, id: sid}
	result, err := p.locked(ctx, s)
	if err != nil {
		return Result{}, fmt.Errorf("withdraw %s: %w", id, err)
	}
	return result, nil
}

// tombstone is the version in which the known one is withdrawn. Of one that has
// expired no more is left than its id.
func (p *Publisher) tombstone(ctx context.Context, s *submission, known Known) (*article.Article, error) {
	before, err := p.previous(ctx, known)
	if err != nil {
		return nil, err
	}
	if before == nil {
		before = &article.Article{ID: known.ID, Version: known.Version}
	}
	v := before.Tombstone(*s.withdrawal)
	s.hash, s.urls, s.refs = known.Hash, storyURLs(v), storyRefs(v, s.origin.FeedURL)
	if v.ContentHash == "" {
		v.ContentHash = fmt.Sprintf("%016x", known.Hash)
	}
	if s.origin.Feed == 0 {
		s.origin.Feed, s.origin.Entry = known.Feed, known.Entry
	}
	return v, nil
}

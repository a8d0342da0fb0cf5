package sink

import (
	"context"
	"fmt"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// next makes the article the version to publish after the known one, which may be none.
func (p *Publisher) next(ctx context.Context, s *submission, id storyID, known Known) (*article.Article, error) {
	v := s.article
	v.ID, v.Schema = id.String(), article.Schema
	v.Version, v.PreviousVersion = known.Version+1, known.Version
	v.Changes, v.Event, v.EventReason = nil, article.Published, ""
	if known.Version == 0 {
		return v, nil
	}
	before, err := p.previous(ctx, known)
	if err != nil {
		return nil, err
	}
	v.Event = article.Updated
	if before != nil {
		v.Changes = article.Changes(before, v)
		v.Event = article.EventFor(before, v)
		if !before.FirstSeenAt.IsZero() {
			v.FirstSeenAt = before.FirstSeenAt
		}
	}
	if known.Event == article.Withdrawn {
		v.Event = article.Restored
	}
	if before != nil && v.Event == article.Updated && before.AwaitsPage() && v.FromPage() && !v.AwaitsPage() {
		v.EventReason = article.Completed
	}
	return v, nil
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
	s.hash, s.urls, s.refs = known.Hash, storyURLs(v), storyRefs(v, s.origin)
	if v.ContentHash == "" {
		v.ContentHash = fmt.Sprintf("%016x", known.Hash)
	}
	if s.origin.Feed == 0 {
		s.origin.Feed, s.origin.Entry = known.Feed, known.Entry
	}
	return v, nil
}

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

package sink

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// maxInFlight is more than any process has workers.
const maxInFlight = 1 << 14

// Publisher puts articles into the stream, each version of a story once. Its
// methods may be called concurrently; it has no goroutine of its own.
type Publisher struct {
	js    jetstream.JetStream
	index *Index
	cfg   StreamConfig
	locks *keyLock

	duplicates atomic.Uint64
}

// NewPublisher publishes to the stream that index was opened on, over the same
// connection. Both stay the caller's, and must outlive the Publisher's calls.
func NewPublisher(index *Index, cfg StreamConfig) (*Publisher, error) {
	// Acknowledgements come over one subscription for all messages in flight. The
	// callers bound how many those are: each waits for its own.
	async, err := jetstream.New(index.js.Conn(), jetstream.WithPublishAsyncTimeout(ackWait), jetstream.WithPublishAsyncMaxPending(maxInFlight))
	if err != nil {
		return nil, fmt.Errorf("publisher: %w", err)
	}
	return &Publisher{js: async, index: index, cfg: cfg.withDefaults(), locks: newKeyLock()}, nil
}

// Duplicates counts the acknowledgements which said that the stream had that
// version of the story already, from another process or an earlier attempt.
func (p *Publisher) Duplicates() uint64 { return p.duplicates.Load() }

// Latest reads the newest version of a story back from the stream; nil if the
// story is unknown or that version has expired.
func (p *Publisher) Latest(ctx context.Context, id string) (*article.Article, error) {
	known, ok := p.index.ByID(id)
	if !ok {
		return nil, nil
	}
	return p.previous(ctx, known)
}

// previous reads a version back from the stream; nil if it has expired or is
// not to be read, in which case the changes stay unnamed.
func (p *Publisher) previous(ctx context.Context, known Known) (*article.Article, error) {
	ctx, cancel := context.WithTimeout(ctx, ackWait)
	defer cancel()
	before, err := ReadVersion(ctx, p.index.stream, known.Sequence)
	switch {
	case errors.Is(err, ErrExpired):
		return nil, nil
	case err != nil && !errors.Is(err, ErrNoArticle):
		return nil, fmt.Errorf("read version %d: %w", known.Version, err)
	case err != nil || before.ID != known.ID:
		p.index.log.Warn("previous version cannot be read", "id", known.ID, "sequence", known.Sequence, "error", err)
		return nil, nil
	}
	return before, nil
}

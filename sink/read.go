package sink

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
)

var (
	// ErrExpired says that a message has left the stream, by age or for want of room.
	ErrExpired = errors.New("it has left the stream")
	// ErrNoArticle says that a message of the stream holds no article.
	ErrNoArticle = errors.New("no article")
)

// ReadVersion reads back the version of a story that stands at a sequence of the
// stream of articles, as [Version].Sequence and [Known].Sequence name it. It waits for
// the server as long as ctx allows, or for the client's own 5 s. The article is the
// caller's. Errors: ErrExpired; ErrNoArticle; those of the connection and of ctx.
func ReadVersion(ctx context.Context, stream jetstream.Stream, sequence uint64) (*article.Article, error) {
	m, err := stream.GetMsg(ctx, sequence)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, fmt.Errorf("message %d: %w: %w", sequence, ErrExpired, err)
	}
	if err != nil {
		return nil, fmt.Errorf("message %d: %w", sequence, err)
	}
	a, err := article.Decode(m.Data)
	if err != nil {
		return nil, fmt.Errorf("message %d: %w: %w", sequence, ErrNoArticle, err)
	}
	return a, nil
}

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
	// ErrNoArticle says that a message of the stream holds no article, or another than
	// its headers say.
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
	if err == nil {
		err = itself(m, a)
	}
	if err != nil {
		return nil, fmt.Errorf("message %d: %w: %w", sequence, ErrNoArticle, err)
	}
	return a, nil
}

// itself checks that a message holds the article that the index was told of by its
// headers: who may write to the stream need not be wiredesk.
func itself(m *jetstream.RawStreamMsg, a *article.Article) error {
	switch id := first(m.Header, headerID); {
	case !article.IsID(a.ID):
		return fmt.Errorf("its id is %.80q", a.ID)
	case percentDecode(id) != messageID(a.ID, a.Version):
		return fmt.Errorf("its headers say %.80q, the article %s", id, messageID(a.ID, a.Version))
	}
	return nil
}

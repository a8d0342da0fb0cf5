package sink

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/internal/cursor"
	"github.com/wiredesk/wiredesk/sink/internal/subject"
)

// Durables lists the subscribers of a stream whose place the server keeps: its
// durable consumers. There are none if there is no stream. It needs the right to list
// consumers ($JS.API.CONSUMER.LIST.<stream>).
func Durables(ctx context.Context, js jetstream.JetStream, name string) ([]*jetstream.ConsumerInfo, error) {
	stream, err := js.Stream(ctx, name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list the subscribers of %s: %w", name, err)
	}
	var durables []*jetstream.ConsumerInfo
	list := stream.ListConsumers(ctx)
	for c := range list.Info() {
		if c.Config.Durable != "" { // the others look once
			durables = append(durables, c)
		}
	}
	if list.Err() != nil {
		return nil, fmt.Errorf("list the subscribers of %s: %w", name, list.Err())
	}
	return durables, nil
}

// OfDesk reports whether a consumer is one with which the desk itself reads: its index, its
// page, a replay. One that bears an owner is that reader's, whatever it says.
func OfDesk(c *jetstream.ConsumerInfo) bool {
	return c.Config.Metadata[cursor.DeskKey] != "" && c.Config.Metadata["wiredesk.owner"] == ""
}

// Stories counts the stories of a stream whose first version it still has: the messages of
// the event published. The server keeps that count.
func Stories(ctx context.Context, stream jetstream.Stream, prefix string) (n uint64, err error) {
	info, err := stream.Info(ctx, jetstream.WithSubjectFilter(cmp.Or(prefix, subject.Articles)+".*.*."+string(article.Published)))
	if err != nil {
		return 0, fmt.Errorf("count the stories: %w", err)
	}
	for _, messages := range info.State.Subjects {
		n += messages
	}
	return n, nil
}

package sink

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
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

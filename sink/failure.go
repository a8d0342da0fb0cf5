package sink

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// storage marks the server's words for "no room".
func storage(err error) error {
	if hasCode(err, codeInsufficientResources, codeStorageExceeded, codeStreamStoreFailed) {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	return err
}

// passing says whether an error may be gone at the next attempt: nobody
// answered, or the server is not ready yet.
func passing(err error) bool {
	for _, target := range []error{
		context.DeadlineExceeded, context.Canceled, nats.ErrTimeout, jetstream.ErrAsyncPublishTimeout, nats.ErrNoResponders, jetstream.ErrNoStreamResponse,
		nats.ErrDisconnected, nats.ErrConnectionReconnecting, nats.ErrReconnectBufExceeded, nats.ErrStaleConnection,
	} {
		if errors.Is(err, target) {
			return true
		}
	}
	var api *jetstream.APIError
	return errors.As(err, &api) && api.Code == 503 && !errors.Is(err, ErrStorage)
}

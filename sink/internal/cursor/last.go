package cursor

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// LastN returns the sequence from which exactly the last n messages that match
// the filters follow, or 0 (the whole stream) if there are no more than n. It
// halves the stream by asking how many messages would follow: some twenty
// short-lived consumers for a million messages, and no message is read.
func LastN(ctx context.Context, js jetstream.JetStream, stream string, filters []string, n uint64) (uint64, error) {
	s, err := js.Stream(ctx, stream)
	if err != nil {
		return 0, fmt.Errorf("read stream %s: %w", stream, err)
	}
	state := s.CachedInfo().State
	low, high := state.FirstSeq, state.LastSeq+1 // following(low) >= n > following(high)
	count, err := following(ctx, js, stream, filters, low)
	if err != nil || count <= n {
		return 0, err
	}
	for low+1 < high {
		middle := low + (high-low)/2
		count, err := following(ctx, js, stream, filters, middle)
		if err != nil {
			return 0, err
		}
		if count >= n {
			low = middle
		} else {
			high = middle
		}
	}
	return low, nil
}

// following counts the messages that match from sequence on.
func following(ctx context.Context, js jetstream.JetStream, stream string, filters []string, sequence uint64) (uint64, error) {
	c, err := js.CreateConsumer(ctx, stream, jetstream.ConsumerConfig{
		AckPolicy:         jetstream.AckNonePolicy,
		DeliverPolicy:     jetstream.DeliverByStartSequencePolicy,
		OptStartSeq:       max(sequence, 1),
		FilterSubjects:    filters,
		InactiveThreshold: time.Second,
		MemoryStorage:     true,
		Replicas:          1,
		Metadata:          map[string]string{DeskKey: "true"}, // gone in a second
	})
	if err != nil {
		return 0, fmt.Errorf("read stream %s: %w", stream, err)
	}
	return c.CachedInfo().NumPending, nil
}

package sink

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink/internal/cursor"
)

// Messages yields the messages of a span of the stream that match one of the
// subjects (none: all), byte for byte with their headers, in order and each once,
// to the end of the stream. Any error is the last thing yielded, the context's
// included.
func Messages(ctx context.Context, js jetstream.JetStream, cfg StreamConfig, span Span, subjects []string) iter.Seq2[jetstream.Msg, error] {
	return func(yield func(jetstream.Msg, error) bool) {
		c := cursor.New(js, cursor.Config{Stream: cfg.withDefaults().Name, Filters: subjects, Since: span.Since, Desk: true})
		defer c.Close()
		for {
			m, md, err := c.Next(ctx)
			switch {
			case errors.Is(err, cursor.ErrEnd):
				return
			case err != nil:
				yield(nil, fmt.Errorf("read stream %s: %w", cfg.withDefaults().Name, err))
				return
			case !span.Until.IsZero() && md.Timestamp.After(span.Until):
				return
			}
			if !yield(m, nil) {
				return
			}
		}
	}
}

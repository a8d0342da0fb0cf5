package subscribe

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink/internal/cursor"
)

// Read yields articles over a connection the caller has, in order and each
// once, and remembers nothing: Options.Durable does not matter. It ends at the
// end of the stream, or with Follow when ctx ends; the context's error is not
// yielded. A message that is no article is yielded with an error and without
// an Article, and reading goes on; any other error is the last thing yielded.
func Read(ctx context.Context, nc *nats.Conn, o Options) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		o = o.withDefaults()
		caller := ctx
		ctx, stop := heed(ctx, nc, o)
		defer stop()
		js, err := jetstream.New(nc)
		if err == nil {
			o, err = o.begin(ctx, js)
		}
		if err != nil {
			if caller.Err() == nil {
				yield(Message{}, refused(ctx, err))
			}
			return
		}
		c := o.cursor(js)
		defer c.Close()
		for {
			m, md, err := c.Next(ctx)
			switch {
			case caller.Err() != nil, errors.Is(err, cursor.ErrEnd) && !o.Follow:
				return
			case errors.Is(err, cursor.ErrEnd):
				continue
			case err != nil:
				yield(Message{}, refused(ctx, err))
				return
			}
			msg, err := decode(m, md, o.Stream, o.Subjects)
			if err != nil {
				err = fmt.Errorf("message %d: %w", msg.Sequence, err)
			}
			if !yield(msg, err) {
				return
			}
		}
	}
}

func (o Options) cursor(js jetstream.JetStream) *cursor.Cursor {
	return cursor.New(js, cursor.Config{Stream: o.Stream, Filters: o.Subjects, Sequence: o.From, Since: o.Since, Desk: o.Desk})
}

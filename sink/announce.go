package sink

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/nats-io/nats.go"
)

// Announce tells whoever listens at the moment of an event. Nobody acknowledges it
// and nothing stores it: without an error it is in the connection's buffer, and goes
// out with what else is there. It does not wait, and may be called concurrently.
func Announce(nc *nats.Conn, e Event) error {
	if err := checkEvent(e); err != nil {
		return fmt.Errorf("announce: %w", err)
	}
	payload, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("announce %s: %w", e.Type(), err)
	}
	if err := nc.Publish(EventPrefix+"."+e.Type(), payload); err != nil {
		return fmt.Errorf("announce %s: %w", e.Type(), err)
	}
	return nil
}

// listenPatience is how long the server may take to say that it heard of a
// subscription.
const listenPatience = 5 * time.Second

// Events yields what is announced under a subject, such as [AllEvents], until ctx
// ends, whose error is not yielded. What was announced before, or while the
// connection was away, does not come. A message that is no event, or comes under the
// subject of another (ErrNoEvent), and
// news that were lost because they were not taken in time (nats.ErrSlowConsumer), are
// yielded as errors and listening goes on; any other error is the last thing yielded:
// ErrPermission if the user may not subscribe.
func Events(ctx context.Context, nc *nats.Conn, subject string) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		sub, err := listen(nc, subject)
		if err != nil {
			yield(nil, fmt.Errorf("listen to %s: %w", subject, err))
			return
		}
		defer func() { _ = sub.Unsubscribe() }() // fails only with the connection
		for {
			m, err := sub.NextMsgWithContext(ctx)
			var e Event
			switch {
			case ctx.Err() != nil:
				return
			case err == nil:
				if e, err = DecodeEvent(m.Data); err == nil && m.Subject != EventPrefix+"."+e.Type() {
					e, err = nil, fmt.Errorf("%w: %s came as %.120q", ErrNoEvent, e.Type(), m.Subject)
				}
			case !errors.Is(err, nats.ErrSlowConsumer):
				yield(nil, fmt.Errorf("listen to %s: %w", subject, err))
				return
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// listen subscribes, and waits until the server has heard of it: it answers a flush
// after it has said what it refuses.
func listen(nc *nats.Conn, subject string) (*nats.Subscription, error) {
	before := nc.LastError()
	sub, err := nc.SubscribeSync(subject)
	if err != nil {
		return nil, err
	}
	if err = nc.FlushTimeout(listenPatience); err != nil {
		return nil, errors.Join(err, sub.Unsubscribe())
	}
	refusal := nc.LastError()
	if errors.Is(refusal, nats.ErrPermissionViolation) && !errors.Is(refusal, before) { // each refusal is an error of its own
		return nil, fmt.Errorf("%w: %w", ErrPermission, errors.Join(refusal, sub.Unsubscribe()))
	}
	return sub, nil
}

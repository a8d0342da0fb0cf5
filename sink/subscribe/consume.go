package subscribe

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// consume hands messages of a durable to the handler.
func (r *receiver) consume(ctx context.Context, consumer jetstream.Consumer) error {
	it, err := r.messages(consumer)
	if err != nil {
		return err
	}
	defer func() { it.Stop() }()
	keep := consumer.CachedInfo().Config.AckWait
	at := newLanes(r.Concurrency, func(m jetstream.Msg) { r.deliver(ctx, m, keep) })
	defer at.wait()
	lost := 0              // looks in a row that found messages, and nobody who asks for them
	for ctx.Err() == nil { // before Next, which asks for more messages
		m, err := next(ctx, it, r.Once)
		switch {
		case errors.Is(err, errQuiet):
			left, err := whatIsLeft(ctx, consumer)
			switch {
			case err != nil:
				return fmt.Errorf("durable %s: %w", r.Durable, err)
			case left == nothing:
				return nil
			case left == unasked:
				lost++
			default:
				lost = 0
			}
			if lost > 1 {
				it.Stop()
				if it, err = r.messages(consumer); err != nil {
					return err
				}
				lost = 0
			}
		case m != nil:
			lost = 0
			at.put(m)
		case ctx.Err() == nil && !errors.Is(err, jetstream.ErrNoHeartbeat):
			return fmt.Errorf("durable %s: %w", r.Durable, err)
		default: // ctx ended, or an outage: the client asks again when it is over
		}
	}
	at.wait()
	giveBack(consumer, it, r.Logger)
	return ctx.Err()
}

// messages asks for messages ahead of the handler.
func (r *receiver) messages(consumer jetstream.Consumer) (jetstream.MessagesContext, error) {
	it, err := consumer.Messages(jetstream.PullMaxMessages(r.Prefetch), jetstream.PullHeartbeat(5*time.Second),
		jetstream.PullExpiry(pullExpiry))
	if err != nil {
		return nil, fmt.Errorf("durable %s: %w", r.Durable, err)
	}
	return it, nil
}

// errQuiet says that no message came for a while.
var errQuiet = errors.New("no message for now")

// pause is how long Run with Once waits for a message before it asks whether
// there are any.
const pause = 250 * time.Millisecond

// next waits for a message, with once no longer than pause.
func next(ctx context.Context, it jetstream.MessagesContext, once bool) (jetstream.Msg, error) {
	if !once {
		return it.Next(jetstream.NextContext(ctx))
	}
	wait, cancel := context.WithTimeout(ctx, pause)
	defer cancel()
	m, err := it.Next(jetstream.NextContext(wait))
	if m == nil && ctx.Err() == nil && wait.Err() != nil {
		return nil, errQuiet
	}
	return m, err
}

// left is what a durable still has for a subscriber that has just got nothing.
type left int

const (
	nothing left = iota
	some         // it is on its way, or another subscriber of the durable is at it
	unasked      // there is something, and no request for it waits at the server
)

// whatIsLeft asks the server. The client notices a request that got lost only within
// a call of Next that is longer than two heartbeats, and Once makes short ones.
func whatIsLeft(ctx context.Context, consumer jetstream.Consumer) (left, error) {
	info, err := consumer.Info(ctx)
	switch {
	case ctx.Err() != nil:
		return some, ctx.Err()
	case err != nil:
		return some, err
	case info.NumPending == 0 && info.NumAckPending == 0:
		return nothing, nil
	case info.NumPending > 0 && info.NumWaiting == 0:
		return unasked, nil
	}
	return some, nil
}

// giveBack stops asking for messages and returns what was fetched ahead, so
// that it does not wait for AckWait until somebody else gets it. The question
// before it lets the server work off requests that are on their way: for one
// that outlives its subscription to another account's reply subject,
// nats-server 2.15 still delivers, to nobody, and the messages wait.
func giveBack(consumer jetstream.Consumer, it jetstream.MessagesContext, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, _ = consumer.Info(ctx) // only the time it takes matters
	it.Drain()
	for {
		m, err := it.Next(jetstream.NextContext(ctx))
		if m == nil || err != nil {
			return
		}
		settle(log, m.Nak())
	}
}

// deliver calls the handler and tells the server the outcome. If the server
// does not hear it, the message comes again; so it does when ctx has ended. keep
// is how long the server leaves a message with us.
func (r *receiver) deliver(ctx context.Context, m jetstream.Msg, keep time.Duration) {
	if ctx.Err() != nil {
		settle(r.Logger, m.Nak())
		return
	}
	md, err := m.Metadata()
	if err != nil {
		settle(r.Logger, m.TermWithReason("no JetStream message"))
		return
	}
	msg, err := decode(m, md, r.Stream, r.Subjects)
	if err != nil {
		r.Logger.Warn("message skipped", "sequence", msg.Sequence, "subject", msg.Subject, "error", err)
		settle(r.Logger, m.TermWithReason("not an article this subscriber can read"))
		return
	}
	r.pulse.received(msg)
	stop := inProgress(m, keep, r.Logger)
	outcome, err := r.try(ctx, msg)
	stop()
	switch outcome {
	case handled:
		err = m.Ack()
	case again:
		err = m.NakWithDelay(retryWait(msg.Delivered))
	case givenUp:
		err = m.TermWithReason(oneLine(err))
	}
	settle(r.Logger, err)
}

// oneLine is an error's text as the server may show it.
func oneLine(err error) string {
	const most = 200
	text := strings.Join(strings.Fields(err.Error()), " ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

func settle(log *slog.Logger, err error) {
	if err != nil {
		log.Warn("acknowledgement not sent, the article will come again", "error", err)
	}
}

// inProgress keeps the message ours until the returned function is called: four
// times in the time after which the server would give it to somebody else.
func inProgress(m jetstream.Msg, keep time.Duration, log *slog.Logger) func() {
	if keep <= 0 {
		keep = AckWait
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(keep / 4)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				settle(log, m.InProgress())
			case <-done:
				return
			}
		}
	}()
	return func() {
		close(done)
		<-ended
	}
}

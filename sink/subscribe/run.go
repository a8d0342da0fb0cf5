package subscribe

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	// inProgressEvery is how often the server is told that a handler still works.
	inProgressEvery = AckWait / 4

	minRetryWait = time.Second
	maxRetryWait = 5 * time.Minute
)

// Handler receives articles, one at a time. Returning nil acknowledges; an
// error has the article delivered again, after 1 s and then ever later, up to
// 5 min.
type Handler func(ctx context.Context, m Message) error

// Run connects and hands every article that Options choose to the handler,
// until ctx ends, or with Options.Once all is handled; a handler at work is
// waited for. It returns ctx's error, or
// why it could not begin or go on: no server there, no such stream, a durable
// that exists with other subjects or was deleted. Outages in between are
// waited out.
func Run(ctx context.Context, o Options, handle Handler) error {
	o = o.withDefaults()
	opts := []nats.Option{
		nats.Name("wiredesk subscriber " + o.Durable),
		nats.MaxReconnects(-1),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			o.Logger.Warn("NATS connection", "error", err)
		}),
	}
	if o.Creds != "" {
		opts = append(opts, nats.UserCredentials(o.Creds))
	}
	nc, err := nats.Connect(o.URL, opts...)
	if err != nil {
		return fmt.Errorf("connect to NATS: %w", err)
	}
	defer nc.Close()
	return RunOn(ctx, nc, o, handle)
}

// RunOn is Run over a connection the caller has; URL and Creds do not matter.
func RunOn(ctx context.Context, nc *nats.Conn, o Options, handle Handler) error {
	js, err := jetstream.New(nc)
	if err != nil {
		return err
	}
	o = o.withDefaults()
	if o.Durable == "" {
		return follow(ctx, js, o, handle)
	}
	consumer, err := durable(ctx, js, o)
	if err != nil {
		return err
	}
	return consume(ctx, consumer, o, handle)
}

// follow reads in order, and holds the stream up while the handler refuses.
func follow(ctx context.Context, js jetstream.JetStream, o Options, handle Handler) error {
	o, err := o.begin(ctx, js)
	if err != nil {
		return err
	}
	c := o.cursor(js, true)
	defer c.Close()
	for {
		m, md, err := c.Next(ctx)
		if err != nil {
			return err
		}
		msg, err := decode(m, md)
		if err != nil {
			o.Logger.Warn("message skipped", "sequence", msg.Sequence, "subject", msg.Subject, "error", err)
			continue
		}
		for ; ; msg.Delivered++ {
			err := handle(ctx, msg)
			if err == nil {
				break
			}
			o.Logger.Warn("handler refuses an article", "id", msg.ID, "delivered", msg.Delivered, "error", err)
			if err := sleep(ctx, retryWait(msg.Delivered)); err != nil {
				return err
			}
		}
	}
}

// consume hands messages of a durable to the handler.
func consume(ctx context.Context, consumer jetstream.Consumer, o Options, handle Handler) error {
	it, err := consumer.Messages(jetstream.PullMaxMessages(o.Prefetch), jetstream.PullHeartbeat(5*time.Second), jetstream.PullExpiry(30*time.Second))
	if err != nil {
		return fmt.Errorf("durable %s: %w", o.Durable, err)
	}
	defer it.Stop()
	for ctx.Err() == nil { // before Next, which asks for more messages
		m, err := next(ctx, it, o.Once)
		switch {
		case errors.Is(err, errQuiet):
			done, err := handledAll(ctx, consumer)
			if err != nil {
				return fmt.Errorf("durable %s: %w", o.Durable, err)
			}
			if done {
				return nil
			}
		case m != nil && ctx.Err() != nil:
			settle(o.Logger, m.Nak())
		case m != nil:
			deliver(ctx, m, o, handle)
		case ctx.Err() == nil && !errors.Is(err, jetstream.ErrNoHeartbeat):
			return fmt.Errorf("durable %s: %w", o.Durable, err)
		default: // ctx ended, or an outage: the client asks again when it is over
		}
	}
	giveBack(consumer, it, o.Logger)
	return ctx.Err()
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

// handledAll reports whether nothing waits to be delivered, or again. What other
// subscribers of the durable are at is theirs, and waited for.
func handledAll(ctx context.Context, consumer jetstream.Consumer) (bool, error) {
	info, err := consumer.Info(ctx)
	if err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return false, err
	}
	return info.NumPending == 0 && info.NumAckPending == 0, nil
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
// does not hear it, the message comes again.
func deliver(ctx context.Context, m jetstream.Msg, o Options, handle Handler) {
	md, err := m.Metadata()
	if err != nil {
		settle(o.Logger, m.TermWithReason("no JetStream message"))
		return
	}
	msg, err := decode(m, md)
	if err != nil {
		o.Logger.Warn("message skipped", "sequence", msg.Sequence, "subject", msg.Subject, "error", err)
		settle(o.Logger, m.TermWithReason("not an article this subscriber can read"))
		return
	}
	stop := inProgress(m, o.Logger)
	err = handle(ctx, msg)
	stop()
	if err != nil {
		o.Logger.Warn("handler refuses an article", "id", msg.ID, "delivered", msg.Delivered, "error", err)
		settle(o.Logger, m.NakWithDelay(retryWait(msg.Delivered)))
		return
	}
	settle(o.Logger, m.Ack())
}

func settle(log *slog.Logger, err error) {
	if err != nil {
		log.Warn("acknowledgement not sent, the article will come again", "error", err)
	}
}

// inProgress keeps the message ours until the returned function is called.
func inProgress(m jetstream.Msg, log *slog.Logger) func() {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(inProgressEvery)
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

// retryWait doubles with every delivery, from 1 s to 5 min.
func retryWait(delivered int) time.Duration {
	if delivered < 1 {
		delivered = 1
	}
	if delivered > 16 {
		return maxRetryWait
	}
	return min(minRetryWait<<(delivered-1), maxRetryWait)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

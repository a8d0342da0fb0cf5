package subscribe

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink/internal/cursor"
)

// Run connects and hands every article that Options choose to the handler,
// until ctx ends, or with Options.Once all is handled; a handler at work is
// waited for. It returns ctx's error, or why it could not begin or go on: no
// server there, no such stream, a durable that exists with other subjects or was
// deleted, a permission that is missing (nats.ErrPermissionViolation). Outages in
// between are waited out.
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
	nc, err := nats.Connect(o.URL, append(opts, o.Connect...)...)
	if err != nil {
		return fmt.Errorf("connect to NATS: %w", err)
	}
	defer nc.Close()
	return RunOn(ctx, nc, o, handle)
}

// RunOn is Run over a connection the caller has; URL, Creds and Connect do not
// matter. Without nats.MaxReconnects(-1) a long outage closes the connection,
// and ends it.
func RunOn(ctx context.Context, nc *nats.Conn, o Options, handle Handler) error {
	o = o.withDefaults()
	if err := o.check(); err != nil {
		return err
	}
	js, err := jetstream.New(nc)
	if err != nil {
		return err
	}
	ctx, stop := heed(ctx, nc, o)
	defer stop()
	r := &receiver{Options: o, handle: handle}
	if o.Durable == "" {
		defer r.beat(ctx, nc, nil)()
		return refused(ctx, r.follow(ctx, js))
	}
	consumer, err := durable(ctx, js, o)
	if err != nil {
		return refused(ctx, err)
	}
	defer r.beat(ctx, nc, consumer)()
	return refused(ctx, r.consume(ctx, consumer))
}

// follow reads in order, and holds the stream up while the handler refuses.
func (r *receiver) follow(ctx context.Context, js jetstream.JetStream) error {
	o, err := r.begin(ctx, js)
	if err != nil {
		return err
	}
	c := o.cursor(js)
	defer c.Close()
	for {
		m, md, err := c.Next(ctx)
		switch {
		case errors.Is(err, cursor.ErrEnd):
			continue
		case err != nil:
			return err
		}
		msg, err := decode(m, md, r.Stream, r.Subjects)
		if err != nil {
			r.Logger.Warn("message skipped", "sequence", msg.Sequence, "subject", msg.Subject, "error", err)
			continue
		}
		r.pulse.received(msg)
		for ; ; msg.Delivered++ {
			if outcome, _ := r.try(ctx, msg); outcome != again {
				break
			}
			if err := sleep(ctx, retryWait(msg.Delivered)); err != nil {
				return err
			}
		}
	}
}

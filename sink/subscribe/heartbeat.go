package subscribe

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// answerWait is how long a heartbeat waits for the server.
const answerWait = 2 * time.Second

// beat calls Options.OnHeartbeat until the returned function is called, which
// waits for the last call. The consumer is nil without a durable.
func (r *receiver) beat(ctx context.Context, nc *nats.Conn, consumer jetstream.Consumer) func() {
	if r.OnHeartbeat == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(r.Heartbeat)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if s := r.pulse.ask(ctx, nc, consumer); ctx.Err() == nil {
				r.OnHeartbeat(s)
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}

// ask has the server prove that it is there.
func (p *pulse) ask(ctx context.Context, nc *nats.Conn, consumer jetstream.Consumer) Status {
	ctx, cancel := context.WithTimeout(ctx, answerWait)
	defer cancel()
	var err error
	var info *jetstream.ConsumerInfo
	switch {
	case !nc.IsConnected():
		err = nats.ErrDisconnected
	case consumer == nil:
		err = nc.FlushWithContext(ctx)
	default:
		info, err = consumer.Info(ctx)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.s.Connected, p.s.Err = err == nil, err
	if info != nil {
		p.s.Pending, p.s.Unacknowledged = info.NumPending, info.NumAckPending
	}
	return p.s
}

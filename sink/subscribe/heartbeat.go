package subscribe

import (
	"context"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Status is what a heartbeat tells.
type Status struct {
	// Connected says that the server answered just now; Err why it did not.
	Connected bool
	Err       error
	// Sequence is the last one that was handed to the handler, 0 if none yet;
	// Stored when the stream stored it, At when it came.
	Sequence   uint64
	Stored, At time.Time
	// Pending is how many chosen articles are stored and not yet delivered: what
	// the subscriber is behind. Unacknowledged were delivered, here or to others
	// of the durable. Both are as of the last answer; without a durable they are
	// as of the last article.
	Pending        uint64
	Unacknowledged int
}

// answerWait is how long a heartbeat waits for the server.
const answerWait = 2 * time.Second

// pulse gathers what heartbeats tell. It may be used concurrently.
type pulse struct {
	mu sync.Mutex
	s  Status
}

func (p *pulse) received(m Message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.s.Sequence, p.s.Stored, p.s.At, p.s.Pending = m.Sequence, m.Time, time.Now(), m.Pending
}

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

// Package cursor reads a stream in order, once each message, across
// reconnects and server restarts. It is an ordered consumer that says when it is
// at the end, and that only needs rights a reader has: it never deletes the
// consumers it leaves behind, the server forgets them after a minute.
package cursor

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	createTimeout = 5 * time.Second
	// heartbeat is how often the server says that a request for messages waits with
	// it. A request can get lost: on a cluster the node that keeps a new consumer may
	// not be known to ours yet. The client notices when two heartbeats are missing,
	// but only within one call of its Next, and makes no other request by itself.
	heartbeat = time.Second
	// idle is how long Next waits before it looks whether all is still well. It is
	// more than two heartbeats, or a lost request would never be noticed.
	idle = 3 * heartbeat
	// forgotten is when the server drops a consumer nobody pulls from.
	forgotten = time.Minute
	expiry    = 30 * time.Second

	minBackoff = 50 * time.Millisecond
	maxBackoff = 2 * time.Second
	// patience is how often in a row the stream may be missing, while servers
	// restart, before the cursor believes it.
	patience = 6
)

// ErrEnd is returned by Next when everything was returned that the stream had when
// the connection's current epoch began. The call after it waits for more.
var ErrEnd = errors.New("end of stream")

// Config says what to read. The zero Start is the whole stream.
type Config struct {
	Stream      string
	Filters     []string
	HeadersOnly bool
	Sequence    uint64    // first sequence to read, if not 0
	Since       time.Time // first time to read, if not zero
	Batch       int       // messages asked for at a time
	// Desk says that the reader is a part of the desk itself, and no subscriber.
	Desk bool
}

// DeskKey marks the consumers of the desk itself in their metadata.
const DeskKey = "wiredesk.desk"

// Cursor is a position in a stream. It is for one goroutine; Close when done.
type Cursor struct {
	js  jetstream.JetStream
	cfg Config

	consumer jetstream.Consumer
	it       jetstream.MessagesContext
	unwatch  func()
	epoch    uint64
	pending  uint64 // messages until the end
	ended    bool   // and said so

	opened   bool   // at least once
	last     uint64 // stream sequence last returned
	received uint64 // from the current consumer
	backoff  time.Duration
	failures int
}

// New returns a cursor; nothing is asked of the server before Next.
func New(js jetstream.JetStream, cfg Config) *Cursor {
	if cfg.Batch <= 0 {
		cfg.Batch = 64 // of the largest articles: below the client's 64 MiB of pending data
	}
	return &Cursor{js: js, cfg: cfg}
}

// Epoch is how many reconnects the connection had seen when the current consumer was
// made: after ErrEnd, all is read that was stored before the last of them.
func (c *Cursor) Epoch() uint64 { return c.epoch }

// Next returns the next message and its metadata. It waits for one, through any
// outage, until ctx ends. Errors: ErrEnd, once for each epoch; the context's, after which
// the next call reads on; what the server said when the cursor could not be opened at
// first; jetstream.ErrStreamNotFound if the stream stays away; nats.ErrConnectionClosed.
func (c *Cursor) Next(ctx context.Context) (jetstream.Msg, *jetstream.MsgMetadata, error) {
	for {
		if err := ctx.Err(); err != nil {
			c.Close()
			return nil, nil, err
		}
		if c.it == nil {
			if err := c.open(ctx); err != nil {
				if err := c.failed(ctx, err); err != nil {
					return nil, nil, err
				}
				continue
			}
		}
		if c.pending == 0 && !c.ended {
			c.ended = true
			return nil, nil, ErrEnd
		}
		if m, md := c.pull(ctx); m != nil {
			return m, md, nil
		}
	}
}

// pull returns the next message, or nil if there is none or the consumer has
// to be made again.
func (c *Cursor) pull(ctx context.Context) (jetstream.Msg, *jetstream.MsgMetadata) {
	stop := context.AfterFunc(ctx, c.it.Stop)
	m, err := c.it.Next(jetstream.NextMaxWait(idle))
	stop()
	if errors.Is(err, nats.ErrTimeout) {
		c.checkIdle(ctx)
		return nil, nil
	}
	if err != nil {
		c.Close()
		return nil, nil
	}
	md, err := m.Metadata()
	if err != nil || md.Sequence.Consumer != c.received+1 {
		c.Close() // a message was lost on the way: read again from the last one
		return nil, nil
	}
	c.received++
	c.last = md.Sequence.Stream
	if c.pending > 0 {
		c.pending = min(c.pending-1, md.NumPending)
	}
	return m, md
}

// checkIdle looks after a wait without messages whether the connection has
// changed unseen, and whether what is still to come has left the stream.
func (c *Cursor) checkIdle(ctx context.Context) {
	if c.js.Conn().Stats().Reconnects != c.epoch {
		c.Close()
		return
	}
	if c.ended {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, createTimeout)
	defer cancel()
	info, err := c.consumer.Info(ctx)
	if err != nil {
		c.Close()
		return
	}
	if info.NumPending == 0 && info.Delivered.Consumer == c.received {
		c.pending = 0
	}
}

// open makes a consumer that begins after the last message returned.
func (c *Cursor) open(ctx context.Context) error {
	cfg := jetstream.ConsumerConfig{
		AckPolicy:         jetstream.AckNonePolicy,
		FilterSubjects:    c.cfg.Filters,
		HeadersOnly:       c.cfg.HeadersOnly,
		InactiveThreshold: forgotten,
		MemoryStorage:     true,
		Replicas:          1,
	}
	if c.cfg.Desk {
		cfg.Metadata = map[string]string{DeskKey: "true"}
	}
	switch {
	case c.last > 0:
		cfg.DeliverPolicy, cfg.OptStartSeq = jetstream.DeliverByStartSequencePolicy, c.last+1
	case c.cfg.Sequence > 0:
		cfg.DeliverPolicy, cfg.OptStartSeq = jetstream.DeliverByStartSequencePolicy, c.cfg.Sequence
	case !c.cfg.Since.IsZero():
		cfg.DeliverPolicy, cfg.OptStartTime = jetstream.DeliverByStartTimePolicy, &c.cfg.Since
	}
	nc := c.js.Conn()
	// Listen before reading the epoch: no reconnect falls between the two.
	status := nc.StatusChanged(nats.CONNECTED, nats.CLOSED)
	epoch := nc.Stats().Reconnects
	cctx, cancel := context.WithTimeout(ctx, createTimeout)
	defer cancel()
	consumer, err := c.js.CreateConsumer(cctx, c.cfg.Stream, cfg)
	if err != nil {
		nc.RemoveStatusListener(status)
		return fmt.Errorf("read stream %s: %w", c.cfg.Stream, err)
	}
	it, err := consumer.Messages(jetstream.PullMaxMessages(c.cfg.Batch), jetstream.PullExpiry(expiry), jetstream.PullHeartbeat(heartbeat))
	if err != nil {
		nc.RemoveStatusListener(status)
		return fmt.Errorf("read stream %s: %w", c.cfg.Stream, err)
	}
	c.consumer, c.it, c.epoch = consumer, it, epoch
	c.pending, c.ended, c.received = consumer.CachedInfo().NumPending, false, 0
	c.opened, c.failures, c.backoff = true, 0, 0
	c.unwatch = watch(nc, status, it)
	return nil
}

// watch stops the iterator when the connection changes, so that the cursor
// need not wait for missing heartbeats. The returned function ends the watch.
func watch(nc *nats.Conn, status chan nats.Status, it jetstream.MessagesContext) func() {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case <-status:
			it.Stop()
		case <-done:
		}
	}()
	return func() {
		close(done)
		<-ended
		nc.RemoveStatusListener(status)
	}
}

// failed decides whether an error of open is for the caller, and else waits.
func (c *Cursor) failed(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if !c.opened || errors.Is(err, nats.ErrConnectionClosed) || errors.Is(err, jetstream.ErrConnectionClosed) {
		return err
	}
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		if c.failures++; c.failures >= patience {
			return err
		}
	}
	c.backoff = min(max(2*c.backoff, minBackoff), maxBackoff)
	timer := time.NewTimer(c.backoff)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close gives up the current consumer; a later Next would make another.
func (c *Cursor) Close() {
	if c.it == nil {
		return
	}
	c.it.Stop()
	c.unwatch()
	c.it, c.consumer, c.unwatch = nil, nil, nil
}

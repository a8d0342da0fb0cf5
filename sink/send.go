package sink

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// send publishes one version and waits for its acknowledgement.
func (p *Publisher) send(ctx context.Context, s *submission, v *article.Article) (Result, error) {
	if up, _ := p.index.link.state(); !up {
		// The client would keep the message and send it when the connection is back:
		// perhaps after the duplicate window, and in ignorance of what was published
		// meanwhile.
		return Result{}, nats.ErrDisconnected
	}
	v, data, err := encode(v)
	if err != nil {
		return Result{}, err
	}
	m := &nats.Msg{
		Subject: subjectOf(p.cfg.Prefix, v, s.origin.FeedURL),
		Header:  headers(v, s.origin, s.addresses(), time.Now()),
		Data:    data,
	}
	msgID := messageID(v.ID, v.Version)
	again := s.sent == msgID
	s.sent, s.event = msgID, v.Event
	r, err := s.record(v)
	if err != nil {
		return Result{}, err
	}
	p.index.expect(r.id)
	ack, err := p.deliver(ctx, m)
	if err == nil && ack.Duplicate {
		ack, err = p.pastPurge(ctx, m, ack)
	}
	switch {
	case err != nil:
		p.index.arrived(r.id)
		return Result{}, storage(err)
	case ack.Duplicate:
		defer p.index.arrived(r.id)
		p.duplicates.Add(1)
		return p.duplicate(ctx, s, v, ack.Sequence, again)
	}
	p.index.published(r, ack.Sequence)
	return s.done(v, ack.Sequence), nil
}

// deliver sends a message and waits for the stream's acknowledgement.
func (p *Publisher) deliver(ctx context.Context, m *nats.Msg) (*jetstream.PubAck, error) {
	future, err := p.js.PublishMsgAsync(m, jetstream.WithExpectStream(p.cfg.Name), jetstream.WithRetryAttempts(0))
	if err != nil {
		return nil, err
	}
	select {
	case ack := <-future.Ok():
		return ack, nil
	case err := <-future.Err():
		return nil, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// mostPurges bounds how often a stream may be emptied within its duplicate window.
const mostPurges = 10

// pastPurge sends a message again that the stream says it has, and has not: a server that is
// told to empty a stream remembers the ids of what was in it for the duplicate window. The
// message gets another id for the server then, the same from every process, and keeps the one
// that subscribers go by.
func (p *Publisher) pastPurge(ctx context.Context, m *nats.Msg, ack *jetstream.PubAck) (*jetstream.PubAck, error) {
	id := first(m.Header, headerMsgID)
	for range mostPurges {
		gone, err := p.index.gone(ctx, ack.Sequence)
		if err != nil || !gone || !ack.Duplicate {
			return ack, err
		}
		m.Header[headerMsgID] = []string{fmt.Sprintf("%s@%d", id, ack.Sequence)}
		if ack, err = p.deliver(ctx, m); err != nil {
			return nil, err
		}
	}
	return ack, nil
}

// encode is the article's JSON. One that is over the size limit is cut to it, in a
// copy; the usual one is encoded once.
func encode(v *article.Article) (*article.Article, []byte, error) {
	data, err := article.Encode(v)
	if err != nil || len(data) <= article.MaxSize {
		return v, data, err
	}
	cut := *v
	cut.Fit()
	data, err = article.Encode(&cut)
	return &cut, data, err
}

// errRaced says that another process published this version first.
var errRaced = errors.New("another process published this version")

// duplicate is called when the stream already had the version: stored by an
// earlier attempt of this call, or by another process, perhaps with another
// content. The index learns which.
func (p *Publisher) duplicate(ctx context.Context, s *submission, v *article.Article, seq uint64, again bool) (Result, error) {
	if err := p.index.waitSequence(ctx, seq, ackWait); err != nil {
		return Result{}, err
	}
	known, ok := p.index.ByID(v.ID)
	if again && ok && known.Sequence == seq && known.Hash == s.hash {
		return s.done(v, seq), nil
	}
	s.sent = "" // not ours
	return Result{}, fmt.Errorf("%w: %s at sequence %d", errRaced, messageID(v.ID, v.Version), seq)
}

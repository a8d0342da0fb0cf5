package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// Names of the streams below the buckets.
const (
	feedsStream = "KV_" + calendar.FeedsBucket
	hostsStream = "KV_" + calendar.HostsBucket
)

// Position is what there is of a stream.
type Position struct {
	Created  time.Time `json:"created"`
	First    uint64    `json:"first"`
	Last     uint64    `json:"last"`
	Messages uint64    `json:"messages"`
	// Deleted counts the messages between the first and the last that are not there.
	Deleted int       `json:"deleted,omitempty"`
	FirstAt time.Time `json:"first_at,omitzero"`
	LastAt  time.Time `json:"last_at,omitzero"`
	Bytes   uint64    `json:"bytes"`
	// LastID is the id of the last message, if it is an article's.
	LastID string `json:"last_id,omitempty"`

	asked    time.Time // by the server's clock
	maxAge   time.Duration
	maxBytes int64
}

// Positions are those of streams by their names. A stream that is not there has none; one
// that could not be asked for, neither.
type Positions map[string]Position

// sample asks for the positions of streams. One that is not there has none.
func sample(ctx context.Context, js jetstream.JetStream, articles string, names []string) (Positions, error) {
	found := Positions{}
	for _, name := range names {
		stream, err := ask(ctx, js, name)
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("look at stream %s: %w", name, err)
		}
		info := stream.CachedInfo()
		p := Position{
			Created: info.Created, First: info.State.FirstSeq, Last: info.State.LastSeq, Messages: info.State.Msgs,
			Deleted: info.State.NumDeleted, Bytes: info.State.Bytes, maxAge: info.Config.MaxAge,
			asked: info.TimeStamp, maxBytes: info.Config.MaxBytes,
		}
		if p.Messages > 0 {
			p.FirstAt, p.LastAt = info.State.FirstTime, info.State.LastTime
		}
		if name == articles && p.Messages > 0 {
			p.LastID = messageID(ctx, stream, p.Last)
		}
		found[name] = p
	}
	return found, nil
}

func ask(ctx context.Context, js jetstream.JetStream, name string) (jetstream.Stream, error) {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	return js.Stream(ctx, name)
}

// messageID is the id of a message; empty if it is not there, or has none.
func messageID(ctx context.Context, stream jetstream.Stream, seq uint64) string {
	m, err := stream.GetMsg(ctx, seq)
	if err != nil {
		return ""
	}
	return m.Header.Get(jetstream.MsgIDHeader)
}

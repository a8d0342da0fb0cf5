package subscribe

import (
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// Message is one article as it came from the stream.
type Message struct {
	// Article is the caller's; nil only in Read, beside an error.
	Article  *article.Article
	ID       string // "<id>:<version>", the key that makes handling idempotent
	Subject  string
	Sequence uint64    // in the stream
	Time     time.Time // when the stream stored it
	// Delivered counts the deliveries of this message, beginning with 1.
	Delivered int
	// Pending is how many chosen messages followed it when it was delivered.
	Pending uint64
}

// decode reads a message. After an error the Message still says which it was.
func decode(m jetstream.Msg, md *jetstream.MsgMetadata) (Message, error) {
	out := Message{
		ID: messageID(m), Subject: m.Subject(), Sequence: md.Sequence.Stream, Time: md.Timestamp,
		Delivered: int(md.NumDelivered), Pending: md.NumPending,
	}
	a, err := article.Decode(m.Data())
	if err != nil {
		return out, err
	}
	out.Article = a
	return out, nil
}

func messageID(m jetstream.Msg) string {
	if ids := m.Headers()["ce-id"]; len(ids) > 0 {
		return ids[0]
	}
	return ""
}

package subscribe

import (
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// Message is one article as it came from the stream.
type Message struct {
	// Article is the caller's; nil only in Read, beside an error.
	Article *article.Article
	// ID is "<id>:<version>", the key that makes handling idempotent: 32 hexadecimal
	// digits and a number, beside an Article.
	ID       string
	Subject  string
	Sequence uint64    // in the stream
	Time     time.Time // when the stream stored it
	// Delivered counts the deliveries of this message, beginning with 1.
	Delivered int
	// Pending is how many chosen messages followed it when it was delivered.
	Pending uint64
}

// decode reads a message that was asked of a stream, by subjects. After an error the Message still says which it
// was, with an ID that may be anything.
func decode(m jetstream.Msg, md *jetstream.MsgMetadata, stream string, subjects []string) (Message, error) {
	out := Message{
		ID: messageID(m), Subject: m.Subject(), Sequence: md.Sequence.Stream, Time: md.Timestamp,
		Delivered: int(md.NumDelivered), Pending: md.NumPending,
	}
	a, err := article.Decode(m.Data())
	if err == nil {
		err = genuine(m, out.ID, md, stream, subjects, a)
	}
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

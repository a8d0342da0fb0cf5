package ingest

import (
	"hash/fnv"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

// handler is the crawler's handler: it knows from the index what is published,
// and turns documents into articles on the stream.
type handler struct {
	index     *sink.Index
	publisher *sink.Publisher
	pipeline  article.Pipeline
	reserved  string // what becomes of reserved texts: publish, headline or skip
}

// FeedHash is under what hash the stream knows a feed.
func FeedHash(id string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id))
	return h.Sum64()
}

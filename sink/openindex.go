package sink

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/nats-io/nats.go/jetstream"
)

// IndexOptions say where an index finds what it knew before. All may be empty.
type IndexOptions struct {
	// Snapshot is the path of a file in which the index is kept between runs, so
	// that a start reads only what the stream has stored since. It is written
	// whole or not at all, and only ever a shortcut: one that is missing, damaged
	// or of another stream is not used.
	Snapshot string
	// Logger gets messages that are not articles of ours, and what becomes of the
	// snapshot; nil discards them.
	Logger *slog.Logger
	// Reading, if it is set, is told of each message that is read how far that was,
	// in sequences of the stream. It is called by one goroutine.
	Reading func(read, total uint64)
}

// OpenIndex returns when the index holds all that was stored at the time of the
// call: what the snapshot has and what the stream has since. It follows the
// stream until Close.
func OpenIndex(ctx context.Context, js jetstream.JetStream, cfg StreamConfig, o IndexOptions) (*Index, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Reading == nil {
		o.Reading = func(uint64, uint64) {}
	}
	stream, err := js.Stream(ctx, cfg.withDefaults().Name)
	if err != nil {
		return nil, fmt.Errorf("read published articles: %w", err)
	}
	tailCtx, cancel := context.WithCancel(context.Background())
	ix := &Index{
		js: js, link: newLink(js.Conn()), stream: stream, log: o.Logger, told: o.Reading,
		cancel: cancel, ended: make(chan struct{}), wake: make(chan struct{}, 1),
		stories: newStories(), ahead: map[uint64]struct{}{}, sending: map[storyID]int{},
		snapshot: snapshot{path: o.Snapshot},
	}
	ix.restore(ctx)
	go ix.tail(tailCtx)
	if err := ix.wait(ctx, ix.trusted); err != nil {
		ix.Close()
		return nil, fmt.Errorf("read published articles: %w", err)
	}
	return ix, nil
}

// Close ends the tail and waits for it. It writes the snapshot if much has
// changed since the last.
func (ix *Index) Close() {
	ix.cancel()
	<-ix.ended
	ix.dropLost()
	ix.link.unwatch()
}

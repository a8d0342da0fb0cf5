package sink

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink/internal/cursor"
)

// indexBatch is how many headers are asked for at a time.
const indexBatch = 2000

// ErrIndexClosed is returned to whoever waits for an index that was closed.
var ErrIndexClosed = errors.New("index of published articles is closed")

// Index knows every story in the stream of articles, read from the headers and
// kept up to date by tailing. It needs about 150 bytes a story. A story whose
// messages have left the stream by age stays known until the process ends, so
// that it is not published again; after a restart it is new.
//
// Its methods may be called concurrently.
type Index struct {
	js     jetstream.JetStream
	stream jetstream.Stream
	log    *slog.Logger
	cancel context.CancelFunc
	ended  chan struct{} // closed when the tail has ended

	mu      sync.RWMutex
	stories []story
	byID    map[storyID]uint32
	byURL   map[uint64]uint32
	tailed  uint64        // every message up to this sequence is in
	epoch   uint64        // the connection's, for which all was read
	ready   bool          // epoch is meant
	changed chan struct{} // closed at the next change; nil if nobody waits
	err     error         // why the tail ended
}

// OpenIndex reads the stream's headers and returns when the index holds all
// that was stored at the time of the call. It tails the stream until Close. log
// gets messages that are not articles of ours; nil discards them.
func OpenIndex(ctx context.Context, js jetstream.JetStream, cfg StreamConfig, log *slog.Logger) (*Index, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	stream, err := js.Stream(ctx, cfg.withDefaults().Name)
	if err != nil {
		return nil, fmt.Errorf("read published articles: %w", err)
	}
	tailCtx, cancel := context.WithCancel(context.Background())
	ix := &Index{
		js: js, stream: stream, log: log, cancel: cancel, ended: make(chan struct{}),
		byID: map[storyID]uint32{}, byURL: map[uint64]uint32{},
	}
	go ix.tail(tailCtx)
	if err := ix.waitTrusted(ctx); err != nil {
		ix.Close()
		return nil, fmt.Errorf("read published articles: %w", err)
	}
	return ix, nil
}

// Close ends the tail and waits for it.
func (ix *Index) Close() {
	ix.cancel()
	<-ix.ended
}

// tail reads the stream until Close, or until the stream is gone for good.
func (ix *Index) tail(ctx context.Context) {
	defer close(ix.ended)
	c := cursor.New(ix.js, cursor.Config{
		Stream:      ix.stream.CachedInfo().Config.Name,
		HeadersOnly: true,
		Follow:      true,
		Batch:       indexBatch,
		CaughtUp:    ix.trust,
	})
	defer c.Close()
	for {
		m, md, err := c.Next(ctx)
		if err != nil {
			if ctx.Err() != nil {
				err = ErrIndexClosed
			} else {
				ix.log.Error("index of published articles ended", "error", err)
			}
			ix.update(func() { ix.err = err })
			return
		}
		seq := md.Sequence.Stream
		r, err := parseRecord(m.Headers())
		if err != nil {
			ix.log.Warn("message in the article stream is not ours", "sequence", seq, "subject", m.Subject(), "error", err)
		}
		ix.update(func() {
			ix.tailed = seq
			if err == nil {
				ix.put(r, seq)
			}
		})
	}
}

// trust is called by the cursor when the index has all of an epoch.
func (ix *Index) trust(epoch uint64) {
	ix.update(func() { ix.epoch, ix.ready = epoch, true })
}

// update changes the index and wakes who waits for a change.
func (ix *Index) update(change func()) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	change()
	if ix.changed != nil {
		close(ix.changed)
		ix.changed = nil
	}
}

// put enters a message; the newest of a story counts. A URL stays with the
// story that had it first. The caller holds mu.
func (ix *Index) put(r record, seq uint64) {
	i, known := ix.byID[r.id]
	if !known {
		i = uint32(len(ix.stories))
		ix.stories = append(ix.stories, story{id: r.id})
		ix.byID[r.id] = i
	}
	if s := &ix.stories[i]; seq >= s.seq {
		s.hash, s.seq, s.version, s.event = r.hash, seq, r.version, eventCode(r.event)
		s.feed, s.entry = r.feed, r.entry
	}
	ix.addURLs(i, r.urls)
}

func (ix *Index) addURLs(i uint32, urls []uint64) {
	for _, u := range urls {
		if _, taken := ix.byURL[u]; !taken {
			ix.byURL[u] = i
		}
	}
}

// published enters what this process has just stored, without waiting for the tail.
func (ix *Index) published(r record, seq uint64) {
	ix.update(func() { ix.put(r, seq) })
}

// seen notes another sighting of a story that has not changed: its addresses
// and entry. They are in no message, so a restart forgets them, and the entry
// is then fetched, compared and noted once more.
func (ix *Index) seen(id storyID, urls []uint64, origin Origin) {
	ix.update(func() {
		i, ok := ix.byID[id]
		if !ok {
			return
		}
		ix.addURLs(i, urls)
		if origin.Feed != 0 || origin.Entry != 0 {
			ix.stories[i].feed, ix.stories[i].entry = origin.Feed, origin.Entry
		}
	})
}

// ByURL returns the story known under a URL, whichever of its addresses it is.
func (ix *Index) ByURL(rawURL string) (Known, bool) {
	h, ok := urlHash(rawURL)
	if !ok {
		return Known{}, false
	}
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	i, ok := ix.byURL[h]
	if !ok {
		return Known{}, false
	}
	return ix.stories[i].known(), true
}

// ByID returns the story with an article's id.
func (ix *Index) ByID(id string) (Known, bool) {
	sid, err := parseStoryID(id)
	if err != nil {
		return Known{}, false
	}
	return ix.byStoryID(sid)
}

func (ix *Index) byStoryID(id storyID) (Known, bool) {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	i, ok := ix.byID[id]
	if !ok {
		return Known{}, false
	}
	return ix.stories[i].known(), true
}

// Len is the number of stories known.
func (ix *Index) Len() int {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return len(ix.stories)
}

// resolve is the id under which a story goes: its own if that is known, else
// that of a known story with one of its addresses, else its own.
func (ix *Index) resolve(id storyID, urls []uint64) storyID {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	if _, ok := ix.byID[id]; ok {
		return id
	}
	for _, u := range urls {
		if i, ok := ix.byURL[u]; ok {
			return ix.stories[i].id
		}
	}
	return id
}

// waitTrusted waits until the index holds all that was stored before the
// connection was last made: while we were away, others may have published.
func (ix *Index) waitTrusted(ctx context.Context) error {
	return ix.wait(ctx, func() bool { return ix.ready && ix.epoch == ix.js.Conn().Stats().Reconnects })
}

// waitSequence waits until the index has read the stream up to a sequence. A
// message that was deleted meanwhile may never come: patience bounds the wait.
func (ix *Index) waitSequence(ctx context.Context, seq uint64, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return ix.wait(ctx, func() bool { return ix.tailed >= seq })
}

// wait returns when the condition, which is called with mu held, is true.
func (ix *Index) wait(ctx context.Context, condition func() bool) error {
	for {
		ix.mu.Lock()
		if condition() {
			ix.mu.Unlock()
			return nil
		}
		if ix.err != nil {
			err := ix.err
			ix.mu.Unlock()
			return err
		}
		if ix.changed == nil {
			ix.changed = make(chan struct{})
		}
		changed := ix.changed
		ix.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

package sink

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// ErrIndexClosed is returned to whoever waits for an index that was closed.
var ErrIndexClosed = errors.New("index of published articles is closed")

// Index knows every story in the stream of articles, read from the headers and
// kept up to date. It needs about 80 bytes a story. A story whose messages have
// left the stream by age stays known for a while, at least until the process
// ends, so that it is not published again; later it is new.
//
// Its methods may be called concurrently.
type Index struct {
	js     jetstream.JetStream
	link   *link
	stream jetstream.Stream
	log    *slog.Logger
	told   func(read, total uint64)
	cancel context.CancelFunc
	ended  chan struct{} // closed when the tail has ended
	wake   chan struct{} // asks the tail to look at the stream now

	mu      sync.Mutex
	stories *stories
	tailed  uint64              // every message up to this sequence is in
	ahead   map[uint64]struct{} // those after it that we have stored ourselves
	sending map[storyID]int     // stories of which a version is on its way
	epoch   uint64              // the connection's, for which all was read
	ready   bool                // epoch is meant
	opened  bool                // it was ready once
	changed chan struct{}       // closed at the next change; nil if nobody waits
	err     error               // why the tail ended
	lost    *stories            // what the stream had and has no more; nil: nothing is known of any

	first    atomic.Uint64 // the oldest message of the stream, when last asked
	unsaved  atomic.Bool   // no snapshot is to be written
	snapshot snapshot      // before OpenIndex returns its own, then the tail's alone
}

// ByURL returns the story known under a URL, whichever of its addresses it is.
func (ix *Index) ByURL(rawURL string) (Known, bool) {
	h, ok := urlHash(rawURL)
	if !ok {
		return Known{}, false
	}
	return ix.byHash(h)
}

// ByRef returns the story that a feed has shown under a name of its own (Origin.Refs).
func (ix *Index) ByRef(feedURL, ref string) (Known, bool) { return ix.byHash(refHash(feedURL, ref)) }

// ByEntry returns the story that was published from the entry with an id in the
// feed at a URL; the first one if the feed used an id again.
func (ix *Index) ByEntry(feedURL, entryID string) (Known, bool) {
	if known, ok := ix.byHash(refHash(feedURL, entryID)); ok {
		return known, true
	}
	if known, ok := ix.ByURL(entryID); ok {
		return known, true
	}
	return ix.ByID(article.ID("", feedURL, entryID))
}

func (ix *Index) byHash(h uint64) (Known, bool) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	i, ok := ix.stories.urls.find(h)
	if !ok {
		return Known{}, false
	}
	return ix.stories.known(i), true
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
	ix.mu.Lock()
	defer ix.mu.Unlock()
	i, ok := ix.stories.find(id)
	if !ok {
		return Known{}, false
	}
	return ix.stories.known(i), true
}

// Len is the number of stories known.
func (ix *Index) Len() int {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	return ix.stories.n
}

// resolve is the id under which a story goes: its own if that is known, else
// that of a known story with one of its addresses, else its own.
func (ix *Index) resolve(id storyID, urls []uint64) storyID {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if i, ok := ix.stories.named(id, urls); ok {
		return ix.stories.at(i).id
	}
	return id
}

// current is what is known of a story that has an id or one of some addresses, when
// all is in that was stored before the connection was last made.
func (ix *Index) current(ctx context.Context, id storyID, urls []uint64) (storyID, Known, bool, error) {
	for {
		ix.mu.Lock()
		if ix.trusted() {
			defer ix.mu.Unlock()
			i, ok := ix.stories.named(id, urls)
			if !ok {
				return id, Known{}, false, nil
			}
			return ix.stories.at(i).id, ix.stories.known(i), true, nil
		}
		ix.mu.Unlock()
		if err := ix.wait(ctx, ix.trusted); err != nil {
			return id, Known{}, false, err
		}
	}
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

// expect says that a version of a story is on its way to the stream, until arrived
// or published is called: the tail need not take it for somebody else's.
func (ix *Index) expect(id storyID) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.sending[id]++
}

// arrived ends what expect began.
func (ix *Index) arrived(id storyID) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.noLongerSending(id)
}

// noLongerSending is arrived for who holds mu.
func (ix *Index) noLongerSending(id storyID) {
	if ix.sending[id]--; ix.sending[id] == 0 {
		delete(ix.sending, id)
	}
}

// published enters what this process was expected to store, and just has. As long
// as nobody else publishes, the tail has nothing to read.
func (ix *Index) published(r record, seq uint64) {
	ix.update(func() {
		ix.noLongerSending(r.id)
		ix.stories.put(r, seq)
		if seq > ix.tailed {
			ix.ahead[seq] = struct{}{}
			ix.advance(ix.tailed)
		}
	})
}

// advance says that all up to a sequence is in; the caller holds mu.
func (ix *Index) advance(seq uint64) {
	for ; ix.tailed < seq; ix.tailed++ {
		if len(ix.ahead) == 0 {
			ix.tailed = seq
			break
		}
		delete(ix.ahead, ix.tailed+1)
	}
	for {
		if _, ok := ix.ahead[ix.tailed+1]; !ok {
			return
		}
		ix.tailed++
		delete(ix.ahead, ix.tailed)
	}
}

// seen notes another sighting of a story that has not changed: its addresses
// and entry. They are in no message, so a restart may forget them, and the entry
// is then fetched, compared and noted once more.
func (ix *Index) seen(id storyID, urls []uint64, origin Origin) {
	ix.update(func() {
		i, ok := ix.stories.find(id)
		if !ok {
			return
		}
		for _, u := range urls {
			ix.stories.urls.add(u, i)
		}
		if feed, entry := origin.voice(); feed != 0 || entry != 0 {
			s := ix.stories.at(i)
			s.feed, s.entry = ix.stories.feed(feed), entry
		}
	})
}

// Current reports whether the index holds all that was stored before the connection
// was last made. While it does not, publishing waits.
func (ix *Index) Current() bool {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	return ix.trusted()
}

// trusted is Current for who holds mu: while we were away, others may have published.
func (ix *Index) trusted() bool {
	_, epoch := ix.link.state()
	return ix.ready && ix.epoch == epoch
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
		case ix.wake <- struct{}{}:
		default: // it is awake
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// trust says that all is in that was stored when the connection's epoch began.
func (ix *Index) trust(epoch uint64) {
	ix.mu.Lock()
	same := ix.ready && ix.epoch == epoch
	ix.mu.Unlock()
	if !same {
		ix.update(func() { ix.epoch, ix.ready, ix.opened = epoch, true, true })
	}
}

func (ix *Index) position() uint64 {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	return ix.tailed
}

package sink

import (
	"context"
	"errors"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// snapshotLeast and snapshotShare are how much must have changed for a snapshot to be
// worth its bytes: messages, and the part of all stories. A small index is written at the
// end of the process whatever has changed.
const (
	snapshotLeast = 10_000
	snapshotSmall = 20_000
	snapshotShare = 16
	snapshotPause = time.Minute
)

// restore reads the snapshot. What is wrong with it costs time, nothing else.
func (ix *Index) restore(ctx context.Context) {
	if ix.snapshot.path == "" {
		return
	}
	ix.readLost()
	begun := time.Now()
	err := ix.load(ctx)
	switch {
	case err == nil:
		ix.log.Debug("index read from its snapshot", "path", ix.snapshot.path, "stories", ix.stories.n, "took", time.Since(begun))
	case errors.Is(err, fs.ErrNotExist):
	default:
		ix.log.Info("snapshot of the index not used, the stream is read instead", "path", ix.snapshot.path, "reason", err)
		ix.stories, ix.tailed = newStories(), 0
	}
}

func (ix *Index) load(ctx context.Context) error {
	b, err := os.ReadFile(ix.snapshot.path)
	if err != nil {
		return err
	}
	head, s, err := readSnapshot(b)
	if err != nil {
		return err
	}
	state := ix.stream.CachedInfo().State
	last, err := ix.fingerprint(ctx, head.Sequence)
	if err != nil {
		return err
	}
	switch {
	case head.Created != ix.stream.CachedInfo().Created.UnixNano():
		ix.keepLost(s, 0)
		return errOther
	case head.Sequence > state.LastSeq:
		ix.keepLost(s, state.LastSeq)
		return errOther
	case head.Last != 0 && last != 0 && head.Last != last: // it was set back, and went on
		ix.keepLost(s, 0)
		return errOther
	}
	// Stories that the stream has no more are forgotten, as if it were read.
	if state.FirstSeq > 1 {
		s = s.since(state.FirstSeq)
	}
	ix.stories, ix.tailed, ix.snapshot.seq = s, head.Sequence, head.Sequence
	ix.first.Store(state.FirstSeq)
	return nil
}

// fingerprint is the hash of a message's id, or 0 if it is no more there.
func (ix *Index) fingerprint(ctx context.Context, seq uint64) (uint64, error) {
	if seq == 0 {
		return 0, nil
	}
	ctx, cancel := context.WithTimeout(ctx, ackWait)
	defer cancel()
	m, err := ix.stream.GetMsg(ctx, seq)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(first(m.Header, headerID))) // never fails
	return h.Sum64(), nil
}

// saveIfDue writes the snapshot if enough has changed since the last.
func (ix *Index) saveIfDue() {
	ix.mu.Lock()
	changed, n := ix.tailed-ix.snapshot.seq, ix.stories.n
	ix.mu.Unlock()
	if ix.unsaved.Load() || ix.snapshot.path == "" {
		return
	}
	if changed < max(snapshotLeast, uint64(n/snapshotShare)) || time.Since(ix.snapshot.saved) < snapshotPause {
		return
	}
	ix.forget()
	err := ix.save()
	if errors.Is(err, errUnsettled) {
		return // soon again
	}
	ix.snapshot.saved = time.Now()
	if err != nil {
		ix.log.Warn("snapshot of the index not written", "path", ix.snapshot.path, "error", err)
	}
}

// KeepNoSnapshot has no snapshot written from now on: its directory is not ours any more. It may
// be called concurrently with all else.
func (ix *Index) KeepNoSnapshot() { ix.unsaved.Store(true) }

// saveAtEnd is saveIfDue for the end of the process.
func (ix *Index) saveAtEnd() {
	ix.mu.Lock()
	small, changed := ix.stories.n < snapshotSmall, ix.tailed != ix.snapshot.seq
	ix.mu.Unlock()
	if !small || !changed || ix.snapshot.path == "" || !ix.opened || ix.unsaved.Load() {
		ix.saveIfDue()
		return
	}
	if err := ix.save(); err != nil && !errors.Is(err, errUnsettled) && ix.js.Conn().IsConnected() {
		ix.log.Warn("snapshot of the index not written", "path", ix.snapshot.path, "error", err)
	}
}

// forget drops the stories that have left the stream, once they are a quarter.
func (ix *Index) forget() {
	from := ix.first.Load()
	gone := 0
	ix.mu.Lock()
	for s := range ix.stories.all() {
		if s.seq < from {
			gone++
		}
	}
	many := gone > ix.stories.n/4
	ix.mu.Unlock()
	if many {
		ix.update(func() { ix.stories = ix.stories.since(from) })
	}
}

// save writes the snapshot.
func (ix *Index) save() (err error) {
	head := snapshotHead{Created: ix.stream.CachedInfo().Created.UnixNano(), Sequence: ix.position()}
	if head.Last, err = ix.fingerprint(context.Background(), head.Sequence); err != nil {
		return err
	}
	if err := writeFile(ix.snapshot.path, func(f *os.File) error { return ix.writeSettled(f, head) }); err != nil {
		return err
	}
	ix.snapshot.seq = head.Sequence
	return nil
}

// errUnsettled says that the index holds more than the stream up to its position.
var errUnsettled = errors.New("articles are being published")

// errOther says that a snapshot is of another stream, or of what was this stream
// before it was restored from a backup.
var errOther = errors.New("it is of another stream")

// writeSettled writes what the stream has up to the head's sequence, and only if
// the index holds no more: a story that was published meanwhile would stay known
// by the snapshot though a server that loses power has forgotten it. Publishers
// wait, 50 ms for a million stories.
func (ix *Index) writeSettled(f io.Writer, head snapshotHead) error {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.tailed != head.Sequence || len(ix.ahead) > 0 {
		return errUnsettled
	}
	return ix.stories.write(f, head)
}

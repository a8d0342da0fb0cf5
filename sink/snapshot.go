package sink

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

const (
	snapshotMagic = "wiredesk index 1\n"
	// snapshotLeast and snapshotShare are how much must have changed for a snapshot
	// to be worth its bytes: messages, and the part of all stories.
	snapshotLeast = 10_000
	snapshotShare = 16
	snapshotPause = time.Minute

	storySize = 48
	urlSize   = 12
	// snapshotPiece is what is written and summed at a time.
	snapshotPiece = 1 << 16
)

// snapshot is the file in which the index is kept between runs.
type snapshot struct {
	path  string
	seq   uint64    // up to which the file has the stream
	saved time.Time // when it was last written or tried
}

// snapshotHead begins the file.
type snapshotHead struct {
	Created  int64  // when the stream was made, Unix nanoseconds: tells it from another of its name
	Sequence uint64 // every message up to this one is in
	Last     uint64 // hash of the message at Sequence; 0: there was none
	Feeds    uint32
	Stories  uint32
	URLs     uint32
}

// errOther says that a snapshot is of another stream, or of what was this stream
// before it was restored from a backup.
var errOther = errors.New("it is of another stream")

// restore reads the snapshot. What is wrong with it costs time, nothing else.
func (ix *Index) restore(ctx context.Context) {
	if ix.snapshot.path == "" {
		return
	}
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
	if head.Created != ix.stream.CachedInfo().Created.UnixNano() || head.Sequence > state.LastSeq || head.Last != 0 && last != 0 && head.Last != last {
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
	if ix.snapshot.path == "" || changed < max(snapshotLeast, uint64(n/snapshotShare)) || time.Since(ix.snapshot.saved) < snapshotPause {
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

// save writes the snapshot to a file of its own and puts that in place of the
// old one.
func (ix *Index) save() (err error) {
	dir, name := filepath.Dir(ix.snapshot.path), filepath.Base(ix.snapshot.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, name+".tmp*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close() // the first error says more
			_ = os.Remove(f.Name())
		}
	}()
	head := snapshotHead{Created: ix.stream.CachedInfo().Created.UnixNano(), Sequence: ix.position()}
	if head.Last, err = ix.fingerprint(context.Background(), head.Sequence); err != nil {
		return err
	}
	if err = ix.writeSettled(f, head); err == nil {
		err = f.Close()
	}
	if err == nil {
		err = os.Rename(f.Name(), ix.snapshot.path)
	}
	if err == nil {
		ix.snapshot.seq = head.Sequence
	}
	return err
}

// errUnsettled says that the index holds more than the stream up to its position.
var errUnsettled = errors.New("articles are being published")

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

// write writes head, feeds, stories and addresses, little-endian, and a checksum.
func (s *stories) write(f io.Writer, head snapshotHead) error {
	buffer := bufio.NewWriterSize(f, 1<<18)
	sum := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	w := io.MultiWriter(buffer, sum)
	head.Feeds, head.Stories, head.URLs = uint32(len(s.feeds)), uint32(s.n), uint32(s.urls.n)
	b, err := binary.Append([]byte(snapshotMagic), binary.LittleEndian, head)
	if err != nil {
		return err
	}
	flush := func(least int) {
		if len(b) >= least && err == nil {
			_, err = w.Write(b)
			b = b[:0]
		}
	}
	for _, feed := range s.feeds {
		b = binary.LittleEndian.AppendUint64(b, feed)
	}
	for x := range s.all() {
		b = x.append(b)
		flush(snapshotPiece)
	}
	for u, i := range s.urls.all() {
		b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint64(b, u), i)
		flush(snapshotPiece)
	}
	flush(0)
	if err != nil {
		return err
	}
	if err := binary.Write(buffer, binary.LittleEndian, sum.Sum32()); err != nil {
		return err
	}
	return buffer.Flush()
}

func (x *story) append(b []byte) []byte {
	b = append(b, x.id[:]...)
	b = binary.LittleEndian.AppendUint64(b, x.hash)
	b = binary.LittleEndian.AppendUint64(b, x.seq)
	b = binary.LittleEndian.AppendUint64(b, x.entry)
	b = binary.LittleEndian.AppendUint32(b, x.feed)
	return binary.LittleEndian.AppendUint32(b, x.state)
}

func storyFrom(b []byte) (x story) {
	copy(x.id[:], b)
	x.hash = binary.LittleEndian.Uint64(b[16:])
	x.seq = binary.LittleEndian.Uint64(b[24:])
	x.entry = binary.LittleEndian.Uint64(b[32:])
	x.feed = binary.LittleEndian.Uint32(b[40:])
	x.state = binary.LittleEndian.Uint32(b[44:])
	return x
}

// errDamaged says that a file is no whole snapshot.
var errDamaged = errors.New("it is damaged")

// readSnapshot reads a whole file, or nothing: the checksum comes first.
func readSnapshot(b []byte) (snapshotHead, *stories, error) {
	var head snapshotHead
	size := len(snapshotMagic) + binary.Size(head)
	if len(b) < size+4 || string(b[:len(snapshotMagic)]) != snapshotMagic {
		return head, nil, errDamaged
	}
	b, sum := b[:len(b)-4], binary.LittleEndian.Uint32(b[len(b)-4:])
	if _, err := binary.Decode(b[len(snapshotMagic):], binary.LittleEndian, &head); err != nil {
		return head, nil, err
	}
	b, rest := b[size:], b
	feeds, stories, urls := int(head.Feeds), int(head.Stories), int(head.URLs)
	if len(b) != feeds*8+stories*storySize+urls*urlSize || crc32.Checksum(rest, crc32.MakeTable(crc32.Castagnoli)) != sum {
		return head, nil, errDamaged
	}
	s := newStories()
	s.reserve(stories, urls)
	for i := range feeds {
		s.feed(binary.LittleEndian.Uint64(b[8*i:]))
	}
	b = b[8*feeds:]
	for i := range stories {
		x := storyFrom(b[storySize*i:])
		if int(x.feed) >= len(s.feeds) {
			return head, nil, errDamaged
		}
		s.add(x)
	}
	b = b[storySize*stories:]
	for i := range urls {
		place := binary.LittleEndian.Uint32(b[urlSize*i+8:])
		if int(place) >= stories {
			return head, nil, errDamaged
		}
		s.urls.add(binary.LittleEndian.Uint64(b[urlSize*i:]), place)
	}
	return head, s, nil
}

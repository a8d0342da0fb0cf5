package sink

import (
	"bufio"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"time"
)

const (
	snapshotMagic = "wiredesk index 1\n"

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

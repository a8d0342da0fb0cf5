package natsfiles

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"strings"

	"github.com/minio/highwayhash"
)

// How a message lies in a block, as nats-server 2.2 to 2.15 write it: length, sequence,
// time, length of the subject, subject, if there are headers their length and they, the
// message, and the checksum.
const (
	recordHead  = 22
	recordSum   = 8
	recordLeast = recordHead + recordSum
	recordMost  = 32 << 20

	withHeaders  = 1 << 31 // of a length
	erased       = 1 << 63 // of a sequence: nothing is left of the message
	tombstone    = 1 << 62 // of a sequence: says that another message was removed
	sequenceBits = tombstone - 1
)

// compressed begins a block that the server has compressed.
var compressed = []byte("cmp")

// gap is a part of a block that cannot be read.
type gap struct{ from, to int }

// block is what was found in a file of messages.
type block struct {
	gaps     []gap
	messages int
	subjects []string // of what cannot be read, as far as that can be said
}

// blockSum is the checksum of the messages in a stream's block.
func blockSum(stream string, number int) (hash.Hash, error) {
	key := sha256.Sum256(fmt.Appendf(nil, "%s-%d", stream, number))
	return highwayhash.New64(key[:])
}

// scan reads a block from its beginning to its end. Behind what cannot be read it goes
// on at the next place at which a whole message lies.
func scan(b []byte, sum hash.Hash) block {
	var found block
	if bytes.HasPrefix(b, compressed) {
		return found
	}
	last := uint64(0)
	for at := 0; at < len(b); {
		if n := record(b[at:], sum); n > 0 {
			last = max(last, sequence(b[at:]))
			at += n
			found.messages++
			continue
		}
		g := gap{at, next(b, at, last, sum)}
		found.gaps = append(found.gaps, g)
		found.subjects = append(found.subjects, subject(b[g.from:g.to]))
		at = g.to
	}
	return found
}

// record is the length of the message at the beginning of b, or 0 if none lies there.
func record(b []byte, sum hash.Hash) int {
	n, subject, headers := lengths(b)
	if n == 0 {
		return 0
	}
	from := recordHead + subject
	if !divided(b[:n-recordSum], from, headers) {
		return 0
	}
	sum.Reset()
	_, _ = sum.Write(b[4:20]) // a hash never fails
	_, _ = sum.Write(b[recordHead:from])
	if headers {
		from += 4
	}
	_, _ = sum.Write(b[from : n-recordSum])
	var want [recordSum]byte
	if !bytes.Equal(sum.Sum(want[:0]), b[n-recordSum:n]) {
		return 0
	}
	return n
}

// divided reports whether the parts of a message, whose subject ends at from, can be what
// they are taken for. The checksum covers no length: it is the same wherever a subject or the
// headers end. A subject that is too short, by less than a token, is not noticed.
func divided(b []byte, from int, headers bool) bool {
	if binary.LittleEndian.Uint64(b[4:])&(erased|tombstone) != 0 {
		return true // it has none of these
	}
	subject, rest := b[recordHead:from], b[from:]
	if bytes.ContainsAny(subject, " \t\r\n\x00") || bytes.HasSuffix(subject, []byte(".")) {
		return false
	}
	if key, ok := bytes.CutPrefix(subject, []byte("$KV.")); ok && bytes.ContainsFunc(key, notOfKey) {
		return false
	}
	if !headers {
		return true
	}
	n := binary.LittleEndian.Uint32(rest)
	rest = rest[4:]
	if !bytes.HasPrefix(rest, []byte("NATS/1.0")) {
		return true // a client may send what it likes
	}
	return uint64(n) <= uint64(len(rest)) && bytes.HasSuffix(rest[:n], []byte("\r\n\r\n"))
}

// notOfKey reports whether a key of a bucket cannot have a character.
func notOfKey(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return false
	}
	return !strings.ContainsRune("-/_=.", r)
}

// lengths reads the head of a message; n is 0 if what it says cannot be.
func lengths(b []byte) (n, subject int, headers bool) {
	if len(b) < recordLeast {
		return 0, 0, false
	}
	length := binary.LittleEndian.Uint32(b)
	n, headers = int(length&^withHeaders), length&withHeaders != 0
	subject = int(binary.LittleEndian.Uint16(b[20:]))
	least := recordLeast + subject
	if headers {
		least += 4
	}
	if n < least || n > len(b) || n > recordMost {
		return 0, 0, false
	}
	return n, subject, headers
}

// How far the sequences of two messages of a block may be apart, and the largest that
// is believed where none is known. What looks like a message by chance is not summed up.
const (
	farthest = 1 << 24
	largest  = 1 << 44
)

// next is where the first whole message behind a bad one begins; the end if there is
// none. last is the largest sequence before, or 0.
func next(b []byte, bad int, last uint64, sum hash.Hash) int {
	if n, _, _ := lengths(b[bad:]); n > 0 && (bad+n == len(b) || record(b[bad+n:], sum) > 0) {
		return bad + n
	}
	most := uint64(largest)
	if last > 0 {
		most = last + farthest
	}
	for at := bad + 1; at+recordLeast <= len(b); at++ {
		if sequence(b[at:]) <= most && record(b[at:], sum) > 0 {
			return at
		}
	}
	return len(b)
}

// subject is that of a message which cannot be read, if it looks like one; else "".
func subject(b []byte) string {
	_, n, _ := lengths(b)
	if n == 0 {
		return ""
	}
	text := b[recordHead : recordHead+n]
	if bytes.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return ""
	}
	return string(text)
}

// short reports whether b ends before the message does that begins there.
func short(b []byte) bool {
	if len(b) < recordHead {
		return true
	}
	n := int(binary.LittleEndian.Uint32(b) &^ withHeaders)
	return n > len(b) && n <= recordMost
}

// sequence is that of the message at the beginning of b.
func sequence(b []byte) uint64 { return binary.LittleEndian.Uint64(b[4:]) & sequenceBits }

// without is a block without what cannot be read.
func without(b []byte, gaps []gap) []byte {
	var kept []byte
	at := 0
	for _, g := range gaps {
		kept = append(kept, b[at:g.from]...)
		at = g.to
	}
	return append(kept, b[at:]...)
}

package calendar

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
)

// maxSeen bounds the entries remembered of one feed: as many as are read of one
// (feed.MaxItems), in a record of some 95 KB then. Entries past it would look new at
// each poll, and what is older than the backfill would be published after all.
const maxSeen = 5000

// Fingerprints remembers entries: by the key of each, which stays as long as the
// entry does, what it said and the bytes it was read from. In JSON it is one
// base64 string of fourteen bytes an entry, behind a dot; without the dot it is as
// versions before 1.0 wrote it, which knew no addresses.
//
// Two entries that share the four bytes of a key are one that keeps changing:
// both are read at each poll, and neither is lost. Two that share the six bytes of
// a mark would lose one: that is a chance of 1 in 10^11 for a feed of a thousand.
type Fingerprints map[uint32]Fingerprint

// Fingerprint is what is remembered of one entry.
type Fingerprint struct {
	Says uint32 // a hash of what it says, 24 bits; 32 if an earlier version wrote it
	Mark uint64 // of the bytes it was read from, 48 bits; 0 if that is not known
	// Address is a small hash of its address, whose lowest bit says that the address
	// has changed before while the entry has not; 0 if nothing is known of it.
	Address uint8
}

// addressMoved marks an Address that has changed before.
const addressMoved = 1

// Saying is what to remember of an entry by its fingerprint and its mark.
func Saying(fingerprint, mark uint64) Fingerprint {
	return Fingerprint{Says: uint32(fingerprint) & saysBits, Mark: mark & markBits}
}

// Moved reports whether the entry stands under another address than before, for the
// first time: one that changes at each poll holds a token, and is no news.
func (f Fingerprint) Moved(address uint8) bool {
	return f.Address != 0 && f.Address&^addressMoved != address && f.Address&addressMoved == 0
}

// At returns the fingerprint under an address, which may be another than before.
func (f Fingerprint) At(address uint8, before Fingerprint) Fingerprint {
	f.Address = address | before.Address&addressMoved
	if before.Moved(address) {
		f.Address |= addressMoved
	}
	return f
}

// Marks of entries that are put off: they were to be published, and nothing is booked of
// them yet. Real marks are as small by a chance of 1 in 10^14.
const (
	deferredNew     = 1
	deferredChanged = 2
)

// Defer is the fingerprint of an entry that is put off; changed says that it said
// something else before. It says something else than the entry, so that who does not know
// of this takes the entry for changed, and not for seen to.
func (f Fingerprint) Defer(changed bool) Fingerprint {
	f.Mark, f.Says = deferredNew, f.Says^1
	if changed {
		f.Mark = deferredChanged
	}
	return f
}

// Deferred reports whether the entry is put off, and whether it had changed then.
func (f Fingerprint) Deferred() (deferred, changed bool) {
	return f.Mark == deferredNew || f.Mark == deferredChanged, f.Mark == deferredChanged
}

const (
	markBits  = 1<<48 - 1
	saysBits  = 1<<24 - 1
	entrySize = 4 + 4 + 6
	// newForm stands before a list that knows addresses; it is no digit of base64.
	newForm = '.'
)

// Add remembers an entry by its key, its fingerprint and its mark.
func (s Fingerprints) Add(key, fingerprint, mark uint64) {
	s.Keep(uint32(key), Saying(fingerprint, mark))
}

// KnowsAddresses reports whether the addresses of the entries are known: they are not
// in what a version before 1.0 wrote.
func (s Fingerprints) KnowsAddresses() bool {
	for _, f := range s {
		if f.Address != 0 {
			return true
		}
	}
	return len(s) == 0
}

// Keep remembers an entry as it was remembered before.
func (s Fingerprints) Keep(key uint32, f Fingerprint) {
	if len(s) < maxSeen {
		s[key] = f
	}
}

// Of is what is remembered under a key.
func (s Fingerprints) Of(key uint64) (f Fingerprint, ok bool) {
	f, ok = s[uint32(key)]
	return f, ok
}

// Has reports whether the entry is known under this key with this fingerprint.
func (s Fingerprints) Has(key, fingerprint uint64) bool {
	have, ok := s.Of(key)
	return ok && have.Says == uint32(fingerprint)&saysBits
}

// Marks are the keys of the entries by their marks.
type Marks map[uint64]uint32

// Marks returns the keys of those entries that have a mark.
func (s Fingerprints) Marks() Marks {
	marks := make(Marks, len(s))
	for key, f := range s {
		if f.Mark > deferredChanged {
			marks[f.Mark] = key
		}
	}
	return marks
}

// Key is the key of the entry with this mark.
func (m Marks) Key(mark uint64) (key uint32, ok bool) {
	key, ok = m[mark&markBits]
	return key, ok
}

// MarshalText implements encoding.TextMarshaler.
func (s Fingerprints) MarshalText() ([]byte, error) {
	b := make([]byte, 0, entrySize*len(s))
	for key, f := range s {
		b = binary.LittleEndian.AppendUint32(b, key)
		b = binary.LittleEndian.AppendUint32(b, f.Says&saysBits|uint32(f.Address)<<24)
		b = binary.LittleEndian.AppendUint64(b, f.Mark)[:len(b)+6]
	}
	return base64.RawStdEncoding.AppendEncode([]byte{newForm}, b), nil
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Fingerprints) UnmarshalText(text []byte) error {
	before := len(text) > 0 && text[0] != newForm
	if len(text) > 0 && !before {
		text = text[1:]
	}
	b, err := base64.RawStdEncoding.AppendDecode(nil, text)
	if err != nil || len(b)%entrySize != 0 {
		return fmt.Errorf("fingerprints: %d bytes that are no list of entries", len(text))
	}
	*s = make(Fingerprints, len(b)/entrySize)
	for ; len(b) > 0; b = b[entrySize:] {
		f := Fingerprint{Says: binary.LittleEndian.Uint32(b[4:])}
		f.Mark = uint64(binary.LittleEndian.Uint32(b[8:])) | uint64(binary.LittleEndian.Uint16(b[12:]))<<32
		if !before {
			f.Says, f.Address = f.Says&saysBits, uint8(f.Says>>24)
		}
		(*s)[binary.LittleEndian.Uint32(b)] = f
	}
	return nil
}

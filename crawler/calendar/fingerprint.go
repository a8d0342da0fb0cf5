package calendar

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
)

// maxSeen bounds the entries remembered of one feed. Entries past it look new
// at the next poll, and the index of published articles recognises them.
const maxSeen = 1000

// Fingerprints remembers entries: for the key of each, which stays as long as
// the entry does, a short hash of what it says. In JSON it is one base64 string
// of twelve bytes an entry.
type Fingerprints map[uint64]uint32

// Add remembers an entry by its key and its fingerprint.
func (s Fingerprints) Add(key, fingerprint uint64) {
	if len(s) < maxSeen {
		s[key] = uint32(fingerprint)
	}
}

// Has reports whether the entry is known under this key with this fingerprint.
func (s Fingerprints) Has(key, fingerprint uint64) bool {
	have, ok := s[key]
	return ok && have == uint32(fingerprint)
}

// MarshalText implements encoding.TextMarshaler.
func (s Fingerprints) MarshalText() ([]byte, error) {
	b := make([]byte, 0, 12*len(s))
	for key, fp := range s {
		b = binary.LittleEndian.AppendUint64(b, key)
		b = binary.LittleEndian.AppendUint32(b, fp)
	}
	return base64.RawStdEncoding.AppendEncode(nil, b), nil
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Fingerprints) UnmarshalText(text []byte) error {
	b, err := base64.RawStdEncoding.AppendDecode(nil, text)
	if err != nil || len(b)%12 != 0 {
		return fmt.Errorf("fingerprints: %d bytes that are no list of entries", len(text))
	}
	*s = make(Fingerprints, len(b)/12)
	for ; len(b) > 0; b = b[12:] {
		(*s)[binary.LittleEndian.Uint64(b)] = binary.LittleEndian.Uint32(b[8:])
	}
	return nil
}

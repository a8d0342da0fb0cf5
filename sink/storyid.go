package sink

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// storyID is an article's id: 128 bits, in JSON and headers 32 hex digits.
type storyID [16]byte

func parseStoryID(s string) (storyID, error) {
	var id storyID
	if len(s) != 2*len(id) || strings.ToLower(s) != s {
		return id, fmt.Errorf("article id %q is not 32 lower-case hex digits", s)
	}
	if _, err := hex.Decode(id[:], []byte(s)); err != nil {
		return id, fmt.Errorf("article id %q: %w", s, err)
	}
	return id, nil
}

func (id storyID) String() string { return hex.EncodeToString(id[:]) }

// prefix are the first 64 bits of an id, which is a hash.
func (id storyID) prefix() uint64 { return binary.BigEndian.Uint64(id[:]) }

// messageID is ce-id and Nats-Msg-Id: one for each version of a story.
func messageID(id string, version int) string { return id + ":" + strconv.Itoa(version) }

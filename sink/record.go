package sink

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/internal/subject"
)

// record is what the index keeps of one message.
type record struct {
	id      storyID
	version uint32
	event   article.Event
	hash    uint64 // the first 64 bits of the content hash
	feed    uint64
	entry   uint64
	urls    []uint64
}

// parseRecord reads a message's headers back. Any field that is not as headers
// writes it is an error: half a record would publish a story twice.
func parseRecord(h nats.Header) (record, error) {
	var r record
	id, version, ok := strings.Cut(percentDecode(first(h, headerID)), ":")
	if !ok {
		return r, fmt.Errorf("%s %q is not <id>:<version>", headerID, first(h, headerID))
	}
	var err error
	if r.id, err = parseStoryID(id); err != nil {
		return r, fmt.Errorf("%s: %w", headerID, err)
	}
	n, err := strconv.ParseUint(version, 10, 32)
	if err != nil || n == 0 {
		return r, fmt.Errorf("%s: version %q", headerID, version)
	}
	r.version = uint32(n)
	event, ok := strings.CutPrefix(first(h, headerType), typePrefix)
	if !ok || !subject.IsWord(event) {
		return r, fmt.Errorf("%s %q is not an article's", headerType, first(h, headerType))
	}
	r.event = article.Event(event)
	if r.hash, err = hashPrefix(first(h, headerContentHash)); err != nil {
		return r, fmt.Errorf("%s: %w", headerContentHash, err)
	}
	if r.feed, r.entry, err = parseEntry(first(h, headerEntry)); err != nil {
		return r, fmt.Errorf("%s: %w", headerEntry, err)
	}
	for field := range strings.FieldsSeq(first(h, headerURLs)) {
		u, err := strconv.ParseUint(field, 16, 64)
		if err != nil {
			return r, fmt.Errorf("%s: %w", headerURLs, err)
		}
		r.urls = append(r.urls, u)
	}
	return r, nil
}

func first(h nats.Header, name string) string {
	if values := h[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

func parseEntry(s string) (feed, entry uint64, err error) {
	if s == "" {
		return 0, 0, nil
	}
	f, e, _ := strings.Cut(s, ":")
	if feed, err = strconv.ParseUint(f, 16, 64); err != nil {
		return 0, 0, err
	}
	entry, err = strconv.ParseUint(e, 16, 64)
	return feed, entry, err
}

// hashPrefix is the first 64 bits of a hash in hex.
func hashPrefix(hash string) (uint64, error) {
	if len(hash) < 16 {
		return 0, fmt.Errorf("hash %q has less than 64 bits", hash)
	}
	return strconv.ParseUint(hash[:16], 16, 64)
}

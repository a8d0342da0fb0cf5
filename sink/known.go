package sink

import "github.com/wiredesk/wiredesk/normalize/article"

// Known is what the index knows of a story: its newest version.
type Known struct {
	ID       string
	Version  int
	Event    article.Event
	Hash     uint64 // the first 64 bits of the content hash
	Sequence uint64 // in the stream
	// Feed and Entry are the hash of the feed and the fingerprint of the entry
	// the story was last seen in, as given to Publish; 0 if none was given.
	Feed, Entry uint64
}

// story is a Known without pointers: ten million of them are no work for the
// garbage collector. It takes 48 bytes.
type story struct {
	id    storyID
	hash  uint64
	seq   uint64
	entry uint64
	feed  uint32 // where the feed's hash stands in stories.feeds
	// state is the version, and in its lowest bits the event: see eventCode.
	state uint32
}

const (
	eventBits = 3
	// maxVersion is what the other bits of a state hold: half a billion.
	maxVersion = 1<<(32-eventBits) - 1
)

func (s *story) version() uint32      { return s.state >> eventBits }
func (s *story) event() article.Event { return eventCodes[s.state&(1<<eventBits-1)] }

func stateOf(version uint32, event article.Event) uint32 {
	return min(version, maxVersion)<<eventBits | uint32(eventCode(event))
}

// eventCodes are the events by their code in a story; 0 is any other.
var eventCodes = [1 << eventBits]article.Event{
	"", article.Published, article.Updated, article.Corrected, article.Withdrawn, article.Restored,
}

func eventCode(e article.Event) uint8 {
	for code, known := range eventCodes {
		if known == e {
			return uint8(code)
		}
	}
	return 0
}

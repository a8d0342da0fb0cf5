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
// garbage collector.
type story struct {
	id          storyID
	hash        uint64
	seq         uint64
	feed, entry uint64
	version     uint32
	event       uint8
}

// eventCodes are the events by their code in a story; 0 is any other.
var eventCodes = [...]article.Event{"", article.Published, article.Updated, article.Corrected, article.Withdrawn, article.Restored}

func eventCode(e article.Event) uint8 {
	for code, known := range eventCodes {
		if known == e {
			return uint8(code)
		}
	}
	return 0
}

func (s story) known() Known {
	return Known{
		ID: s.id.String(), Version: int(s.version), Event: eventCodes[s.event], Hash: s.hash,
		Sequence: s.seq, Feed: s.feed, Entry: s.entry,
	}
}

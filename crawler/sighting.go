package crawler

import "github.com/wiredesk/wiredesk/normalize"

// Sighting is an entry as it stands in one feed.
type Sighting struct {
	FeedID string
	// FeedURL is the name of the feed (normalize.Feed.Name), and Asked its address where
	// that is another.
	FeedURL string
	Asked   string
	Entry   *normalize.Entry
	// Speaks are the sites for which the feed may speak; nil: that of FeedURL alone.
	Speaks []normalize.SpeaksFor
	// At is where the story's address has led so far; empty if it has led nowhere yet.
	At string
	// Named says that a page has named At as its story's address.
	Named bool
	// Ref is the entry's own name in its feed; empty if only its address tells it from
	// others (feed.Identity).
	Ref string
	// Also is its second name there, empty if it has none (feed.Identity).
	Also string
	// Apart says that the entry's address is not its own: the story is what the feed
	// says of it, under Ref.
	Apart bool
	// Fingerprint is a hash of what the entry says, OldFingerprint that of versions
	// before 1.0; 0 if it is not known.
	Fingerprint, OldFingerprint uint64
	// Changed says that this feed showed the entry before, saying something else.
	Changed bool
	// Recheck says that the story was published and its page is looked at again: if
	// it shows another story by now, that is not published.
	Recheck bool
	// key is under which the feed's record remembers the entry.
	key uint32
	// Awaited says that the story was published as its feed's half, and its page, which
	// had not come, is looked for: what comes is taken as it would have been at first.
	Awaited bool
	// Version is the story's that is looked at again; 0: whichever stands.
	Version int
}

// sightingIn is a sighting of an entry in a feed.
func sightingIn(feedID string, f normalize.Feed, e *normalize.Entry) Sighting {
	s := Sighting{FeedID: feedID, FeedURL: f.Name(), Speaks: f.Speaks, Entry: e}
	if s.FeedURL != f.URL {
		s.Asked = f.URL
	}
	return s
}

// MaySpeakFor reports whether the feed may speak for the stories of an address's site.
// Else it announces them, and no more.
func (s Sighting) MaySpeakFor(address string) bool {
	f := normalize.Feed{URL: s.FeedURL, Speaks: s.Speaks}
	_, ok := f.MaySpeakFor(address)
	return ok
}

// Announces reports whether the entry stands under an address for which its feed may not
// speak.
func (s Sighting) Announces() bool { return s.Entry.URL != "" && !s.MaySpeakFor(s.Entry.URL) }

// announcerID is what sets the jobs of a feed apart that only announces a story.
func announcerID(s Sighting) string {
	if !s.Announces() {
		return ""
	}
	return "-" + s.FeedID
}

package sink

// Origin is where an article was seen.
type Origin struct {
	FeedURL string // becomes ce-source
	Feed    uint64 // hash of the feed, the caller's choice; 0: none
	Entry   uint64 // fingerprint of the entry, the caller's choice; 0: none
	// Refs are what the feed calls the story, under which ByRef finds it; none: it goes
	// by the ids that stand in the article.
	Refs []string
}

// Outcome is what became of an article: an article.Event, or Unchanged.
type Outcome string

// Unchanged says that the story is in the stream with the same content, and
// that nothing was sent.
const Unchanged Outcome = "unchanged"

// Result says under which id and version a story stands in the stream.
type Result struct {
	Outcome  Outcome
	ID       string
	Version  int
	Sequence uint64
}

package sink

// Origin is where an article was seen.
type Origin struct {
	FeedURL string // becomes ce-source
	Feed    uint64 // hash of the feed, the caller's choice; 0: none
	Entry   uint64 // fingerprint of the entry, the caller's choice; 0: none
	// Refs are what the feed calls the story, under which ByRef finds it; none: it goes
	// by the ids that stand in the article.
	Refs []string
	// Announced says that the feed may not speak for the story: it has led to the page,
	// and no more. Such a version bears no Feed and Entry, and follows none that bears
	// another feed's: versions before 1.0 took what this feed said for the story's.
	Announced bool
	// Roundabout says that the page came from another address than the story's, such as a
	// print of it, or its second page: of a story that stands, Announced, it makes no version.
	Roundabout bool
}

// voice are Feed and Entry as the stream and the index have them.
func (o Origin) voice() (feed, entry uint64) {
	if o.Announced {
		return 0, 0
	}
	return o.Feed, o.Entry
}

// source is the feed as ce-source has it: a story is not of a feed that announced it.
func (o Origin) source() string {
	if o.Announced {
		return ""
	}
	return o.FeedURL
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

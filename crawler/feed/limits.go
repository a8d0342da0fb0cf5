package feed

import "fmt"

// Limits on one feed.
const (
	MaxBytes    = 10 << 20     // decompressed, in bytes, unless Source.MaxBytes sets another
	MaxItems    = 5000         // items past it are left out, with a warning
	maxDepth    = 256          // of open elements
	maxAttrs    = 256          // of one element
	maxSpaces   = 256          // namespace declarations of the elements that are open
	maxField    = 1 << 20      // bytes of one text
	maxValue    = 1 << 16      // bytes of one attribute
	maxHTML     = 2 << 20      // bytes that one text may become when its addresses are absolute
	maxCopies   = 4 << 20      // namespace declarations in the scope of all elements together
	maxParts    = 5000         // paragraphs that are made of one plain text
	maxGuesses  = 5 * MaxItems // elements that are left open; items past them are left out
	maxMixed    = 1000         // children of an element after which its own text is left out
	maxURL      = 4096         // bytes of an address
	maxBase     = 512          // bytes of the path that addresses are relative to
	maxAttached = 200          // files of one item
	maxGroups   = 3            // of Media RSS, inside of each other
	maxTags     = 100          // of one item
	maxLinks    = 50           // feeds taken from one page
	maxHubs     = 10
	maxDeleted  = 1000
	maxWarning  = 20
	maxRecords  = 50_000 // addresses of a sitemap that are read, as many as the protocol allows
)

// bounds are the limits that go with the size of a document. What Parse takes in
// memory is bounded by 6.4 times bytes: 64 MB for the usual limit.
type bounds struct {
	bytes    int
	mended   int // bytes that the parser is given
	html     int // bytes that all texts together may become when their addresses are absolute
	elements int // outside of texts; items past it are left out
}

// boundsOf are those of a document of at most n bytes, MaxBytes if n is 0.
func boundsOf(n int) bounds {
	if n <= 0 {
		n = MaxBytes
	}
	return bounds{bytes: n, mended: 2 * n, html: n, elements: max(1000, n/42)} // 42 bytes an element: 250,000 of the usual limit
}

// LimitError says which limit a document is over.
type LimitError struct {
	What  string
	Limit int
}

func (e *LimitError) Error() string { return fmt.Sprintf("more than %d %s", e.Limit, e.What) }

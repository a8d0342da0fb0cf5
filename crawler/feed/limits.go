package feed

import "fmt"

// Limits on one feed.
const (
	MaxBytes    = 10 << 20 // decompressed, in bytes
	MaxItems    = 5000     // items past it are left out, with a warning
	maxDepth    = 256      // of open elements
	maxAttrs    = 256      // of one element
	maxSpaces   = 256      // namespace declarations of the elements that are open
	maxField    = 1 << 20  // bytes of one text
	maxValue    = 1 << 16  // bytes of one attribute
	maxMended   = 2 * MaxBytes
	maxHTML     = 4 << 20  // bytes that one text may become when its addresses are absolute
	maxAllHTML  = 32 << 20 // and all texts together
	maxElements = 250_000  // outside of texts; items past it are left out
	maxCopies   = 4 << 20  // namespace declarations in the scope of all elements together
	maxMixed    = 1000     // children of an element after which its own text is left out
	maxURL      = 4096     // bytes of an address
	maxBase     = 512      // bytes of the path that addresses are relative to
	maxAttached = 200      // files of one item
	maxGroups   = 3        // of Media RSS, inside of each other
	maxTags     = 100      // of one item
	maxHubs     = 10
	maxDeleted  = 1000
	maxWarning  = 20
	maxRecords  = 50_000 // addresses of a sitemap that are read, as many as the protocol allows
)

// LimitError says which limit a document is over.
type LimitError struct {
	What  string
	Limit int
}

func (e *LimitError) Error() string { return fmt.Sprintf("more than %d %s", e.Limit, e.What) }

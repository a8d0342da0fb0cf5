package feed

import (
	"hash/fnv"
	"strconv"

	"github.com/wiredesk/wiredesk/normalize"
)

// Key identifies an entry within its feed: by its id, else by its URL, else by
// what it says.
func Key(e normalize.Entry) uint64 {
	switch {
	case e.ID != "":
		return hash("id", e.ID)
	case e.URL != "":
		return hash("url", e.URL)
	}
	return hash("text", e.Title, e.SummaryHTML, e.ContentHTML)
}

// Fingerprint is a hash of what an entry says of its story. Two that differ
// mean that the publisher changed something.
func Fingerprint(e normalize.Entry) uint64 {
	return hash("entry", e.URL, e.Title, e.SummaryHTML, e.ContentHTML, updatedText(&e))
}

func updatedText(e *normalize.Entry) string {
	if e.Updated.IsZero() {
		return ""
	}
	return strconv.FormatInt(e.Updated.Unix(), 10)
}

func hash(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p))
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}

package sink

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// maxURLs is how many addresses of one story travel in its headers.
const maxURLs = 32

// urlHash is the first 64 bits of the SHA-256 of the URL's identity key: a
// publisher cannot craft another publisher's hash, and among ten million URLs
// the chance of any collision is three in a million. It is false for what
// cannot be one story's address: no URL of the web, or a site's front page,
// which careless templates give as the canonical URL of every story.
func urlHash(rawURL string) (uint64, bool) {
	key := article.Key(rawURL)
	if !strings.ContainsAny(key, "/?") {
		return 0, false
	}
	sum := sha256.Sum256([]byte(key))
	return binary.BigEndian.Uint64(sum[:8]), true
}

// storyURLs hashes the addresses the story is known under, the most telling
// first: canonical, final, found, amp. A guid is no address.
func storyURLs(a *article.Article) []uint64 {
	var hashes []uint64
	add := func(rawURL string) {
		if len(hashes) == maxURLs {
			return
		}
		if h, ok := urlHash(rawURL); ok && !slices.Contains(hashes, h) {
			hashes = append(hashes, h)
		}
	}
	add(a.URL)
	for _, role := range []string{"canonical", "final", "found", "amp"} {
		for _, u := range a.URLs {
			if u.Role == role {
				add(u.URL)
			}
		}
	}
	return hashes
}

package sink

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/weburl"
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
	return shortHash(key), true
}

// refHash is the hash of an entry's id in its feed. Two stories may share one, so
// it says nothing of which story an article is; it only finds the story of which
// a feed says later, by that id, that it was deleted. No URL's key holds a zero.
func refHash(feedURL, entryID string) uint64 {
	return shortHash("entry\x00" + feedURL + "\x00" + entryID)
}

func shortHash(s string) uint64 {
	sum := sha256.Sum256([]byte(s))
	return binary.BigEndian.Uint64(sum[:8])
}

// storyRefs are the hashes of what the feed calls the story: its own name for it, else
// the ids that it gave the entry, but for those that are addresses.
func storyRefs(a *article.Article, from Origin) []uint64 {
	if from.FeedURL == "" {
		return nil
	}
	var refs []uint64
	for _, ref := range from.Refs {
		refs = append(refs, refHash(from.FeedURL, ref))
	}
	if len(refs) > 0 || from.Announced {
		return refs
	}
	for _, id := range a.AltIDs {
		if id.Role == "guid" && len(refs) < maxURLs {
			refs = append(refs, refHash(from.FeedURL, id.Value))
		}
	}
	return refs
}

// storyURLs hashes the addresses the story is known under, the most telling
// first: canonical, final, found, amp. A guid is no address, nor is one that the story
// shares with others. On another host stands an alias: what it shows later is its own.
func storyURLs(a *article.Article) []uint64 {
	if a.SharesAddress() {
		return nil
	}
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
			if u.Role == role && weburl.SameHost(u.URL, a.URL) {
				add(u.URL)
			}
		}
	}
	return hashes
}

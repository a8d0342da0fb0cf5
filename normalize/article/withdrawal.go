package article

import (
	"encoding/binary"
	"encoding/hex"
	"math/bits"
)

// Withdrawal says how it was learnt that a publisher took a story back.
type Withdrawal struct {
	Reason  Reason `json:"reason" doc:"the sign that it was withdrawn"`
	At      Moment `json:"at,omitzero" doc:"when the publisher says it was, else when it was found"`
	By      string `json:"by,omitempty" doc:"who, in the words of a deleted-entry (RFC 6721)"`
	Comment string `json:"comment,omitempty" doc:"why, in the words of a deleted-entry"`
}

// Reason is the sign that a story was withdrawn.
type Reason string

// Reasons of a withdrawal.
const (
	Gone         Reason = "gone"          // its page answers 410
	NotFound     Reason = "not_found"     // its page answered 404, more than once
	DeletedEntry Reason = "deleted_entry" // its feed holds a deleted-entry (RFC 6721)
	NoIndex      Reason = "noindex"       // its page has come to say that it is not to be indexed
)

// Tombstone is the version in which a story is withdrawn: what names it, and why
// it is gone. The text is not in it, nor anything else that readers are not to
// see any more. ContentHash stays that of what was withdrawn.
func (a *Article) Tombstone(w Withdrawal) *Article {
	return &Article{
		Schema: Schema, ID: a.ID, Version: a.Version + 1, PreviousVersion: a.Version, Event: Withdrawn,
		URL: a.URL, URLs: a.URLs, AltIDs: a.AltIDs, Headline: a.Headline,
		PublishedAt: a.PublishedAt, PublishedPrecision: a.PublishedPrecision, FirstSeenAt: a.FirstSeenAt,
		Language: a.Language, Publisher: a.Publisher, Completeness: HeadlineOnly,
		ContentHash: a.ContentHash, Withdrawal: &w,
	}
}

// Refused says why the page that came was not taken for the story's; empty if it was,
// or none came.
func (a *Article) Refused() string {
	for _, f := range a.Provenance.Fetches {
		if f.Refused != "" {
			return f.Refused
		}
	}
	return ""
}

// sameText is how many bits two simhashes of one text, edited, may differ in.
const sameText = 16

// SameStory reports whether two articles tell the same story by what they say,
// wherever they stand: the headline is the same, or nearly all of the text.
func SameStory(a, b *Article) bool {
	if h := fold(a.Headline); h != "" && h == fold(b.Headline) {
		return true
	}
	x, okX := bitsOf(a.Simhash)
	y, okY := bitsOf(b.Simhash)
	return okX && okY && bits.OnesCount64(x^y) <= sameText
}

func bitsOf(simhash string) (uint64, bool) {
	b, err := hex.DecodeString(simhash)
	if err != nil || len(b) != 8 {
		return 0, false
	}
	return binary.BigEndian.Uint64(b), true
}

package sink

import (
	"encoding/binary"
	"slices"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// submission is one call of Publish or Withdraw.
type submission struct {
	article    *article.Article
	withdrawal *article.Withdrawal // nil in Publish
	origin     Origin
	id         storyID // the article's own
	hash       uint64
	urls       []uint64 // by which the story is known
	refs       []uint64 // by which it can be found, and no more

	sent  string // message id of an attempt whose fate is unknown
	event article.Event
	races int

	before stamp // of the article, while an attempt has it stamped
}

// keys are what the call locks: the story's id and all its addresses.
func (s *submission) keys(id storyID) []uint64 {
	return append([]uint64{binary.BigEndian.Uint64(id[:8])}, s.urls...)
}

// addresses are all hashes by which the index finds the story.
func (s *submission) addresses() []uint64 {
	if len(s.refs) == 0 {
		return s.urls
	}
	return append(slices.Clip(s.urls), s.refs...)
}

// record is what the index is to know of a version.
func (s *submission) record(v *article.Article) (record, error) {
	id, err := parseStoryID(v.ID)
	if err != nil {
		return record{}, err
	}
	feed, entry := s.origin.voice()
	return record{
		id: id, version: uint32(v.Version), event: v.Event, hash: s.hash, feed: feed, entry: entry, urls: s.addresses(),
	}, nil
}

// done hands the published version to the caller.
func (s *submission) done(v *article.Article, seq uint64) Result {
	if v != s.article {
		*s.article = *v
	}
	return Result{Outcome: Outcome(v.Event), ID: v.ID, Version: v.Version, Sequence: seq}
}

// stamp is what Publish sets in an article.
type stamp struct {
	id, schema        string
	version, previous int
	event             article.Event
	changes           []article.Change
	firstSeenAt       article.Moment
}

func stampOf(a *article.Article) stamp {
	return stamp{a.ID, a.Schema, a.Version, a.PreviousVersion, a.Event, a.Changes, a.FirstSeenAt}
}

func (st stamp) on(a *article.Article) {
	a.ID, a.Schema, a.Version, a.PreviousVersion = st.id, st.schema, st.version, st.previous
	a.Event, a.Changes, a.FirstSeenAt = st.event, st.changes, st.firstSeenAt
}

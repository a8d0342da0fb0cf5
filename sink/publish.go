package sink

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
)

const (
	// ackWait is how long one attempt waits for the stream's acknowledgement.
	ackWait = 5 * time.Second

	// maxInFlight is more than any process has workers.
	maxInFlight = 1 << 14

	minRetryWait = 50 * time.Millisecond
	maxRetryWait = 5 * time.Second
	// maxRaces is how often the same version may turn out to be stored already
	// without the index coming to know it.
	maxRaces = 5
)

// Origin is where an article was seen.
type Origin struct {
	FeedURL string // becomes ce-source
	Feed    uint64 // hash of the feed, the caller's choice; 0: none
	Entry   uint64 // fingerprint of the entry, the caller's choice; 0: none
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

// Publisher puts articles into the stream, each version of a story once. Its
// methods may be called concurrently; it has no goroutine of its own.
type Publisher struct {
	js    jetstream.JetStream
	index *Index
	cfg   StreamConfig
	locks *keyLock

	duplicates atomic.Uint64
}

// NewPublisher publishes to the stream that index was opened on, over the same
// connection. Both stay the caller's, and must outlive the Publisher's calls.
func NewPublisher(index *Index, cfg StreamConfig) (*Publisher, error) {
	// Acknowledgements come over one subscription for all messages in flight. The
	// callers bound how many those are: each waits for its own.
	async, err := jetstream.New(index.js.Conn(), jetstream.WithPublishAsyncTimeout(ackWait), jetstream.WithPublishAsyncMaxPending(maxInFlight))
	if err != nil {
		return nil, fmt.Errorf("publisher: %w", err)
	}
	return &Publisher{js: async, index: index, cfg: cfg.withDefaults(), locks: newKeyLock()}, nil
}

// Duplicates counts the acknowledgements which said that the stream had that
// version of the story already, from another process or an earlier attempt.
func (p *Publisher) Duplicates() uint64 { return p.duplicates.Load() }

// Publish compares an article with what is in the stream and publishes it if
// it is new or changed. When it returns without an error, the stream holds the
// story as given, and the index knows it.
//
// The article needs its ID and ContentHash. A story known under another id by
// one of its addresses takes that id. Publish sets ID, Version,
// PreviousVersion, Event, Changes and, from the previous version, FirstSeenAt,
// and cuts the body to the size limit; a is the caller's alone again when it
// returns, and untouched after an error or Unchanged, except that Unchanged
// sets ID, Version and PreviousVersion.
//
// Without an acknowledgement Publish tries again until ctx ends, with the same
// message id, so that the stream recognises what it already has. Errors:
// ErrUnreachable when its deadline passes like that; context.Canceled;
// ErrStorage; ErrIndexClosed; what the server said, if it refuses the message.
func (p *Publisher) Publish(ctx context.Context, a *article.Article, origin Origin) (Result, error) {
	id, err := parseStoryID(a.ID)
	if err != nil {
		return Result{}, fmt.Errorf("publish: %w", err)
	}
	hash, err := hashPrefix(a.ContentHash)
	if err != nil {
		return Result{}, fmt.Errorf("publish %s: content hash: %w", a.ID, err)
	}
	s := &submission{article: a, origin: origin, id: id, hash: hash, urls: storyURLs(a), refs: storyRefs(a, origin.FeedURL)}
	result, err := p.locked(ctx, s)
	if err != nil {
		return Result{}, fmt.Errorf("publish %s: %w", a.ID, err)
	}
	return result, nil
}

// Latest reads the newest version of a story back from the stream; nil if the
// story is unknown or that version has expired.
func (p *Publisher) Latest(ctx context.Context, id string) (*article.Article, error) {
	known, ok := p.index.ByID(id)
	if !ok {
		return nil, nil
	}
	return p.previous(ctx, known)
}

// locked submits while nobody else works on the story.
func (p *Publisher) locked(ctx context.Context, s *submission) (Result, error) {
	release, err := p.locks.lock(ctx, s.keys(p.index.resolve(s.id, s.urls)))
	if err != nil {
		return Result{}, err
	}
	defer release()
	return p.submit(ctx, s)
}

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
	a.ID, a.Schema, a.Version, a.PreviousVersion, a.Event, a.Changes, a.FirstSeenAt = st.id, st.schema, st.version, st.previous, st.event, st.changes, st.firstSeenAt
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

// submit tries until the stream has acknowledged, and decides anew each time:
// between two attempts another process may have published the story.
func (p *Publisher) submit(ctx context.Context, s *submission) (Result, error) {
	wait := minRetryWait
	for {
		result, err := p.attempt(ctx, s)
		switch {
		case err == nil:
			return result, nil
		case errors.Is(ctx.Err(), context.DeadlineExceeded) && passing(err):
			if refused := Explain(p.js.Conn(), err); errors.Is(refused, ErrPermission) {
				return Result{}, refused
			}
			return Result{}, fmt.Errorf("%w: no acknowledgement: %w: %w", ErrUnreachable, ctx.Err(), err)
		case ctx.Err() != nil:
			return Result{}, ctx.Err()
		case errors.Is(err, errRaced):
			if s.races++; s.races > maxRaces {
				return Result{}, err
			}
			continue
		case !passing(err):
			return Result{}, err
		}
		pause(ctx, wait)
		wait = min(2*wait, maxRetryWait)
	}
}

// attempt decides on what the index knows now, sends, and enters the outcome.
func (p *Publisher) attempt(ctx context.Context, s *submission) (Result, error) {
	id, known, ok, err := p.index.current(ctx, s.id, s.urls)
	if err != nil {
		return Result{}, err
	}
	s.before = stampOf(s.article)
	var version *article.Article
	switch {
	case s.withdrawal != nil && (!ok || known.Event == article.Withdrawn),
		s.withdrawal == nil && ok && known.Hash == s.hash && known.Event != article.Withdrawn:
		return p.standing(s, id, known), nil
	case s.withdrawal != nil:
		version, err = p.tombstone(ctx, s, known)
	default:
		version, err = p.next(ctx, s, id, known)
	}
	var result Result
	if err == nil {
		result, err = p.send(ctx, s, version)
	}
	if err != nil {
		s.before.on(s.article) // it stays as it was until the stream has this version
	}
	return result, err
}

// standing is the result when the stream has this content: perhaps through an
// attempt of this call whose acknowledgement was lost.
func (p *Publisher) standing(s *submission, id storyID, known Known) Result {
	if s.withdrawal == nil {
		p.index.seen(id, s.addresses(), s.origin)
	}
	result := Result{Outcome: Unchanged, ID: known.ID, Version: known.Version, Sequence: known.Sequence}
	if s.sent == messageID(known.ID, known.Version) {
		result.Outcome = Outcome(s.event)
	}
	s.article.ID, s.article.Version, s.article.PreviousVersion = known.ID, known.Version, known.Version-1
	return result
}

// next makes the article the version to publish after the known one, which may be none.
func (p *Publisher) next(ctx context.Context, s *submission, id storyID, known Known) (*article.Article, error) {
	v := s.article
	v.ID, v.Schema = id.String(), article.Schema
	v.Version, v.PreviousVersion = known.Version+1, known.Version
	v.Changes, v.Event = nil, article.Published
	if known.Version == 0 {
		return v, nil
	}
	before, err := p.previous(ctx, known)
	if err != nil {
		return nil, err
	}
	v.Event = article.Updated
	if before != nil {
		v.Changes = article.Changes(before, v)
		v.Event = article.EventFor(before, v)
		if !before.FirstSeenAt.IsZero() {
			v.FirstSeenAt = before.FirstSeenAt
		}
	}
	if known.Event == article.Withdrawn {
		v.Event = article.Restored
	}
	return v, nil
}

// previous reads a version back from the stream; nil if it has expired or is
// not to be read, in which case the changes stay unnamed.
func (p *Publisher) previous(ctx context.Context, known Known) (*article.Article, error) {
	ctx, cancel := context.WithTimeout(ctx, ackWait)
	defer cancel()
	before, err := ReadVersion(ctx, p.index.stream, known.Sequence)
	switch {
	case errors.Is(err, ErrExpired):
		return nil, nil
	case err != nil && !errors.Is(err, ErrNoArticle):
		return nil, fmt.Errorf("read version %d: %w", known.Version, err)
	case err != nil || before.ID != known.ID:
		p.index.log.Warn("previous version cannot be read", "id", known.ID, "sequence", known.Sequence, "error", err)
		return nil, nil
	}
	return before, nil
}

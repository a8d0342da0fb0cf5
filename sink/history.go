package sink

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/internal/cursor"
)

const (
	// firstStretch is how many messages a search looks at first, at the end of
	// the stream; each further stretch is twice as long.
	firstStretch = 10_000
	// minPrefix is the length of the shortest beginning of an id that names a story.
	minPrefix = 8
	// maxNear bounds the ids in an AmbiguousError.
	maxNear = 5
)

// Version is where one version of a story stands in the stream.
type Version struct {
	ID       string
	Version  int
	Event    article.Event
	Sequence uint64
	Time     time.Time // when the stream stored it
	// PublishedAt is when the story was published, as its publisher says; the zero
	// time if that is not known.
	PublishedAt time.Time
}

// ErrNoStory says that the stream holds no version of a story.
var ErrNoStory = errors.New("no such story in the stream")

// ErrReference says that a text cannot name a story.
var ErrReference = errors.New("no reference to a story")

// AmbiguousError says that a beginning of an id fits several stories.
type AmbiguousError struct {
	Prefix string
	IDs    []string // the first few
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%q begins the ids of several stories: %s", e.Prefix, strings.Join(e.IDs, ", "))
}

// Span is a part of the stream. The zero Span is all of it.
type Span struct {
	Since time.Time // first time, if not zero
	Until time.Time // last time, if not zero
}

// Versions yields every version in a span, read from the headers alone: some
// 80,000 a second. Messages that are no articles of ours are passed over. Any
// error is the last thing yielded, the context's included.
func Versions(ctx context.Context, js jetstream.JetStream, cfg StreamConfig, span Span) iter.Seq2[Version, error] {
	return func(yield func(Version, error) bool) {
		err := scan(ctx, js, cursor.Config{Stream: cfg.withDefaults().Name, Since: span.Since, Desk: true}, func(v Version, _ record) bool {
			return (span.Until.IsZero() || !v.Time.After(span.Until)) && yield(v, nil)
		})
		if err != nil {
			yield(Version{}, err)
		}
	}
}

// History returns the versions of a story that are still in the stream, the
// oldest first. It searches from the end of the stream backwards until it has
// met version 1, so that stories of the day are found at once and old ones at
// 80,000 messages a second. The error is ErrNoStory if there is none.
func History(ctx context.Context, js jetstream.JetStream, cfg StreamConfig, id string) ([]Version, error) {
	want, err := parseStoryID(id)
	if err != nil {
		return nil, err
	}
	var found []Version
	err = backwards(ctx, js, cfg, func(stretch cursor.Config, end uint64) (more bool, err error) {
		var here []Version
		err = scan(ctx, js, stretch, func(v Version, r record) bool {
			if v.Sequence >= end {
				return false
			}
			if r.id == want {
				here = append(here, v)
			}
			return true
		})
		found = slices.Concat(here, found)
		return len(found) == 0 || found[0].Version > 1, err
	})
	if err != nil {
		return nil, fmt.Errorf("look for the versions of %s: %w", id, err)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrNoStory, id)
	}
	return found, nil
}

// FromFeed returns the versions that came from a feed, by its hash as given to
// Publish, the newest first. It looks at the last reach messages of the stream, at
// 80,000 a second, and stops when it has found limit.
func FromFeed(ctx context.Context, js jetstream.JetStream, cfg StreamConfig, feed uint64, limit, reach int) ([]Version, error) {
	var found []Version
	looked := uint64(0)
	err := backwards(ctx, js, cfg, func(stretch cursor.Config, end uint64) (more bool, err error) {
		var here []Version
		err = scan(ctx, js, stretch, func(v Version, r record) bool {
			if v.Sequence >= end {
				return false
			}
			if r.feed == feed {
				here = append(here, v)
			}
			return true
		})
		slices.Reverse(here)
		found, looked = append(found, here...), looked+end-stretch.Sequence
		return len(found) < limit && looked < uint64(reach), err
	})
	if err != nil {
		return nil, fmt.Errorf("look for the articles of a feed: %w", err)
	}
	return found[:min(limit, len(found))], nil
}

// Resolve returns the id of the story that a reference names: an id, a URL of
// the story, of which the story published last counts, or the first 8 or more
// digits of an id, for which the whole stream is read. An id is not looked up.
// Errors: ErrNoStory; *AmbiguousError; ErrReference.
func Resolve(ctx context.Context, js jetstream.JetStream, cfg StreamConfig, reference string) (string, error) {
	if id, err := parseStoryID(reference); err == nil {
		return id.String(), nil
	}
	if strings.Contains(reference, "://") {
		return byAddress(ctx, js, cfg, reference)
	}
	if len(reference) < minPrefix || len(reference) > 2*len(storyID{}) || strings.Trim(reference, "0123456789abcdef") != "" {
		return "", fmt.Errorf("%q is %w: want an id of 32 hex digits, the first %d or more of them, or a URL", reference, ErrReference, minPrefix)
	}
	var ids []string
	for v, err := range Versions(ctx, js, cfg, Span{}) {
		if err != nil {
			return "", fmt.Errorf("look for %s: %w", reference, err)
		}
		if strings.HasPrefix(v.ID, reference) && !slices.Contains(ids, v.ID) {
			if ids = append(ids, v.ID); len(ids) == maxNear {
				break
			}
		}
	}
	switch len(ids) {
	case 0:
		return "", fmt.Errorf("%w: no id begins with %s", ErrNoStory, reference)
	case 1:
		return ids[0], nil
	}
	return "", &AmbiguousError{Prefix: reference, IDs: ids}
}

// byAddress finds the story that was last published under a URL.
func byAddress(ctx context.Context, js jetstream.JetStream, cfg StreamConfig, rawURL string) (id string, err error) {
	hash, ok := urlHash(rawURL)
	if !ok {
		return "", fmt.Errorf("%s is %w: want the address of one story", rawURL, ErrReference)
	}
	err = backwards(ctx, js, cfg, func(stretch cursor.Config, end uint64) (bool, error) {
		err := scan(ctx, js, stretch, func(v Version, r record) bool {
			if v.Sequence >= end {
				return false
			}
			if slices.Contains(r.urls, hash) {
				id = v.ID
			}
			return true
		})
		return id == "", err
	})
	if err == nil && id == "" {
		err = fmt.Errorf("%w: nothing was published under %s", ErrNoStory, rawURL)
	}
	return id, err
}

// backwards calls look for ever longer stretches of the stream, the last first,
// until it wants no more. A stretch ends before the sequence end.
func backwards(ctx context.Context, js jetstream.JetStream, cfg StreamConfig,
	look func(stretch cursor.Config, end uint64) (more bool, err error)) error {
	name := cfg.withDefaults().Name
	stream, err := js.Stream(ctx, name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read stream %s: %w", name, err)
	}
	state := stream.CachedInfo().State
	length, first := uint64(firstStretch), max(state.FirstSeq, 1)
	for end := state.LastSeq + 1; end > first; length *= 2 {
		begin := first
		if end > begin+length {
			begin = end - length
		}
		more, err := look(cursor.Config{Stream: name, Sequence: begin, Desk: true}, end)
		if err != nil || !more {
			return err
		}
		end = begin
	}
	return nil
}

// scan reads headers, until see wants no more.
func scan(ctx context.Context, js jetstream.JetStream, cfg cursor.Config, see func(Version, record) bool) error {
	cfg.HeadersOnly, cfg.Batch = true, indexBatch
	c := cursor.New(js, cfg)
	defer c.Close()
	for {
		m, md, err := c.Next(ctx)
		switch {
		case errors.Is(err, cursor.ErrEnd), errors.Is(err, jetstream.ErrStreamNotFound):
			return nil
		case err != nil:
			return err
		}
		r, err := parseRecord(m.Headers())
		if err != nil {
			continue
		}
		v := Version{ID: r.id.String(), Version: int(r.version), Event: r.event, Sequence: md.Sequence.Stream, Time: md.Timestamp}
		if at := first(m.Headers(), headerPublishedAt); at != "" {
			v.PublishedAt, _ = time.Parse(time.RFC3339Nano, at) // zero if somebody else wrote it
		}
		if !see(v, r) {
			return nil
		}
	}
}

package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

// Story is a story in the stream.
type Story struct {
	reader *Reader
	stream jetstream.Stream
	// Versions are those that have not expired, the oldest first; there is one at least.
	Versions []sink.Version
	// Pinned is the version that the reference named; 0: none.
	Pinned int
}

// FindStory finds the story that a reference names: an id, id:version, the
// beginning of an id, or a URL.
func (r *Reader) FindStory(ctx context.Context, reference string) (*Story, error) {
	s := &Story{reader: r}
	if !strings.Contains(reference, "://") {
		if id, version, ok := strings.Cut(reference, ":"); ok {
			n, err := strconv.Atoi(version)
			if err != nil || n < 1 {
				return nil, &ReferenceError{fmt.Errorf("%q: want a version after the colon, such as %s:1", reference, id)}
			}
			reference, s.Pinned = id, n
		}
	}
	cfg := StreamConfig(r.Config)
	id, err := sink.Resolve(ctx, r.JS, cfg, reference)
	if err == nil {
		s.Versions, err = sink.History(ctx, r.JS, cfg, id)
	}
	var several *sink.AmbiguousError
	switch {
	case errors.Is(err, sink.ErrReference):
		return nil, &ReferenceError{err}
	case errors.As(err, &several):
		return nil, &ReferenceError{fmt.Errorf("%w; give more digits", err)}
	case errors.Is(err, sink.ErrNoStory):
		return nil, fmt.Errorf("%w; articles are kept for %s, `wiredesk tail --format id` lists the last", err, r.Config.NATS.Stream.MaxAge)
	case err != nil:
		return nil, err
	}
	if s.stream, err = r.JS.Stream(ctx, r.Config.NATS.Stream.Name); err != nil {
		return nil, fmt.Errorf("read stream %s: %w", r.Config.NATS.Stream.Name, err)
	}
	return s, nil
}

// Newest is the newest version.
func (s *Story) Newest() sink.Version { return s.Versions[len(s.Versions)-1] }

// Version is the version with a number. The error is a *ReferenceError if there never
// was one.
func (s *Story) Version(n int) (sink.Version, error) {
	for _, v := range s.Versions {
		if v.Version == n {
			return v, nil
		}
	}
	newest := s.Newest()
	if n > newest.Version {
		return sink.Version{}, &ReferenceError{fmt.Errorf("%s has no version %d; the newest is %d", newest.ID, n, newest.Version)}
	}
	return sink.Version{}, fmt.Errorf("version %d of %s has left the stream, which keeps articles for %s; the oldest that is there is %d",
		n, newest.ID, s.reader.Config.NATS.Stream.MaxAge, s.Versions[0].Version)
}

// Read gets a version back from the stream.
func (s *Story) Read(ctx context.Context, v sink.Version) (*article.Article, error) {
	a, err := sink.ReadVersion(ctx, s.stream, v.Sequence)
	if errors.Is(err, sink.ErrExpired) {
		return nil, fmt.Errorf("version %d of %s has just left the stream", v.Version, v.ID)
	}
	if err != nil {
		return nil, fmt.Errorf("read version %d of %s: %w", v.Version, v.ID, err)
	}
	return a, nil
}

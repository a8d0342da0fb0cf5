package main

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

// oneArticle wants one reference to a story.
func oneArticle(command string) func(args []string) error {
	return func(args []string) error {
		if len(args) != 1 {
			return usage("%s wants one ARTICLE: an id, the first 8 digits of it, or a URL", command)
		}
		return nil
	}
}

// history is a story in the stream: its versions that have not expired, the
// oldest first.
type history struct {
	desk     *desk
	stream   jetstream.Stream
	versions []sink.Version
	// pinned is the version that the reference named; 0: none.
	pinned int
}

// findStory finds the story that a reference names: an id, id:version, the
// beginning of an id, or a URL.
func (d *desk) findStory(ctx context.Context, reference string) (*history, error) {
	h := &history{desk: d}
	if !strings.Contains(reference, "://") {
		if id, version, ok := strings.Cut(reference, ":"); ok {
			n, err := strconv.Atoi(version)
			if err != nil || n < 1 {
				return nil, usage("%q: want a version after the colon, such as %s:1", reference, id)
			}
			reference, h.pinned = id, n
		}
	}
	cfg := streamConfig(d.cfg)
	id, err := sink.Resolve(ctx, d.js, cfg, reference)
	if err == nil {
		h.versions, err = sink.History(ctx, d.js, cfg, id)
	}
	var several *sink.AmbiguousError
	switch {
	case errors.Is(err, sink.ErrReference):
		return nil, usage("%w", err)
	case errors.As(err, &several):
		return nil, usage("%w; give more digits", err)
	case errors.Is(err, sink.ErrNoStory):
		return nil, fmt.Errorf("%w; articles are kept for %s, `wiredesk tail --format id` lists the last", err, d.cfg.NATS.Stream.MaxAge)
	case err != nil:
		return nil, err
	}
	if h.stream, err = d.js.Stream(ctx, d.cfg.NATS.Stream.Name); err != nil {
		return nil, fmt.Errorf("read stream %s: %w", d.cfg.NATS.Stream.Name, err)
	}
	return h, nil
}

func (h *history) newest() sink.Version { return h.versions[len(h.versions)-1] }

// version is the version with a number.
func (h *history) version(n int) (sink.Version, error) {
	for _, v := range h.versions {
		if v.Version == n {
			return v, nil
		}
	}
	newest := h.newest()
	if n > newest.Version {
		return sink.Version{}, usage("%s has no version %d; the newest is %d", newest.ID, n, newest.Version)
	}
	return sink.Version{}, fmt.Errorf("version %d of %s has left the stream, which keeps articles for %s; the oldest that is there is %d",
		n, newest.ID, h.desk.cfg.NATS.Stream.MaxAge, h.versions[0].Version)
}

// read gets a version back from the stream.
func (h *history) read(ctx context.Context, v sink.Version) (*article.Article, error) {
	a, err := sink.ReadVersion(ctx, h.stream, v.Sequence)
	if errors.Is(err, sink.ErrExpired) {
		return nil, fmt.Errorf("version %d of %s has just left the stream", v.Version, v.ID)
	}
	if err != nil {
		return nil, fmt.Errorf("read version %d of %s: %w", v.Version, v.ID, err)
	}
	return a, nil
}

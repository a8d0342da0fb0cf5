package sink

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

const (
	minRetryWait = 50 * time.Millisecond
	maxRetryWait = 5 * time.Second
	// maxRaces is how often the same version may turn out to be stored already
	// without the index coming to know it.
	maxRaces = 5
)

// locked submits while nobody else works on the story.
func (p *Publisher) locked(ctx context.Context, s *submission) (Result, error) {
	release, err := p.locks.lock(ctx, s.keys(p.index.resolve(s.id, s.urls)))
	if err != nil {
		return Result{}, err
	}
	defer release()
	return p.submit(ctx, s)
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
	if ok && id != s.id && s.withdrawal == nil {
		same, err := p.sameHost(ctx, s, known)
		if err != nil {
			return Result{}, err
		}
		if !same {
			id, known, ok = s.id, Known{}, false
		}
	}
	if !ok && s.withdrawal == nil {
		if once, had := p.index.once(s.id); had {
			return p.again(ctx, s, once)
		}
	}
	same := s.withdrawal == nil && ok && known.Hash == s.hash && known.Event != article.Withdrawn
	if same && known.Feed == 0 && !s.origin.Announced && s.origin.Feed != 0 {
		adds, err := p.adds(ctx, s, known)
		if err != nil {
			return Result{}, err
		}
		same = !adds
	}
	s.before = stampOf(s.article)
	var version *article.Article
	switch {
	case same, s.withdrawal != nil && (!ok || known.Event == article.Withdrawn),
		s.origin.Announced && ok && (s.origin.Roundabout || known.Feed != 0 && known.Feed != s.origin.Feed):
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

// again publishes a story of which the stream has lost all: as the version that it lacks,
// if that is what it says, else as the next.
func (p *Publisher) again(ctx context.Context, s *submission, once Known) (Result, error) {
	s.before = stampOf(s.article)
	v := s.article
	v.ID, v.Schema, v.Changes = once.ID, article.Schema, nil
	v.Version, v.Event = once.Version, once.Event
	if once.Hash != s.hash || once.Event == article.Withdrawn {
		v.Version, v.Event = once.Version+1, article.Updated
		if once.Event == article.Withdrawn {
			v.Event = article.Restored
		}
	}
	v.PreviousVersion = v.Version - 1
	result, err := p.send(ctx, s, v)
	if err != nil {
		s.before.on(s.article)
	}
	return result, err
}

// sameHost reports whether a story that is known by an address of an article's is on the
// article's host. Versions before 1.0 entered what redirects to a story from elsewhere
// among its addresses. Of a story that has expired nobody can say it any more.
func (p *Publisher) sameHost(ctx context.Context, s *submission, known Known) (bool, error) {
	before, err := p.previous(ctx, known)
	if err != nil || before == nil {
		return false, err
	}
	return weburl.SameHost(before.URL, s.article.URL), nil
}

// adds reports whether the first word of a story's own site says more than the page that
// strangers led to, though nothing that the content hash is of.
func (p *Publisher) adds(ctx context.Context, s *submission, known Known) (bool, error) {
	before, err := p.previous(ctx, known)
	if err != nil || before == nil || !before.OnlyAnnounced() {
		return false, err
	}
	return !article.Equal(before, s.article), nil
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

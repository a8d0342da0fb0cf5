package sink

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink/internal/cursor"
)

const (
	// indexBatch is how many headers are asked for at a time.
	indexBatch = 2000
	// restEvery is how often a resting tail asks whether somebody else has
	// published.
	restEvery = 500 * time.Millisecond
	// ackLag is how long a message may be in the stream before we take it for
	// somebody else's, though one of ours may be on its way.
	ackLag = 100 * time.Millisecond
	// alone is how long nobody else must have published before the tail rests.
	alone = time.Minute
	// lag is how long a server of a cluster may be behind the stream's leader.
	lag = 2 * time.Second
	// missingPatience is how often in a row the stream may be missing, while
	// servers restart, before the tail believes it.
	missingPatience = 6
)

// tail keeps the index up to date, until Close or until the stream is gone for
// good. While others publish it follows the stream. While nobody else does, it
// rests: what we publish ourselves we know, so it has only to look now and then
// whether the stream's last message is ours. Reading back every header of our
// own would cost as much as publishing.
func (ix *Index) tail(ctx context.Context) {
	defer close(ix.ended)
	for missing, company := 0, false; ; {
		err := ix.follow(ctx, company)
		if err == nil {
			missing, company = 0, true // if rest ends without an error, there is some
			ix.saveIfDue()
			err = ix.rest(ctx)
		}
		if err == nil {
			continue
		}
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			missing++
		}
		if errors.Is(err, errRewound) {
			ix.rewind()
		}
		if ctx.Err() == nil && ix.mayPass(err, missing) {
			company = false
			ix.log.Debug("index of published articles: reading again", "error", err)
			pause(ctx, ackLag<<min(missing, 4))
			continue
		}
		if ctx.Err() != nil {
			err = ErrIndexClosed
		} else {
			ix.log.Error("index of published articles ended", "error", err)
		}
		ix.saveAtEnd()
		ix.update(func() { ix.err = err })
		return
	}
}

// mayPass says whether the tail goes on after an error: once it has begun, it
// waits out everything but the end of the connection or of the stream.
func (ix *Index) mayPass(err error, missing int) bool {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	closed := errors.Is(err, nats.ErrConnectionClosed) || errors.Is(err, jetstream.ErrConnectionClosed)
	return ix.opened && !closed && missing < missingPatience
}

// follow reads the stream until everything is in and, with company, until nobody
// else has published for a while. Its error is the context's or the cursor's.
func (ix *Index) follow(ctx context.Context, company bool) error {
	following, stop := context.WithCancel(ctx)
	defer stop()
	f := &follower{ix: ix, stop: stop, company: company}
	defer f.end()
	c := cursor.New(ix.js, cursor.Config{
		Stream: ix.stream.CachedInfo().Config.Name, Sequence: ix.position() + 1,
		HeadersOnly: true, Batch: indexBatch, Desk: true,
	})
	defer c.Close()
	for {
		wait, cancel := f.patience(following)
		m, md, err := c.Next(wait)
		cancel()
		switch {
		case following.Err() != nil:
			return cmp.Or(ctx.Err(), f.err)
		case errors.Is(err, cursor.ErrEnd):
			f.confirm(following, c.Epoch())
		case errors.Is(err, context.DeadlineExceeded):
			// What the stream has did not come: the cursor opens anew, to its end.
		case err != nil:
			return err
		default:
			f.take(m, md.Sequence.Stream)
			ix.told(md.Sequence.Stream, md.Sequence.Stream+md.NumPending)
		}
	}
}

// follower is the state of one call of follow.
type follower struct {
	ix   *Index
	stop context.CancelFunc
	// goal is the sequence with which everything is in that was stored when the
	// connection's epoch began; 0: it is in, or not known yet.
	goal, epoch uint64
	err         error       // why it stopped itself, if not because all is well
	company     bool        // somebody else publishes
	alone       *time.Timer // stops the follower; nil before everything was in
}

func (f *follower) end() {
	if f.alone != nil {
		f.alone.Stop()
	}
}

// patience bounds the wait for a message that the stream says it has.
func (f *follower) patience(ctx context.Context) (context.Context, context.CancelFunc) {
	if f.goal == 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, lag)
}

// take enters a message.
func (f *follower) take(m jetstream.Msg, seq uint64) {
	ix := f.ix
	r, err := parseRecord(m.Headers())
	if err != nil {
		ix.log.Warn("message in the article stream is not ours", "sequence", seq, "subject", m.Subject(), "error", err)
	}
	ours := false
	ix.update(func() {
		if err == nil {
			i, known := ix.stories.find(r.id)
			ours = ix.sending[r.id] > 0 || known && ix.stories.at(i).seq >= seq
			ix.stories.put(r, seq)
		}
		ix.advance(seq)
	})
	switch {
	case f.goal > 0 && seq >= f.goal:
		f.trust()
	case f.alone != nil && !ours:
		f.alone.Reset(alone)
	}
	if f.alone != nil {
		ix.saveIfDue()
	}
}

// confirm is called when the cursor has returned all that its consumer had. On a
// cluster that may be less than what the stream has, since another server may
// keep the consumer: the stream's leader says what its last message is.
func (f *follower) confirm(ctx context.Context, epoch uint64) {
	last, err := f.ix.lastStored(ctx)
	switch {
	case errors.Is(err, errRewound):
		f.err = err
		f.stop()
		return
	case err != nil:
		f.goal = math.MaxUint64 // no answer: ask again after a while
		return
	}
	f.goal, f.epoch = last, epoch
	if f.ix.position() >= last {
		f.trust()
	}
}

// trust says that everything is in, and ends the follower unless somebody else
// publishes.
func (f *follower) trust() {
	f.goal = 0
	f.ix.trust(f.epoch)
	switch {
	case !f.company:
		f.stop()
	case f.alone == nil:
		f.alone = time.AfterFunc(alone, f.stop)
	}
}

// rest looks now and then, and when it is woken, whether somebody else has
// published, and returns when that is so.
func (ix *Index) rest(ctx context.Context) error {
	tick := time.NewTicker(restEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		case <-ix.wake:
		}
		_, epoch := ix.link.state()
		last, err := ix.lastStored(ctx)
		if err != nil {
			return err
		}
		if ix.position() < last {
			// Perhaps it is ours, and its acknowledgement is on the way.
			if err := ix.waitSequence(ctx, last, ackLag); err != nil {
				return ctx.Err()
			}
		}
		ix.trust(epoch)
		ix.saveIfDue()
	}
}

// errRewound says that the stream ends before what we have read of it.
var errRewound = errors.New("the stream of articles has lost its end, or was made anew")

// rewind forgets everything: a server that lost power, or was given back a backup,
// uses the sequences of what it has lost again.
func (ix *Index) rewind() {
	ix.log.Warn("the stream of articles ends before what was read of it: it is read from its beginning", "position", ix.position())
	var had *stories
	ix.update(func() {
		had = ix.stories
		ix.stories, ix.tailed, ix.ready = newStories(), 0, false
		clear(ix.ahead)
	})
	ix.snapshot.seq = 0
	ix.keepLost(had, 0) // what it still has is read again, and counts before this
}

// lastSequence asks the stream's leader where the stream ends. One that has just
// become leader may not know all of it yet, and is asked again.
func (ix *Index) lastSequence(ctx context.Context) (jetstream.StreamState, error) {
	for again := false; ; again = true {
		read := ix.position()
		info, err := ix.stream.Info(ctx)
		if err != nil {
			return jetstream.StreamState{}, fmt.Errorf("ask for the last article: %w", err)
		}
		switch {
		case info.State.LastSeq >= read:
			return info.State, nil
		case again:
			return jetstream.StreamState{}, errRewound
		}
		pause(ctx, lag)
	}
}

// lastStored asks the stream's leader for the sequence of the last message that
// is still there; the index takes note of those after it as read.
func (ix *Index) lastStored(ctx context.Context) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, ackWait)
	defer cancel()
	state, err := ix.lastSequence(ctx)
	if err != nil {
		return 0, err
	}
	if state.NumDeleted > 0 && ix.position() < state.LastSeq {
		// Rare: somebody has deleted messages, perhaps the last ones.
		info, err := ix.stream.Info(ctx, jetstream.WithDeletedDetails(true))
		if err != nil {
			return 0, fmt.Errorf("ask for the last article: %w", err)
		}
		state = info.State
	}
	last := state.LastSeq
	for i := len(state.Deleted) - 1; i >= 0 && state.Deleted[i] == last; i-- {
		last--
	}
	if state.Msgs == 0 {
		last = 0
	}
	if last < state.LastSeq && ix.position() >= last {
		ix.update(func() { ix.advance(state.LastSeq) })
	}
	ix.first.Store(state.FirstSeq)
	return last, nil
}

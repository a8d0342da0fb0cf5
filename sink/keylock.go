package sink

import (
	"context"
	"sync"
)

// keyLock lets one publisher at a time work on a story: on its id and on every
// address it is known under.
type keyLock struct {
	mu   sync.Mutex
	held map[uint64]*holder
}

// holder holds keys.
type holder struct {
	gone chan struct{} // closed when it lets go; nil if nobody waits
}

func newKeyLock() *keyLock { return &keyLock{held: map[uint64]*holder{}} }

// lock takes all keys or none, so two callers cannot wait for each other. The
// returned function gives them back. Errors are the context's.
func (l *keyLock) lock(ctx context.Context, keys []uint64) (func(), error) {
	for {
		busy, release := l.try(keys)
		if busy == nil {
			return release, nil
		}
		select {
		case <-busy:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (l *keyLock) try(keys []uint64) (busy chan struct{}, release func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, k := range keys {
		if h := l.held[k]; h != nil {
			if h.gone == nil {
				h.gone = make(chan struct{})
			}
			return h.gone, nil
		}
	}
	mine := &holder{}
	for _, k := range keys {
		l.held[k] = mine
	}
	return nil, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		for _, k := range keys {
			delete(l.held, k)
		}
		if mine.gone != nil {
			close(mine.gone)
		}
	}
}

package subscribe

import (
	"sync"
	"time"
)

// Status is what a heartbeat tells.
type Status struct {
	// Connected says that the server answered just now; Err why it did not.
	Connected bool
	Err       error
	// Sequence is the last one that was handed to the handler, 0 if none yet;
	// Stored when the stream stored it, At when it came.
	Sequence   uint64
	Stored, At time.Time
	// Pending is how many chosen articles are stored and not yet delivered: what
	// the subscriber is behind. Unacknowledged were delivered, here or to others
	// of the durable. Both are as of the last answer; without a durable they are
	// as of the last article.
	Pending        uint64
	Unacknowledged int
}

// pulse gathers what heartbeats tell. It may be used concurrently.
type pulse struct {
	mu sync.Mutex
	s  Status
}

func (p *pulse) received(m Message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.s.Sequence, p.s.Stored, p.s.At, p.s.Pending = m.Sequence, m.Time, time.Now(), m.Pending
}

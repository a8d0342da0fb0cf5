package subscribe

import (
	"strings"
	"sync"

	"github.com/nats-io/nats.go/jetstream"
)

// lanes handle up to n messages at a time, and of one story only one: its
// versions stay in order. put is for one goroutine.
type lanes struct {
	free    chan struct{} // a place for each that may be at work
	deliver func(jetstream.Msg)
	wg      sync.WaitGroup

	mu   sync.Mutex
	busy map[string]chan struct{} // by story; closed when its message is done
}

func newLanes(n int, deliver func(jetstream.Msg)) *lanes {
	return &lanes{free: make(chan struct{}, n), deliver: deliver, busy: map[string]chan struct{}{}}
}

// put waits until the story and a place are free, and has the message handled.
func (l *lanes) put(m jetstream.Msg) {
	if cap(l.free) == 1 {
		l.deliver(m)
		return
	}
	story, _, _ := strings.Cut(messageID(m), ":")
	l.mu.Lock()
	before := l.busy[story]
	l.mu.Unlock()
	if before != nil {
		<-before
	}
	l.free <- struct{}{}
	done := make(chan struct{})
	l.mu.Lock()
	l.busy[story] = done
	l.mu.Unlock()
	l.wg.Go(func() {
		l.deliver(m)
		l.mu.Lock()
		delete(l.busy, story)
		l.mu.Unlock()
		close(done)
		<-l.free
	})
}

// wait returns when all that was put is handled.
func (l *lanes) wait() { l.wg.Wait() }

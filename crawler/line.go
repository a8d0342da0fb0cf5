package crawler

import (
	"sync"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// lines hold, for each host that a worker of this process is at, the jobs that
// other workers were given for the same host. Waiting jobs cost no goroutine.
type lines struct {
	mu      sync.Mutex
	waiting map[string][]*calendar.Due // has a key for every host that is being worked at
	room    chan struct{}              // one token for every job in a line
}

func (l *lines) init(capacity int) {
	l.waiting = map[string][]*calendar.Due{}
	l.room = make(chan struct{}, capacity)
}

// enter reports whether the caller is now the one who works at the host. If
// not, the job waits in the host's line and belongs to whoever works there.
// When the lines are full, enter blocks until one moves on.
func (l *lines) enter(host string, due *calendar.Due) bool {
	if l.first(host) {
		return true
	}
	l.room <- struct{}{}
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, busy := l.waiting[host]; !busy { // the host became free meanwhile
		l.waiting[host] = nil
		<-l.room
		return true
	}
	l.waiting[host] = append(l.waiting[host], due)
	return false
}

func (l *lines) first(host string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, busy := l.waiting[host]; busy {
		return false
	}
	l.waiting[host] = nil
	return true
}

// next takes the next job out of the host's line. With none left it returns
// nil, and the caller no longer works at the host.
func (l *lines) next(host string) *calendar.Due {
	l.mu.Lock()
	defer l.mu.Unlock()
	line := l.waiting[host]
	if len(line) == 0 {
		delete(l.waiting, host)
		return nil
	}
	due := line[0]
	l.waiting[host] = line[1:]
	<-l.room
	return due
}

// busy reports whether any host is being worked at.
func (l *lines) busy() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting) > 0
}

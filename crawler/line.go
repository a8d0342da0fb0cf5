package crawler

import (
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// lines hold, for each host that a worker of this process is at, the jobs that
// other workers were given for the same host. Waiting jobs cost no goroutine.
type lines struct {
	mu      sync.Mutex
	waiting map[string]line // has a key for every host that is being worked at
	room    chan struct{}   // one token for every job in a line
}

// line is one of them.
type line struct {
	since time.Time // when work on the job that is being worked on began
	jobs  []*calendar.Due
}

func (l *lines) init(capacity int) {
	l.waiting = map[string]line{}
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
	at, busy := l.waiting[host]
	if !busy { // the host became free meanwhile
		l.waiting[host] = line{since: time.Now()}
		<-l.room
		return true
	}
	at.jobs = append(at.jobs, due)
	l.waiting[host] = at
	return false
}

func (l *lines) first(host string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, busy := l.waiting[host]; busy {
		return false
	}
	l.waiting[host] = line{since: time.Now()}
	return true
}

// next takes the next job out of the host's line. With none left it returns
// nil, and the caller no longer works at the host.
func (l *lines) next(host string) *calendar.Due {
	l.mu.Lock()
	defer l.mu.Unlock()
	jobs := l.waiting[host].jobs
	if len(jobs) == 0 {
		delete(l.waiting, host)
		return nil
	}
	l.waiting[host] = line{since: time.Now(), jobs: jobs[1:]}
	<-l.room
	return jobs[0]
}

// inHands counts the hosts that are being worked at, and tells since when work on
// the oldest of their jobs goes on.
func (l *lines) inHands() (n int, oldest time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, at := range l.waiting {
		if oldest.IsZero() || at.since.Before(oldest) {
			oldest = at.since
		}
	}
	return len(l.waiting), oldest
}

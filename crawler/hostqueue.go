package crawler

import (
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// hostQueues hold, for each host that a worker of this process is at, the jobs that
// other workers were given for the same host. Waiting jobs cost no goroutine.
type hostQueues struct {
	mu      sync.Mutex
	waiting map[string]hostQueue // has a key for every host that is being worked at
	room    chan struct{}        // one token for every job that waits
}

// hostQueue is one of them.
type hostQueue struct {
	since time.Time // when work on the job that is being worked on began
	jobs  []*calendar.Due
}

func (q *hostQueues) init(capacity int) {
	q.waiting = map[string]hostQueue{}
	q.room = make(chan struct{}, capacity)
}

// enter reports whether the caller is now the one who works at the host. If
// not, the job waits in the host's queue and belongs to whoever works there.
// When the hostQueues are full, enter blocks until one moves on.
func (q *hostQueues) enter(host string, due *calendar.Due) bool {
	if q.first(host) {
		return true
	}
	q.room <- struct{}{}
	q.mu.Lock()
	defer q.mu.Unlock()
	at, busy := q.waiting[host]
	if !busy { // the host became free meanwhile
		q.waiting[host] = hostQueue{since: time.Now()}
		<-q.room
		return true
	}
	at.jobs = append(at.jobs, due)
	q.waiting[host] = at
	return false
}

func (q *hostQueues) first(host string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if _, busy := q.waiting[host]; busy {
		return false
	}
	q.waiting[host] = hostQueue{since: time.Now()}
	return true
}

// next takes the next job out of the host's queue. With none left it returns
// nil, and the caller no longer works at the host.
func (q *hostQueues) next(host string) *calendar.Due {
	q.mu.Lock()
	defer q.mu.Unlock()
	jobs := q.waiting[host].jobs
	if len(jobs) == 0 {
		delete(q.waiting, host)
		return nil
	}
	q.waiting[host] = hostQueue{since: time.Now(), jobs: jobs[1:]}
	<-q.room
	return jobs[0]
}

// inFlight counts the hosts that are being worked at, and tells since when work on
// the oldest of their jobs goes on.
func (q *hostQueues) inFlight() (n int, oldest time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, at := range q.waiting {
		if oldest.IsZero() || at.since.Before(oldest) {
			oldest = at.since
		}
	}
	return len(q.waiting), oldest
}

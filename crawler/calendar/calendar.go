package calendar

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Names of what the calendar keeps in JetStream.
const (
	StreamName  = "JOBS"
	FeedsBucket = "FEEDS"
	HostsBucket = "HOSTS"
	// Subjects begins the subjects of the jobs.
	Subjects = "jobs"
	// Consumer is the one of StreamName that all workers share.
	Consumer = "workers"
)

// Options of a Calendar; the zero value of each field means its default.
type Options struct {
	// Replicas of the stream and the buckets: 1, or 3 on a cluster.
	Replicas int
	// Lease is how long a job stays reserved for a worker that gives no sign of
	// life (default 30 s). A living worker renews it every third of that time.
	Lease time.Duration
	// LaneLease is how long a host's lane stays taken by a process that died;
	// it must be longer than the longest fetch (default 30 s).
	LaneLease time.Duration
	// Delay is the least time between the end of an answer and the next request
	// to the same host (default none).
	Delay time.Duration
	// PullWait is how long one request for due jobs waits at the server, and so
	// how long a worker may miss that a restarted server has forgotten it (2 s).
	PullWait time.Duration
	// Sole says that no other process can be at work on this JetStream, because
	// the caller holds the exclusive lock of an embedded server: jobs and lanes
	// that a process held before are free at once.
	Sole bool
	// Node names this machine to others (default its host name).
	Node string
	// Slept is for how long this machine has been suspended since it was started, for which
	// the monotonic clock stands still; nil: it does not, or nobody can tell.
	Slept func() time.Duration
	// Unreadable is told of a feed whose record cannot be read and is passed over, by
	// its id, once for each such record; nil: nobody is. It is called by whoever calls
	// Feeds, WatchFeeds or Sync, maybe by several at once.
	Unreadable func(id string, err error)
	// Unbooked is told of each feed whose poll was planned and had no booking, when
	// BookMissing finds it: what was booked for its entries may be lost as well; nil: nobody
	// is.
	Unbooked func(f *Feed)
	// Changed is told of each feed that this Calendar has added or saved, and with nil of
	// one that it has removed; nil: nobody is. Several goroutines may call it at once.
	Changed func(id string, f *Feed)
}

// Calendar books jobs, hands out the due ones, and keeps lanes and feeds.
type Calendar struct {
	js    jetstream.JetStream
	opts  Options
	self  string // names this process as holder of lanes
	jobs  jetstream.Stream
	due   jetstream.Consumer
	feeds jetstream.KeyValue
	hosts jetstream.KeyValue

	clock    clock
	newest   atomic.Int64 // when the newest message that is known was stored, Unix ns
	stepping sync.RWMutex // held while the server's time is followed over a step

	suspected atomic.Bool // something came at the wrong time, or is to be told
	trouble   atomic.Pointer[string]
	troubled  string // that was told to others
	skewed    bool   // it was told that this machine's clock is wrong
	deaf      deafness
	unsettled time.Duration // steps whose consequences are not all put right

	pace    atomic.Pointer[pace]
	overdue time.Time // by this machine: until when jobs may fall due that waited for this process to start
	lanes   laneCache

	leases leases // of the jobs in the hands of workers
	told   told   // of the records that were passed over
}

// pace is what of the options may change while the calendar is in use.
type pace struct{ delay, lease time.Duration }

// SetPace changes Options.Delay and Options.LaneLease, for the requests that begin
// from now on.
func (c *Calendar) SetPace(delay, laneLease time.Duration) { c.pace.Store(&pace{delay, laneLease}) }

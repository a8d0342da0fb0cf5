package calendar

import (
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
	consumer = "workers"
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
	// Unreadable is told of a feed whose record cannot be read and is passed over, by
	// its id, once for each such record; nil: nobody is. It is called by whoever calls
	// Feeds, WatchFeeds or Sync, maybe by several at once.
	Unreadable func(id string, err error)
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

	pace    atomic.Pointer[pace]
	overdue time.Time // until when jobs may fall due that waited for this process to start
	lanes   laneCache

	leases leases // of the jobs in the hands of workers
	told   told   // of the records that were passed over
}

// pace is what of the options may change while the calendar is in use.
type pace struct{ delay, lease time.Duration }

// SetPace changes Options.Delay and Options.LaneLease, for the requests that begin
// from now on.
func (c *Calendar) SetPace(delay, laneLease time.Duration) { c.pace.Store(&pace{delay, laneLease}) }

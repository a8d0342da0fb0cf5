package embedded

import (
	"regexp"
	"sync"
	"time"
)

// Fault is an error that the server has met when it wrote to its store. nats-server keeps
// such an error: it stores nothing into that stream any more and answers nobody who
// publishes to it, long after the disk has room or descriptors again, until it is opened
// anew (nats-server issues 3166, 6292, 7654, 8386).
type Fault struct {
	// Text is what the server said, which names the stream and the system's error.
	Text  string
	Since time.Time
}

// storeFault are the lines in which nats-server says so; it has no other way to tell.
var storeFault = regexp.MustCompile(`^JetStream failed to store a msg on stream|^Filestore \[.*\] Critical write error|` +
	`^File ?system permission denied while writing|^JetStream out of (?:\w+ )?resources|^JetStream consumer .* errored while updating state`)

// faults remembers the first fault. It may be used concurrently.
type faults struct {
	mu    sync.Mutex
	first *Fault
}

// hear reads a line of the server.
func (f *faults) hear(line string) {
	if !storeFault.MatchString(line) {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.first == nil {
		f.first = &Fault{Text: printable(line), Since: time.Now()}
	}
}

// Fault is the first error that the server has met when it wrote to its store; nil if it
// has met none. What is there to do is to Close it and open another, when Check has no
// error any more.
func (s *Server) Fault() *Fault {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	return s.faults.first
}

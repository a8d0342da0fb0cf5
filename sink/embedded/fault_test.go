package embedded

import (
	"strings"
	"testing"
)

// The lines are those of nats-server 2.15: stream.go, filestore.go, jetstream.go, consumer.go.
func TestFaultsOfTheStoreAreHeard(t *testing.T) {
	for line, want := range map[string]bool{
		"JetStream failed to store a msg on stream 'WIREDESK > JOBS': write /s/1.blk: no space left on device": true,
		"Filestore [ARTICLES] Critical write error: open /s/2.blk: too many open files":                        true,
		"Filesystem permission denied while writing msg, disabling JetStream: open /s: permission denied":      true,
		"File system permission denied while writing, disabling JetStream":                                     true,
		"JetStream out of File resources, will be DISABLED":                                                    true,
		"JetStream out of resources, will be DISABLED":                                                         true,
		"JetStream consumer 'WIREDESK > JOBS > workers' errored while updating state: input/output error":      true,
		"Filestore [ARTICLES] Ignoring non-write error: bad message":                                           false,
		"Error adding route: JetStream failed to store a msg on stream":                                        false,
		"Server is ready": false,
	} {
		var f faults
		f.hear(line)
		if got := f.first != nil; got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}

// The first fault is the cause, and those that follow come of it.
func TestTheFirstFaultStays(t *testing.T) {
	var s Server
	if s.Fault() != nil {
		t.Error("a fault of nothing")
	}
	s.faults.hear("JetStream failed to store a msg on stream 'A > B': no space\x1b[2J left")
	s.faults.hear("JetStream out of resources, will be DISABLED")
	f := s.Fault()
	if f == nil || f.Since.IsZero() || !strings.HasPrefix(f.Text, "JetStream failed to store") || strings.Contains(f.Text, "\x1b") {
		t.Errorf("%+v", f)
	}
}

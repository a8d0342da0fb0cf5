package ingest

import (
	"testing"
	"time"
)

// One sign of life that is missed may be a busy machine's; two in a row say that nothing
// is stored since the first; one that is stored says that it is over.
func TestMissedBeats(t *testing.T) {
	var h heartbeat
	start := time.Now()
	for i, beat := range []struct {
		why    string
		silent bool
	}{
		{"", false}, {"timeout", false}, {"", false}, {"timeout", false}, {"no space", true}, {"no space left", true}, {"", false}, {"timeout", false},
	} {
		h.took(start.Add(time.Duration(i)*time.Minute), beat.why)
		since, why := h.silent()
		if since.IsZero() == beat.silent {
			t.Errorf("after %d: since %v", i, since)
		}
		if beat.silent && (why != beat.why || !since.Equal(start.Add(3*time.Minute))) {
			t.Errorf("after %d: since %v, %q", i, since.Sub(start), why)
		}
	}
}

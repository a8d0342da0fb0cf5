package main

import (
	"strings"
	"syscall"
	"testing"
)

// A server that was killed reads again what it had not written down. Nobody has to do
// anything, so nobody is warned; and those who read are counted, not the desk's own parts.
func TestAStartAfterACrashWarnsOfNothing(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 1, 4, "")
	d := c.background(t, nil, "daemon")
	eventually(t, func() bool { return strings.Contains(c.says(t, exitOK, "status"), "4 in the stream (4 stories)") }, d.log)
	if out := c.says(t, exitOK, "status"); !strings.Contains(out, ", 0 subscribers") {
		t.Errorf("status said: %s", out)
	}
	for range 3 {
		d.signal(t, syscall.SIGKILL)
		_ = d.cmd.Wait()
		d = c.background(t, nil, "daemon")
		d.says(t, "wiredesk is up")
		for line := range strings.Lines(d.log.String()) {
			if strings.Contains(line, "level=WARN") || strings.Contains(line, "level=ERROR") {
				t.Errorf("said: %s", line)
			}
		}
	}
}

package calendar

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A server that was killed after it took the acknowledgement of a job and before
// it removed the job comes back with a job that nobody will get. A drain must not
// wait for it. The moment is made by giving the stream its old files back.
func TestAJobThatWasAcknowledgedButNotRemovedIsNotWaitedFor(t *testing.T) {
	dir := t.TempDir()
	s := startServer(t, dir)
	c := join(t, s, Options{})
	if err := c.BookAt(t.Context(), Job{Kind: Page, ID: "a", URL: "https://news.example/a"}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if idle, err := c.Idle(t.Context()); err != nil || idle {
		t.Fatalf("idle %v with a job due: %v", idle, err)
	}
	messages := filepath.Join(dir, "jetstream", "$G", "streams", StreamName, "msgs")
	before := filepath.Join(t.TempDir(), "msgs")
	if err := os.CopyFS(before, os.DirFS(messages)); err != nil {
		t.Fatal(err)
	}
	d := mustNext(t, c)
	if idle, err := c.Idle(t.Context()); err != nil || idle {
		t.Fatalf("idle %v with a job in hands: %v", idle, err)
	}
	if err := d.Done(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantIdle(t, c)
	s.Shutdown()
	s.WaitForShutdown()
	if err := os.RemoveAll(messages); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(messages, os.DirFS(before)); err != nil {
		t.Fatal(err)
	}

	c = join(t, startServer(t, dir), Options{})
	left, err := c.holds(t.Context(), "jobs.due.>")
	if err != nil || !left {
		t.Fatalf("the stream has the job: %v, %v", left, err)
	}
	wantNone(t, c)
	wantIdle(t, c)
	if err := c.BookAt(t.Context(), Job{Kind: Page, ID: "b", URL: "https://news.example/b"}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if idle, err := c.Idle(t.Context()); err != nil || idle {
		t.Fatalf("idle %v with another job due: %v", idle, err)
	}
}

// drained reports whether nothing is left that falls due by itself within moments. Polls
// and retries of later wait for the next run.
func (b Backlog) drained() bool { return b.Due == 0 && b.InFlight == 0 && b.Lanes == 0 }

package calendar

import (
	"context"
	"strings"
	"testing"
	"time"
)

// A sign of life is stored as jobs are, is no job, and leaves one message however often it
// is given.
func TestASignOfLifeIsNoJob(t *testing.T) {
	c := open(t, Options{})
	for range 3 {
		if err := c.Beat(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	stream, err := c.js.Stream(t.Context(), StreamName)
	if err != nil {
		t.Fatal(err)
	}
	if n := stream.CachedInfo().State.Msgs; n != 1 {
		t.Errorf("%d messages", n)
	}
	if b, err := c.Backlog(t.Context()); err != nil || b != (Backlog{}) {
		t.Errorf("backlog %+v, %v", b, err)
	}
	if idle, err := c.Idle(t.Context()); err != nil || !idle {
		t.Errorf("idle %v, %v", idle, err)
	}
}

// A server that answers and stores nothing is found out.
func TestASignOfLifeFindsAStoreThatTakesNothing(t *testing.T) {
	c := open(t, Options{})
	stream, err := c.js.Stream(t.Context(), StreamName)
	if err != nil {
		t.Fatal(err)
	}
	config := stream.CachedInfo().Config
	config.MaxMsgSize = 1
	if _, err := c.js.UpdateStream(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	if err := c.Beat(t.Context()); err == nil || !strings.Contains(err.Error(), "store a sign of life in JOBS") {
		t.Errorf("too large: %v", err)
	}
	if err := c.js.DeleteStream(t.Context(), StreamName); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := c.Beat(ctx); err == nil {
		t.Error("it was stored without a stream")
	}
}

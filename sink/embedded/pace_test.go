package embedded

import (
	"testing"
	"time"
)

func TestAPaceLetsABurstThroughAndThenItsRate(t *testing.T) {
	p := newPace(10, 5)
	now := time.Unix(1, 0)
	for i := range 5 {
		if wait, ok := p.take(now, 1, time.Second); wait != 0 || !ok {
			t.Fatalf("%d of the burst waits %v, %v", i, wait, ok)
		}
	}
	for i := 1; i <= 10; i++ {
		if wait, ok := p.take(now, 1, time.Second); !ok || wait.Round(time.Millisecond) != time.Duration(i)*100*time.Millisecond {
			t.Fatalf("%d after the burst: %v, %v", i, wait, ok)
		}
	}
	if _, ok := p.take(now, 1, time.Second); ok {
		t.Error("what waits longer than patience is let through")
	}
	if wait, ok := p.take(now.Add(time.Second), 1, time.Second); !ok || wait.Round(time.Millisecond) != 100*time.Millisecond {
		t.Errorf("what was refused was taken all the same: %v, %v", wait, ok)
	}
	if wait, ok := p.take(now.Add(time.Hour), 6, time.Second); !ok || wait.Round(time.Millisecond) != 100*time.Millisecond {
		t.Errorf("more than the burst was saved up: %v, %v", wait, ok)
	}
	if wait, ok := p.take(now, 0.5, time.Second); !ok || wait < 0 {
		t.Errorf("a clock that goes back: %v, %v", wait, ok)
	}
}

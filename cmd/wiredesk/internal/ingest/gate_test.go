package ingest

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A gate that is shut waits for the workers that are at work, lets none begin
// anew, and lets all go when the crawl's context ends.
func TestAGateIsShutWhenAllWorkersAreThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(t.Context())
		g := newGate(3, func(context.Context) {})
		var workers sync.WaitGroup
		done, shut := 0, false
		var mu sync.Mutex
		for i := range 3 {
			workers.Go(func() {
				for g.pass(ctx); ctx.Err() == nil; g.pass(ctx) {
					time.Sleep(time.Duration(i+1) * 10 * time.Second)
					mu.Lock()
					if shut {
						t.Error("a job ended after the gate was shut")
					}
					done++
					mu.Unlock()
				}
			})
		}
		time.Sleep(65 * time.Second)
		if s := g.silent(time.Now()); s > 10*time.Second {
			t.Errorf("silent for %s", s)
		}
		g.shut(ctx)
		mu.Lock()
		shut = true
		before := done
		mu.Unlock()
		time.Sleep(time.Hour)
		if done != before || g.silent(time.Now()) != 0 {
			t.Errorf("%d jobs after %d, silent for %s", done, before, g.silent(time.Now()))
		}
		end()
		workers.Wait()
	})
}

// A worker that the shut gate was counted full with stays, however near it was to
// going on.
func TestNobodySlipsThroughAGateThatIsBeingShut(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	defer end()
	g := newGate(2, func(context.Context) {})
	g.come()
	g.come()
	if !g.leave() {
		t.Fatal("it is open")
	}
	shut := make(chan struct{})
	go func() {
		g.shut(ctx)
		close(shut)
	}()
	g.come() // from its job
	<-shut
	if g.leave() || g.silent(time.Now()) != 0 {
		t.Error("a worker went on behind a gate that was shut with it")
	}
}

func TestASilentGateIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(t.Context())
		g := newGate(1, func(context.Context) {})
		g.pass(ctx)
		time.Sleep(time.Minute)
		if got := g.silent(time.Now()); got != time.Minute {
			t.Errorf("silent for %s", got)
		}
		go func() { // it never comes
			time.Sleep(time.Hour)
			end()
		}()
		start := time.Now()
		if g.shut(ctx); time.Since(start) != time.Hour {
			t.Errorf("shut after %s", time.Since(start))
		}
	})
}

package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// A crawl pauses below the mark and goes on a quarter above it, by itself.
func TestTheDiskGuardFollowsTheDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var free atomic.Uint64
		var said []string
		g := &DiskGuard{
			space: func() (embedded.Space, error) { return embedded.Space{Free: free.Load(), Total: 1000}, nil }, below: 100,
			open: make(chan struct{}), onChange: func(paused bool, _ string) { said = append(said, fmt.Sprint(paused)) },
		}
		close(g.open)
		free.Store(500)
		ctx, stop := context.WithCancel(t.Context())
		go g.Watch(ctx)
		passes := func() bool {
			wait, cancel := context.WithTimeout(ctx, time.Millisecond)
			defer cancel()
			g.Wait(wait)
			return wait.Err() == nil
		}
		for _, step := range []struct {
			free uint64
			want bool
		}{{500, true}, {100, true}, {99, false}, {110, false}, {124, false}, {125, true}, {101, true}, {0, false}, {1000, true}} {
			free.Store(step.free)
			time.Sleep(2 * diskEvery)
			if got := passes(); got != step.want {
				t.Errorf("%d free: passes %v", step.free, got)
			}
		}
		stop()
		synctest.Wait()
		if got := strings.Join(said, " "); got != "true false true false" {
			t.Errorf("said %s", got)
		}
	})
}

func TestTheDiskGuardWaitsWhenNATSHasNoRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &DiskGuard{open: make(chan struct{}), onChange: func(bool, string) {}}
		close(g.open)
		ctx, stop := context.WithCancel(t.Context())
		go g.Watch(ctx)
		start := time.Now()
		g.Observe(crawler.Event{Kind: crawler.Storage, Err: errors.New("something else")})
		g.Wait(ctx)
		g.Observe(crawler.Event{Kind: crawler.Storage, Err: fmt.Errorf("publish: %w", sink.ErrStorage)})
		g.Wait(ctx)
		if waited := time.Since(start); waited < fullPause || waited > fullPause+2*diskEvery {
			t.Errorf("waited %s", waited)
		}
		stop()
		synctest.Wait()
	})
}

// A disk with room, and a server that stores nothing all the same: only a new start of
// it helps, and whoever asks is to know.
func TestAStoreThatHasFailedIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		free := uint64(2 << 30)
		g := &DiskGuard{open: make(chan struct{}), below: 1 << 30, space: func() (embedded.Space, error) { return embedded.Space{Free: free}, nil }}
		refuse := func() {
			g.Observe(crawler.Event{Kind: crawler.Storage, Err: fmt.Errorf("publish: %w", sink.ErrStorage)})
		}
		said := func() bool { return g.Refusing(time.Now()) != "" }
		if said() {
			t.Error("before anything")
		}
		refuse()
		if said() {
			t.Error("after one refusal, which may pass")
		}
		for range 3 {
			time.Sleep(fullPause + time.Second)
			refuse()
		}
		if !said() {
			t.Error("again and again")
		}
		free = 1 << 20
		if said() {
			t.Error("a full disk is no failure of the store")
		}
		free = 2 << 30
		time.Sleep(4 * fullPause)
		if said() {
			t.Error("after it has stored again for long")
		}
		refuse()
		if said() {
			t.Error("another refusal, much later")
		}
	})
}

package accounts

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

// Who joins a queue by its name takes from whoever else is in it, in whatever account: no
// reader may, and what it hears as itself is not less for that.
func TestNoReaderTakesFromAnothersQueue(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		const want = 60
		var heard, stolen atomic.Int32
		if _, err := h.operator.QueueSubscribe("wiredesk.events.>", "desk", func(*nats.Msg) { heard.Add(1) }); err != nil {
			t.Fatal(err)
		}
		if err := h.operator.Flush(); err != nil {
			t.Fatal(err)
		}
		thief := h.attack(t)
		for i := range 5 {
			for _, subject := range []string{"wiredesk.events.>", "wiredesk.events.feed.*", "wiredesk.events.feed.gone"} {
				if _, err := thief.QueueSubscribe(subject, "desk", func(*nats.Msg) { stolen.Add(1) }); err != nil {
					t.Fatal(i, err)
				}
			}
		}
		if _, err := thief.QueueSubscribe("articles.>", "a.b", func(*nats.Msg) { stolen.Add(1) }); err != nil {
			t.Fatal(err)
		}
		_ = thief.Flush() // it is told that it may not
		var alone atomic.Int32
		if _, err := h.victim.Subscribe("wiredesk.events.>", func(*nats.Msg) { alone.Add(1) }); err != nil {
			t.Fatal(err)
		}
		if err := h.victim.Flush(); err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if err := h.operator.Publish("wiredesk.events.feed.gone", fmt.Appendf(nil, "%d", i)); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.operator.Flush(); err != nil {
			t.Fatal(err)
		}
		for range 50 {
			if heard.Load() >= want && alone.Load() >= want {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		if heard.Load() != want || alone.Load() != want || stolen.Load() != 0 {
			t.Errorf("the operator heard %d, a reader %d of %d, the thief %d", heard.Load(), alone.Load(), want, stolen.Load())
		}
	})
}

package subscribe

import (
	"context"
	"testing"
	"time"
)

// beatUntil receives heartbeats until one is as wanted.
func beatUntil(t *testing.T, beats <-chan Status, what string, wanted func(Status) bool) {
	t.Helper()
	var last Status
	for deadline := time.After(20 * time.Second); ; {
		select {
		case last = <-beats:
			if wanted(last) {
				return
			}
		case <-deadline:
			t.Fatalf("no heartbeat says %s; the last was %+v", what, last)
		}
	}
}

func TestHeartbeatsTellNoNewsFromNoConnection(t *testing.T) {
	for _, durable := range []string{"desk", ""} {
		t.Run("durable="+durable, func(t *testing.T) {
			w := newWire(t)
			beats := make(chan Status)
			done := make(chan struct{})
			o := Options{URL: w.url, Durable: durable, Logger: quiet(), Heartbeat: 20 * time.Millisecond}
			o.OnHeartbeat = func(s Status) {
				select {
				case beats <- s:
				case <-done:
				}
			}
			messages := make(chan Message, 10)
			stop := run(t, o, into(messages))
			defer func() { close(done); _ = stop() }()
			beatUntil(t, beats, "connected, no news", func(s Status) bool { return s.Connected && s.Err == nil && s.Sequence == 0 })
			w.publish(3, english)
			collect(t, messages, 3)
			beatUntil(t, beats, "all received", func(s Status) bool {
				return s.Connected && s.Sequence == 3 && s.Pending == 0 && s.Unacknowledged == 0 && !s.Stored.IsZero() && !s.At.IsZero()
			})
			w.js.Conn().Close()
			if err := w.server.Close(); err != nil {
				t.Fatal(err)
			}
			beatUntil(t, beats, "no connection", func(s Status) bool { return !s.Connected && s.Err != nil && s.Sequence == 3 })
			w.start(w.url[len("nats://"):])
			beatUntil(t, beats, "connected again", func(s Status) bool { return s.Connected })
		})
	}
}

func TestAHeartbeatSaysHowFarBehindADurableIs(t *testing.T) {
	w := newWire(t)
	w.publish(5, english)
	beats := make(chan Status)
	done, proceed := make(chan struct{}), make(chan struct{})
	o := Options{URL: w.url, Durable: "desk", Prefetch: 1, Logger: quiet(), Heartbeat: 20 * time.Millisecond}
	o.OnHeartbeat = func(s Status) {
		select {
		case beats <- s:
		case <-done:
		}
	}
	stop := run(t, o, func(context.Context, Message) error { <-proceed; return nil })
	beatUntil(t, beats, "behind", func(s Status) bool { return s.Pending > 0 && s.Unacknowledged > 0 })
	close(proceed)
	beatUntil(t, beats, "caught up", func(s Status) bool { return s.Pending == 0 && s.Unacknowledged == 0 && s.Sequence == 5 })
	close(done)
	_ = stop() // the context's error
}

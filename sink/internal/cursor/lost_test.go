package cursor

import (
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink/internal/lossy"
)

// losing is a stream S of n messages, and a connection that can lose requests.
func losing(t *testing.T, n int) (jetstream.JetStream, *lossy.Dialer) {
	t.Helper()
	ns, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoSigs: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	ns.Start()
	t.Cleanup(func() { ns.Shutdown(); ns.WaitForShutdown() })
	d := &lossy.Dialer{}
	nc, err := nats.Connect(ns.ClientURL(), nats.SetCustomDialer(d))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, js, n)
	return js, d
}

func TestALostRequestForMessagesIsMadeAgain(t *testing.T) {
	t.Parallel()
	js, d := losing(t, 5)
	d.Lose(lossy.MoreMessages, 0)
	if got := read(t, js, Config{}); len(got) != 5 {
		t.Fatalf("read %v", got)
	}
	if !d.Lost() {
		t.Fatal("no request was lost")
	}
}

func TestAFollowerIsNotLeftWaitingByALostRequest(t *testing.T) {
	t.Parallel()
	js, d := losing(t, 2)
	d.Lose(lossy.MoreMessages, 0)
	c := New(js, Config{Stream: "S", Sequence: 3})
	defer c.Close()
	ended := make(chan uint64)
	go func() {
		defer close(ended)
		_, md, err := nextMessage(t.Context(), c)
		if err != nil {
			t.Error(err)
			return
		}
		ended <- md.Sequence.Stream
	}()
	for !d.Lost() { // until its request was made, and lost
		time.Sleep(5 * time.Millisecond)
	}
	if _, err := js.Publish(t.Context(), "s.a", nil); err != nil {
		t.Fatal(err)
	}
	if seq := <-ended; seq != 3 {
		t.Fatalf("sequence %d, want 3", seq)
	}
}

package cursor

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/goleak"

	"github.com/wiredesk/wiredesk/sink/embedded"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// newStream is a stream S of n messages, alternately on s.a and s.b.
func newStream(t *testing.T, n int) jetstream.JetStream {
	t.Helper()
	server, err := embedded.Open(embedded.Options{Dir: t.TempDir(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	nc, err := server.Connect()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, js, n)
	return js
}

func fill(t *testing.T, js jetstream.JetStream, n int) {
	t.Helper()
	if _, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "S", Subjects: []string{"s.*"}, AllowDirect: true}); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if _, err := js.Publish(t.Context(), []string{"s.a", "s.b"}[i%2], fmt.Append(nil, i+1)); err != nil {
			t.Fatal(err)
		}
	}
}

// read returns the sequences until the end of the stream.
func read(t *testing.T, js jetstream.JetStream, cfg Config) []uint64 {
	t.Helper()
	cfg.Stream = "S"
	c := New(js, cfg)
	defer c.Close()
	var got []uint64
	for {
		_, md, err := c.Next(t.Context())
		if errors.Is(err, ErrEnd) {
			return got
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, md.Sequence.Stream)
	}
}

func TestEveryMessageComesOnceInOrder(t *testing.T) {
	const n = 500
	js := newStream(t, n)
	for _, batch := range []int{0, 1, 7, 1000} {
		got := read(t, js, Config{Batch: batch})
		if len(got) != n {
			t.Fatalf("batch %d: %d messages, want %d", batch, len(got), n)
		}
		for i, seq := range got {
			if seq != uint64(i+1) {
				t.Fatalf("batch %d: message %d has sequence %d", batch, i, seq)
			}
		}
	}
}

func TestAnEmptyStreamEndsAtOnce(t *testing.T) {
	if got := read(t, newStream(t, 0), Config{}); len(got) != 0 {
		t.Errorf("read %v", got)
	}
}

func TestACursorGoesOnWhenItsConsumerIsLost(t *testing.T) {
	js := newStream(t, 10)
	c := New(js, Config{Stream: "S", Batch: 2})
	defer c.Close()
	for want := uint64(1); want <= 10; want++ {
		_, md, err := c.Next(t.Context())
		if err != nil || md.Sequence.Stream != want {
			t.Fatalf("sequence %+v, %v; want %d", md, err, want)
		}
		if want == 4 {
			if err := js.DeleteConsumer(t.Context(), "S", c.consumer.CachedInfo().Name); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestTheEndIsToldOnceAndThenMoreIsWaitedFor(t *testing.T) {
	js := newStream(t, 3)
	c := New(js, Config{Stream: "S"})
	defer c.Close()
	for range 3 {
		if _, _, err := c.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := c.Next(t.Context()); !errors.Is(err, ErrEnd) || c.Epoch() != 0 {
		t.Errorf("%v in epoch %d", err, c.Epoch())
	}
	if _, err := js.Publish(t.Context(), "s.a", nil); err != nil {
		t.Fatal(err)
	}
	if _, md, err := c.Next(t.Context()); err != nil || md.Sequence.Stream != 4 {
		t.Fatalf("%+v, %v; want the fourth message", md, err)
	}
}

func TestAWaitThatWasGivenUpLosesNothing(t *testing.T) {
	js := newStream(t, 1)
	c := New(js, Config{Stream: "S"})
	defer c.Close()
	for want := uint64(1); want <= 5; want++ {
		if _, md, err := nextMessage(t.Context(), c); err != nil || md.Sequence.Stream != want {
			t.Fatalf("%+v, %v; want message %d", md, err, want)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		if _, _, err := nextMessage(ctx, c); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("%v at the end", err)
		}
		cancel()
		if _, err := js.Publish(t.Context(), "s.a", nil); err != nil {
			t.Fatal(err)
		}
	}
}

// nextMessage passes over the end.
func nextMessage(ctx context.Context, c *Cursor) (jetstream.Msg, *jetstream.MsgMetadata, error) {
	m, md, err := c.Next(ctx)
	if errors.Is(err, ErrEnd) {
		return c.Next(ctx)
	}
	return m, md, err
}

func TestAMissingStreamIsAnError(t *testing.T) {
	js := newStream(t, 2)
	c := New(js, Config{Stream: "NONE"})
	defer c.Close()
	if _, _, err := c.Next(t.Context()); !errors.Is(err, jetstream.ErrStreamNotFound) {
		t.Errorf("error %v", err)
	}
	c = New(js, Config{Stream: "S"})
	defer c.Close()
	if _, _, err := c.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := js.DeleteStream(t.Context(), "S"); err != nil {
		t.Fatal(err)
	}
	for {
		if _, _, err := nextMessage(t.Context(), c); err != nil {
			if !errors.Is(err, jetstream.ErrStreamNotFound) {
				t.Errorf("error %v after the stream was deleted", err)
			}
			return
		}
	}
}

func TestLastNCountsWhatMatches(t *testing.T) {
	js := newStream(t, 101) // odd sequences on s.a
	stream, err := js.Stream(t.Context(), "S")
	if err != nil {
		t.Fatal(err)
	}
	if err := stream.DeleteMsg(t.Context(), 99); err != nil { // a gap near the end
		t.Fatal(err)
	}
	for _, tt := range []struct {
		filters []string
		n       uint64
		want    int
	}{
		{nil, 1, 1}, {nil, 5, 5}, {nil, 99, 99}, {nil, 100, 100}, {nil, 1000, 100},
		{[]string{"s.a"}, 1, 1}, {[]string{"s.a"}, 2, 2}, {[]string{"s.a"}, 50, 50}, {[]string{"s.a"}, 51, 50},
		{[]string{"s.b"}, 3, 3}, {[]string{"s.a", "s.b"}, 4, 4}, {[]string{"s.c"}, 4, 0},
	} {
		from, err := LastN(t.Context(), js, "S", tt.filters, tt.n)
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, js, Config{Filters: tt.filters, Sequence: from}); len(got) != tt.want {
			t.Errorf("last %d of %v: %v from %d, want %d", tt.n, tt.filters, got, from, tt.want)
		}
	}
}

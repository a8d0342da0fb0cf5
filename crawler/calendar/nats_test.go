package calendar

import (
	"errors"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// startServer runs a JetStream server in this process, with its store in dir.
func startServer(t testing.TB, dir string) *server.Server {
	t.Helper()
	s, err := server.NewServer(&server.Options{DontListen: true, JetStream: true, StoreDir: dir, NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the server did not start")
	}
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return s
}

// join opens a calendar as one more process on the server would.
func join(t testing.TB, s *server.Server, opts Options) *Calendar {
	t.Helper()
	nc, err := nats.Connect("", nats.InProcessServer(s))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Open(t.Context(), js, opts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func open(t testing.TB, opts Options) *Calendar {
	t.Helper()
	return join(t, startServer(t, t.TempDir()), opts)
}

// mustNext waits for the next due job, longer than a schedule can be late.
func mustNext(t testing.TB, c *Calendar) *Due {
	t.Helper()
	for range 5 {
		d, err := c.Next(t.Context())
		if err == nil {
			return d
		}
		if !errors.Is(err, ErrNoJob) {
			t.Fatal(err)
		}
	}
	t.Fatal("no job fell due")
	return nil
}

func wantNone(t testing.TB, c *Calendar) {
	t.Helper()
	if d, err := c.Next(t.Context()); !errors.Is(err, ErrNoJob) {
		t.Fatalf("Next = %+v, %v; want no job", d, err)
	}
}

package main

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink/embedded"
)

// A run begins beside very many consumers of others, and says whose they are. That a
// thousand are no limit, which take the disk a while, is tried in sink/embedded.
func TestARunSaysWhoHasVeryManyConsumers(t *testing.T) {
	c := newCrawl(t, 1, 3, "")
	c.run(t)
	state := filepath.Join(c.dir, "state")
	s, err := embedded.Open(embedded.Options{Dir: state, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	nc, err := s.Connect()
	if err != nil {
		t.Fatal(err)
	}
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 210 {
		if _, err := js.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{
			Durable: fmt.Sprintf("squat%d", i), Metadata: map[string]string{embedded.OwnerKey: "user mallory"},
		}); err != nil {
			t.Fatal(i, err)
		}
	}
	nc.Close()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := c.command(t.Context(), "run")
	cmd.Env = append(cmd.Env, "WIREDESK_LOG_LEVEL=warn")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "user mallory has 210") {
		t.Errorf("%v\n%s", err, out)
	}
	out, err = c.command(t.Context(), "tail", "--no-follow").CombinedOutput()
	if err != nil || strings.Count(string(out), "✓") != 3 {
		t.Errorf("tail: %v\n%s", err, out)
	}
}

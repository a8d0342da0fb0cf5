package main

import (
	"context"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink/embedded"
)

// What is taken away under a daemon is noticed, said and made again while it runs, with the
// feeds that were added by hand, and no story is lost or comes twice.
func TestWhatGoesMissingUnderADaemonIsMadeAgain(t *testing.T) {
	for name, test := range map[string]struct {
		take func(context.Context, jetstream.JetStream) error
		want string // in the log
		all  bool   // every story is there after it
	}{
		"the jobs": {deleteStream("JOBS"), "JOBS is not there any more", true},
		"their consumer": {func(ctx context.Context, js jetstream.JetStream) error {
			return js.DeleteConsumer(ctx, "JOBS", "workers")
		}, "the consumer of the jobs", true},
		"the feeds":          {deleteStream("KV_FEEDS"), "KV_FEEDS is not there any more", true},
		"the feeds' records": {purgeStream("KV_FEEDS"), "KV_FEEDS is empty", true},
		"the lanes":          {deleteStream("KV_HOSTS"), "KV_HOSTS is not there any more", true},
		"the articles":       {deleteStream("ARTICLES"), "ARTICLES is not there any more", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := damaged(t)
			d := c.background(t, nil, "daemon")
			d.says(t, "wiredesk is up")
			c.asOperator(t, test.take)
			d.says(t, test.want)
			eventually(t, func() bool { return strings.Count(d.log.String(), "wiredesk is up") == 2 }, d.log)
			if !test.all {
				if out := c.says(t, exitOK, "status"); !strings.Contains(out, "ARTICLES is not there any more") {
					t.Errorf("status does not say what is missing: %s", out)
				}
				c.says(t, exitOK, "doctor", "--republish")
			}
			d.end(t, syscall.SIGTERM)
			c.makeDue(t)
			c.run(t)
			c.wantEachOnce(t, c.published(t))
		})
	}
}

func deleteStream(name string) func(context.Context, jetstream.JetStream) error {
	return func(ctx context.Context, js jetstream.JetStream) error { return js.DeleteStream(ctx, name) }
}

func purgeStream(name string) func(context.Context, jetstream.JetStream) error {
	return func(ctx context.Context, js jetstream.JetStream) error {
		s, err := js.Stream(ctx, name)
		if err == nil {
			err = s.Purge(ctx)
		}
		return err
	}
}

// asOperator works on the streams of a daemon.
func (c *crawl) asOperator(t *testing.T, do func(context.Context, jetstream.JetStream) error) {
	t.Helper()
	state := filepath.Join(c.dir, "state")
	var info *embedded.Info
	for deadline := time.Now().Add(30 * time.Second); info == nil && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		info, _ = embedded.Running(state) // it may not be there yet
	}
	if info == nil {
		t.Fatal("no daemon is running")
	}
	nc, err := nats.Connect(info.URL, embedded.Operator(state))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err == nil {
		err = do(t.Context(), js)
	}
	if err != nil {
		t.Fatal(err)
	}
}

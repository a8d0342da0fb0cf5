package main

import (
	"context"
	"flag"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// refusing is how long a server stores nothing; `make soak` has eleven minutes.
var refusing = flag.Duration("refusing", 5*time.Second, "how `long` a server refuses what is to be stored")

// refuser is a server that can be had to refuse articles, and the writer's rights on it.
type refuser struct {
	s       *server.Server
	options func() *server.Options
	owner   jetstream.JetStream
}

func newRefuser(t *testing.T) *refuser {
	t.Helper()
	dir := t.TempDir()
	r := &refuser{options: func() *server.Options {
		return &server.Options{
			Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: dir, NoLog: true, NoSigs: true, MaxPayload: 1 << 20,
			Users: []*server.User{{Username: "writer", Password: "w", Permissions: &server.Permissions{}}, {Username: "owner", Password: "o"}},
		}
	}}
	var err error
	if r.s, err = server.NewServer(r.options()); err != nil {
		t.Fatal(err)
	}
	r.s.Start()
	t.Cleanup(func() { r.s.Shutdown(); r.s.WaitForShutdown() })
	if !r.s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the server is not ready")
	}
	nc, err := nats.Connect("nats://"+r.address(), nats.UserInfo("owner", "o"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	if r.owner, err = jetstream.New(nc); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *refuser) address() string { return r.s.Addr().(*net.TCPAddr).String() }

// reload has the server go on with other options.
func (r *refuser) reload(t *testing.T, change func(*server.Options)) {
	t.Helper()
	o := r.options()
	o.Port = r.s.Addr().(*net.TCPAddr).Port
	change(o)
	if err := r.s.ReloadOptions(o); err != nil {
		t.Fatal(err)
	}
}

// limit sets how much the stream of articles may hold, and whether what is too much is
// refused.
func (r *refuser) limit(t *testing.T, change func(*jetstream.StreamConfig)) {
	t.Helper()
	stream, err := r.owner.Stream(t.Context(), "ARTICLES")
	if err != nil {
		t.Fatal(err)
	}
	cfg := stream.CachedInfo().Config
	change(&cfg)
	if _, err := r.owner.UpdateStream(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
}

// A server of one's own that refuses every article for a while, whatever the reason, is
// waited for: each story is there once when it stores again, none is given up, and its site
// is not called slow.
func TestAServerThatRefusesIsWaitedFor(t *testing.T) {
	t.Parallel()
	var full jetstream.StreamConfig
	for name, fault := range map[string]struct{ begin, end func(*testing.T, *refuser) }{
		"a right revoked": {
			func(t *testing.T, r *refuser) {
				r.reload(t, func(o *server.Options) {
					o.Users[0].Permissions.Publish = &server.SubjectPermission{Deny: []string{"articles.v1.>"}}
				})
			},
			func(t *testing.T, r *refuser) { r.reload(t, func(*server.Options) {}) },
		},
		"a payload too small": {
			func(t *testing.T, r *refuser) { r.limit(t, func(c *jetstream.StreamConfig) { c.MaxMsgSize = 300 }) },
			func(t *testing.T, r *refuser) { r.limit(t, func(c *jetstream.StreamConfig) { c.MaxMsgSize = -1 }) },
		},
		"a full stream": {
			func(t *testing.T, r *refuser) {
				r.limit(t, func(c *jetstream.StreamConfig) {
					full = *c
					c.MaxMsgs, c.Discard = 1, jetstream.DiscardNew
				})
			},
			func(t *testing.T, r *refuser) {
				r.limit(t, func(c *jetstream.StreamConfig) { c.MaxMsgs, c.Discard = full.MaxMsgs, full.Discard })
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRefuser(t)
			c := newCrawl(t, 2, 12, "nats: {url: \"nats://"+r.address()+"\", user: writer, password: w}")
			c.grid.Latency = 150 * time.Millisecond
			d := c.background(t, []string{"WIREDESK_LOG_LEVEL=info"}, "daemon")
			stored := func() uint64 {
				stream, err := r.owner.Stream(context.Background(), "ARTICLES")
				if err != nil {
					return 0
				}
				return stream.CachedInfo().State.Msgs
			}
			eventually(t, func() bool { return stored() >= 2 }, d.log)
			fault.begin(t, r)
			time.Sleep(*refusing)
			if n := stored(); n >= 24 {
				t.Fatalf("%d are stored: nothing was refused", n)
			}
			if out, err := c.command(t.Context(), "status").CombinedOutput(); err == nil && strings.Contains(string(out), "dead ") {
				t.Errorf("status: %s", out)
			}
			fault.end(t, r)
			for deadline := time.Now().Add(90 * time.Second); stored() < 24 && time.Now().Before(deadline); {
				time.Sleep(200 * time.Millisecond)
			}
			nc, err := nats.Connect("nats://"+r.address(), nats.UserInfo("owner", "o"))
			if err != nil {
				t.Fatal(err)
			}
			defer nc.Close()
			c.wantEachOnce(t, countStories(t, nc))
			if out := c.says(t, exitOK, "status"); !strings.Contains(out, " 0 dead") {
				t.Errorf("status: %s\n%s", out, d.log)
			}
			d.end(t, syscall.SIGTERM)
		})
	}
}

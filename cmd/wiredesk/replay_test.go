package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// strictReader is a reader on a server where one may publish to articles.> and
// heard.> only.
func strictReader(t *testing.T) *desk.Reader {
	t.Helper()
	s, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: t.TempDir(), NoLog: true, NoSigs: true,
		Users: []*server.User{{Username: "desk", Password: "x", Permissions: &server.Permissions{
			Publish: &server.SubjectPermission{Allow: []string{"$JS.>", "articles.>", "heard.>"}},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() {
		s.Shutdown()
		s.WaitForShutdown()
	})
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the server does not start")
	}
	nc, err := nats.Connect(s.ClientURL(), nats.UserInfo("desk", "x"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	cfg := config.Default()
	cfg.NATS.URL = s.ClientURL()
	return &desk.Reader{Config: cfg, NC: nc, JS: js}
}

func TestAReplayIsHeardByteForByte(t *testing.T) {
	d := strictReader(t)
	if err := publishLines(d.JS, jsonLines(t, demoStory("demo.example", "en", "/a", "One"), demoStory("demo.example", "de", "/b", "Zwei"))); err != nil {
		t.Fatal(err)
	}
	sub, err := d.NC.SubscribeSync("heard.>")
	if err != nil {
		t.Fatal(err)
	}
	a := &app{stdio: stdio{out: io.Discard, err: io.Discard}}
	f := replayFlags{to: "heard.again"}
	if err := f.since.Set("1h"); err != nil {
		t.Fatal(err)
	}
	if err := a.replay(t.Context(), d, f); err != nil {
		t.Fatal(err)
	}
	stream, err := d.JS.Stream(t.Context(), "ARTICLES")
	if err != nil {
		t.Fatal(err)
	}
	for seq, subject := range []string{"heard.again.en.demo_example.published", "heard.again.de.demo_example.published"} {
		got, err := sub.NextMsg(5 * time.Second)
		if err != nil {
			t.Fatal(err)
		}
		stored, err := stream.GetMsg(t.Context(), uint64(seq+1))
		if err != nil {
			t.Fatal(err)
		}
		if got.Subject != subject || string(got.Data) != string(stored.Data) {
			t.Errorf("%s: %s", got.Subject, got.Data)
		}
		for _, name := range []string{"Nats-Msg-Id", "ce-id", "ce-type", "ce-time", "Wiredesk-Content-Hash", "Wiredesk-Urls"} {
			if v := got.Header.Get(name); v == "" || v != stored.Header.Get(name) {
				t.Errorf("header %s is %q, stored is %q", name, v, stored.Header.Get(name))
			}
		}
	}
}

// The server says later, and beside the message, that it was refused.
func TestARefusedReplayIsAnError(t *testing.T) {
	d := strictReader(t)
	if err := publishLines(d.JS, jsonLines(t, demoStory("demo.example", "en", "/a", "One"))); err != nil {
		t.Fatal(err)
	}
	f := replayFlags{to: "elsewhere"}
	if err := f.since.Set("1h"); err != nil {
		t.Fatal(err)
	}
	err := (&app{stdio: stdio{out: io.Discard, err: io.Discard}}).replay(t.Context(), d, f)
	if err == nil || !strings.Contains(strings.ToLower(err.Error()), "the server refuses elsewhere.>: nats: permissions violation") {
		t.Errorf("error %v", err)
	}
}

func TestOverlap(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"a.>", "a.b.>", true}, {"a.b.>", "a.>", true}, {"a.>", "b.>", false}, {"a.b.>", "a.*.c", true}, {"a.b.>", "a.b", false}, {"a.b", "a.b", true}, {"ab.>", "a.>", false}, {"x.>", ">", true},
	} {
		if overlap(tt.a, tt.b) != tt.want {
			t.Errorf("%s and %s: %v", tt.a, tt.b, !tt.want)
		}
	}
}

// On the built-in server who has no name hears a replay where readers may listen, and
// one that nobody can hear is refused.
func TestAReplayOnTheBuiltInServerIsHeard(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 1, 3, "")
	d := c.background(t, nil, "daemon")
	d.says(t, "wiredesk is up")
	eventually(t, func() bool { return strings.Contains(c.says(t, exitOK, "status"), "3 in the stream") }, d.log)
	info, err := embedded.Running(filepath.Join(c.dir, "state"))
	if err != nil || info == nil {
		t.Fatalf("no daemon is running: %v", err)
	}
	nc, err := nats.Connect(info.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	sub, err := nc.SubscribeSync("replay.mine.>")
	if err == nil {
		err = nc.Flush()
	}
	if err != nil {
		t.Fatal(err)
	}
	c.says(t, exitOK, "replay", "--since", "1h", "--to", "replay.mine")
	for range 3 {
		if m, err := sub.NextMsg(5 * time.Second); err != nil || m.Header.Get("Nats-Msg-Id") == "" {
			t.Fatalf("%+v, %v", m, err)
		}
	}
	if out := c.says(t, exitUsage, "replay", "--since", "1h", "--to", "my.own"); !strings.Contains(out, "choose replay.my.own") {
		t.Errorf("said: %s", out)
	}
}

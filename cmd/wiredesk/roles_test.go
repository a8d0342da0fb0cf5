package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/drift"
)

// startRoles runs a server with the accounts of deploy/nats, where each user's
// password is the user's name.
func startRoles(t *testing.T) (address string) {
	t.Helper()
	conf, err := os.ReadFile(filepath.Join(root, "deploy/nats/accounts.conf"))
	if err != nil {
		t.Fatal(err)
	}
	// The passwords come from the environment, which belongs to all tests at once.
	for _, user := range []string{"writer", "worker", "archive", "reader"} {
		conf = bytes.ReplaceAll(conf, []byte("$NATS_"+strings.ToUpper(user)+"_PASSWORD"), []byte(user))
	}
	path := filepath.Join(t.TempDir(), "accounts.conf")
	if err := os.WriteFile(path, conf, 0o600); err != nil {
		t.Fatal(err)
	}
	o, err := server.ProcessConfigFile(path)
	if err != nil {
		t.Fatal(err)
	}
	o.Host, o.Port, o.JetStream, o.StoreDir, o.NoLog, o.NoSigs = "127.0.0.1", server.RANDOM_PORT, true, t.TempDir(), true, true
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the server is not ready")
	}
	return s.Addr().(*net.TCPAddr).String()
}

// as is the configuration of a user.
func as(user, address string) string {
	return fmt.Sprintf("nats: {url: \"nats://%s\", user: %s, password: %s, inbox_prefix: %s}", address, user, user, inboxOf(user))
}

func inboxOf(user string) string {
	if user == "archive" {
		return "_INBOX_archive"
	}
	return "_INBOX"
}

func connectAs(t *testing.T, user, address string) (*nats.Conn, jetstream.JetStream) {
	t.Helper()
	nc, err := nats.Connect("nats://"+address, nats.UserInfo(user, user), nats.CustomInboxPrefix(inboxOf(user)), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc, jetstream.WithDefaultTimeout(300*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	return nc, js
}

// The roles of deploy/nats can do their work and no more, and who lacks a role is
// told so.
func TestTheRolesOfTheAccountsFile(t *testing.T) {
	t.Parallel()
	address := startRoles(t)

	// A reader cannot begin a crawl, and is told why.
	c := newCrawl(t, 1, 3, as("reader", address))
	out, err := c.command(t.Context(), "run", "--nats-wait", "5s").CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitPermission || !strings.Contains(string(out), "NATS refuses permission") {
		t.Errorf("run as reader: %v\n%s", err, out)
	}

	// A writer makes the streams and crawls; a worker then crawls as well.
	c = newCrawl(t, 2, 3, as("writer", address))
	c.run(t)
	other := newCrawl(t, 1, 4, as("worker", address))
	other.run(t)
	_, writer := connectAs(t, "writer", address)
	// Both note what pages give, in the bucket that the writer has made.
	for i, crawl := range []*crawl{c, other} {
		crawl.grid.Publish(0)
		if out, err := crawl.command(t.Context(), "feeds", "retry", crawl.feed(t)).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		out, err := crawl.command(t.Context(), "run").CombinedOutput()
		if err != nil || strings.Contains(string(out), "statistics") {
			t.Errorf("%v\n%s", err, out)
		}
		if n := noted(t, address); n != i+1 {
			t.Errorf("%d pages are noted, want %d", n, i+1)
		}
	}
	const stories = 2*3 + 1*4 + 2
	if n := storedIn(t, address); n != stories {
		t.Errorf("%d articles", n)
	}
	_, worker := connectAs(t, "worker", address)
	for name, err := range map[string]error{
		"delete the stream": worker.DeleteStream(t.Context(), "ARTICLES"),
		"delete the jobs":   worker.DeleteStream(t.Context(), "JOBS"),
	} {
		if err == nil {
			t.Errorf("a worker can %s", name)
		}
	}
	// What it has no longer in its configuration it no longer polls.
	guest := newCrawl(t, 1, 0, as("worker", address))
	guest.run(t)
	guest.replace(t, "feeds:\n  - "+guest.feed(t)+"\n", "feeds: []\n")
	if out, err := guest.command(t.Context(), "run").CombinedOutput(); err != nil {
		t.Errorf("a worker whose feed was deleted: %v\n%s", err, out)
	}

	// What takes another role says so.
	out, err = other.command(t.Context(), "feeds", "pause", other.feed(t)).CombinedOutput()
	if !errors.As(err, &exit) || exit.ExitCode() != exitPermission || !strings.Contains(string(out), "needs another role") {
		t.Errorf("pause as a worker: %v\n%s", err, out)
	}

	// A reader reads through the durable of its name, and can do nothing else.
	for _, name := range []string{"archive", "reader"} {
		if _, err := writer.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{
			Durable: name, FilterSubject: "articles.v1.>", AckPolicy: jetstream.AckExplicitPolicy, AckWait: time.Minute,
		}); err != nil {
			t.Fatal(err)
		}
		reader := newCrawl(t, 1, 1, as(name, address))
		cmd := reader.command(t.Context(), "subscribe", name, "--once", "--subject", "articles.v1.>")
		lines, err := cmd.Output()
		if n := strings.Count(string(lines), "\n"); err != nil || n != stories {
			t.Errorf("%s got %d articles of %d: %v", name, n, stories, err)
		}
		refused(t, address, name, "ARTICLES")
		out, err = reader.command(t.Context(), "tail", "--no-follow").CombinedOutput()
		if !errors.As(err, &exit) || exit.ExitCode() != exitPermission {
			t.Errorf("tail as %s: %v\n%s", name, err, out)
		}
	}
}

// refused checks what no reader may do; with a stream also that it cannot make
// consumers on it.
func refused(t *testing.T, address, user, stream string) {
	t.Helper()
	nc, js := connectAs(t, user, address)
	before := storedIn(t, address)
	if err := nc.Publish("articles.v1.en.evil.published", []byte("{}")); err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := nc.LastError(); !errors.Is(err, nats.ErrPermissionViolation) {
		t.Errorf("%s: publishing is not refused: %v", user, err)
	}
	if js.DeleteStream(t.Context(), "ARTICLES") == nil {
		t.Errorf("%s can delete the stream", user)
	}
	if s, err := js.Stream(t.Context(), "JOBS"); err == nil {
		t.Errorf("%s can look at the jobs: %v", user, s.CachedInfo().State)
	}
	if stream != "" {
		if _, err := js.CreateConsumer(t.Context(), stream, jetstream.ConsumerConfig{}); err == nil {
			t.Errorf("%s can make consumers", user)
		}
		if _, err := js.Consumer(t.Context(), stream, "other"); err == nil {
			t.Errorf("%s can look at other consumers", user)
		}
	}
	if after := storedIn(t, address); after != before {
		t.Errorf("%s: the stream went from %d to %d messages", user, before, after)
	}
}

// feed is the first feed of a crawl.
func (c *crawl) feed(t *testing.T) string {
	t.Helper()
	_, list, _ := strings.Cut(readFile(t, c.config()), "feeds:\n  - ")
	url, _, _ := strings.Cut(list, "\n")
	return url
}

// noted is how many pages the statistics of the crawls' site hold.
func noted(t *testing.T, address string) int {
	t.Helper()
	_, js := connectAs(t, "writer", address)
	kv, err := js.KeyValue(t.Context(), drift.Bucket)
	if err != nil {
		t.Fatal(err)
	}
	entry, err := kv.Get(t.Context(), "site.127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	var r struct{ Recent []any }
	if err := json.Unmarshal(entry.Value(), &r); err != nil {
		t.Fatal(err)
	}
	return len(r.Recent)
}

func storedIn(t *testing.T, address string) uint64 {
	t.Helper()
	_, js := connectAs(t, "writer", address)
	s, err := js.Stream(t.Context(), "ARTICLES")
	if err != nil {
		t.Fatal(err)
	}
	return s.CachedInfo().State.Msgs
}

// Whoever is not let in, or may not even ask, is told so, soon, and with the same code.
func TestAWrongPasswordAndNoRoleEndWithTheCodeForIt(t *testing.T) {
	t.Parallel()
	s, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoLog: true, NoSigs: true,
		Users: []*server.User{{Username: "desk", Password: "good", Permissions: &server.Permissions{
			Publish: &server.SubjectPermission{Allow: []string{"nothing"}}, Subscribe: &server.SubjectPermission{Allow: []string{"_INBOX.>"}},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the server is not ready")
	}
	address := s.Addr().(*net.TCPAddr).String()
	for password, say := range map[string]string{"bad": "nats.user and nats.password", "good": "this user needs another role"} {
		c := newCrawl(t, 1, 1, fmt.Sprintf("nats: {url: \"nats://%s\", user: desk, password: %s}", address, password))
		for _, args := range [][]string{{"run"}, {"daemon"}, {"status"}, {"tail", "--no-follow"}, {"subscribe", "desk"}, {"subscribers"}} {
			if out := c.says(t, exitPermission, args...); !strings.Contains(out, say) && !strings.Contains(out, "ask for that permission") {
				t.Errorf("%s with %s password said: %s", args[0], password, out)
			}
		}
	}
}
